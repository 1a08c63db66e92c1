"""The machine's clock, as the port of ``headgate.core`` asks for it."""

import time


class SystemClock:
    """Reads the time of the machine."""

    def now(self) -> float:
        """Unix time in seconds."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds from an arbitrary start, never going back."""
        return time.monotonic()
