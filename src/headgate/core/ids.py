"""Names for exchanges: unique across workers and restarts, sortable by time of creation."""

from typing import Final

_HEX: Final = tuple(f"{byte:02x}" for byte in range(256))


class ExchangeIds:
    """Makes exchange ids from a worker's random start and a counter.

    An id is ``<unix milliseconds, 11 hex>-<worker start, 8 hex>-<count, 6 hex>``: 27 characters, sortable by time.
    Two workers collide only if they drew the same 32 random bits and counted alike within the same millisecond.
    """

    def __init__(self, *, start: bytes) -> None:
        """Take four random bytes as the worker's start."""
        if len(start) != 4:
            raise ValueError(f"an id start is 4 random bytes, not {len(start)}")
        self._start = start.hex()
        self._count = 0
        self._latest = -1
        self._prefix = ""

    def new(self, at: float) -> str:
        """Return an id never given before. ``at`` is the time of creation, in Unix seconds."""
        count = self._count = (self._count + 1) & 0xFFFFFF
        milliseconds = int(at * 1000)
        if milliseconds != self._latest:
            self._latest = milliseconds
            self._prefix = f"{milliseconds:011x}-{self._start}-"
        return self._prefix + _HEX[count >> 16] + _HEX[count >> 8 & 0xFF] + _HEX[count & 0xFF]
