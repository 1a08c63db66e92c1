"""A sliding window of one minute, in slots of one second: what a limit per minute means here.

In no 60 consecutive slots is more admitted than the limit. A token bucket would let twice the limit through in the
minute after a pause, and a counter reset on the minute twice the limit around the reset.
"""

_SLOTS = 60


class MinuteWindow:
    """How much was taken in each of the last 60 seconds."""

    __slots__ = ("_latest", "_slots", "total")

    def __init__(self) -> None:
        """Begin empty."""
        self._slots = [0] * _SLOTS
        self._latest = 0
        self.total = 0
        """What was taken in the last 60 slots together."""

    def advance(self, second: int) -> None:
        """Let the slots older than 60 seconds before ``second`` (monotonic, whole) fall out. O(seconds passed)."""
        passed = second - self._latest
        if passed <= 0:
            return
        if passed >= _SLOTS:
            self._slots = [0] * _SLOTS
            self.total = 0
        else:
            slots = self._slots
            for past in range(self._latest + 1, second + 1):
                index = past % _SLOTS
                self.total -= slots[index]
                slots[index] = 0
        self._latest = second

    def add(self, second: int, amount: int) -> None:
        """Count an amount (negative to give back) in the slot of ``second``, unless that slot has fallen out."""
        if self._latest - second >= _SLOTS:
            return
        self._slots[second % _SLOTS] += amount
        self.total += amount

    def seconds_until_room(self, second: int, room: int) -> int:
        """Whole seconds from ``second`` until at most ``room`` remains counted, if nothing is added. O(60)."""
        remaining = self.total
        for age in range(_SLOTS - 1, -1, -1):
            if remaining <= room:
                return _SLOTS - 1 - age
            remaining -= self._slots[(second - age) % _SLOTS]
        return _SLOTS
