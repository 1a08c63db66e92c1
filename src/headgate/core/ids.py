"""Names for exchanges: unique across workers and restarts, sortable by time of creation."""

from collections.abc import Callable


class ExchangeIds:
    """Makes exchange ids from a worker's random start and a counter.

    An id is ``<unix milliseconds, 11 hex>-<worker start, 8 hex>-<count, 6 hex>``: 27 characters, sortable by time.
    Two workers collide only if they drew the same 32 random bits and counted alike within the same millisecond.
    """

    def __init__(self, *, start: bytes, now: Callable[[], float]) -> None:
        """Take four random bytes as the worker's start, and the clock to read."""
        if len(start) != 4:
            raise ValueError(f"an id start is 4 random bytes, not {len(start)}")
        self._start = start.hex()
        self._now = now
        self._count = 0
        self._latest = -1
        self._prefix = ""

    def new(self) -> str:
        """Return an id never given before."""
        self._count = (self._count + 1) & 0xFFFFFF
        milliseconds = int(self._now() * 1000)
        if milliseconds != self._latest:
            self._latest = milliseconds
            self._prefix = f"{milliseconds:011x}-{self._start}-"
        return f"{self._prefix}{self._count:06x}"
