"""The machine's clock, as the port of ``headgate.core`` asks for it."""

import asyncio
import time
from collections.abc import Callable


class SystemClock:
    """Reads the time of the machine; from its making on, ``factor`` seconds pass for one of the machine."""

    def __init__(self, factor: float = 1.0) -> None:
        """Start at the machine's time."""
        self._factor = factor
        self._began = time.monotonic()
        self._unix_began = time.time()

    def now(self) -> float:
        """Unix time in seconds."""
        if self._factor == 1.0:
            return time.time()
        return self._unix_began + (time.monotonic() - self._began) * self._factor

    def monotonic(self) -> float:
        """Seconds from an arbitrary start, never going back."""
        return self._began + (time.monotonic() - self._began) * self._factor


class FasterLoop:
    """An event loop on which waits of the simulator's seconds take the machine's: what playing an answer needs."""

    def __init__(self, loop: asyncio.AbstractEventLoop, factor: float) -> None:
        """Wait on this loop."""
        self._loop = loop
        self._factor = factor
        self.call_soon = loop.call_soon

    def time(self) -> float:
        """The simulator's seconds."""
        return self._loop.time() * self._factor

    def call_later(self, delay: float, callback: Callable[..., object], *arguments: object) -> asyncio.Handle:
        """Call when ``delay`` of the simulator's seconds have passed."""
        return self._loop.call_later(delay / self._factor, callback, *arguments)
