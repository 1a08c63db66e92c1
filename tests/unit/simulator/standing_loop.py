"""An event loop and a transport that do nothing by themselves: time passes when a test says so."""

import heapq
from collections.abc import Callable
from typing import Any


class Handle:
    def __init__(self, due: float, number: int, callback: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        self.order = (due, number)
        self.due = due
        self.cancelled = False
        self._callback = callback
        self._arguments = arguments

    def __lt__(self, other: "Handle") -> bool:
        return self.order < other.order

    def cancel(self) -> None:
        self.cancelled = True

    def run(self) -> None:
        if not self.cancelled:
            self._callback(*self._arguments)


class StandingLoop:
    """As much of an event loop as playing an answer needs."""

    def __init__(self) -> None:
        self._now = 0.0
        self._handles: list[Handle] = []
        self._count = 0

    def time(self) -> float:
        return self._now

    def call_soon(self, callback: Callable[..., None], *arguments: Any) -> Handle:
        return self.call_later(0, callback, *arguments)

    def call_later(self, seconds: float, callback: Callable[..., None], *arguments: Any) -> Handle:
        self._count += 1
        handle = Handle(self._now + seconds, self._count, callback, arguments)
        heapq.heappush(self._handles, handle)
        return handle

    def advance(self, seconds: float) -> None:
        """Let time pass, and do in order what becomes due."""
        until = self._now + seconds
        while self._handles and self._handles[0].due <= until:
            handle = heapq.heappop(self._handles)
            self._now = max(self._now, handle.due)
            handle.run()
        self._now = until


class KeptTransport:
    """Keeps what is written, and how it ended."""

    def __init__(self) -> None:
        self.written = b""
        self.unsent = 0
        self.ended = ""
        self.options: list[tuple[int, int, bytes]] = []

    def write(self, data: bytes) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return bool(self.ended)

    def close(self) -> None:
        self.ended = self.ended or "closed"

    def abort(self) -> None:
        self.ended = self.ended or ("reset" if self.options else "aborted")

    def is_reading(self) -> bool:
        return True

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def get_extra_info(self, name: str) -> "KeptTransport":
        assert name == "socket"
        return self

    def setsockopt(self, level: int, option: int, value: bytes) -> None:
        self.options.append((level, option, value))
