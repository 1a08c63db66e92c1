"""A sliding window of one minute, in slots of one second: what a limit per minute means here.

In no 60 consecutive slots is more admitted than the limit. (What was taken late in a slot counts for 59 seconds and a
moment; a 61st slot would make that a full minute and waits longer than 60 seconds, which older clients of OpenAI
do not wait for.) A token bucket would let twice the limit through in the
minute after a pause, and a counter reset on the minute twice the limit around the reset.
"""

from collections.abc import Sequence
from typing import Final

SLOTS: Final = 60


class MinuteWindow:
    """How many requests and tokens were taken in each of the last 60 seconds.

    The totals and slots are to be read by anyone and written by ``advance`` and ``add`` alone.
    """

    __slots__ = ("_latest", "request_slots", "requests", "token_slots", "tokens")

    def __init__(self) -> None:
        """Begin empty."""
        self._latest = 0
        self.request_slots = [0] * SLOTS
        self.token_slots = [0] * SLOTS
        self.requests = 0
        """Taken in the last 60 slots together."""
        self.tokens = 0

    def advance(self, second: int) -> None:
        """Let the slots older than 60 seconds before ``second`` (monotonic, whole) fall out. O(seconds passed)."""
        passed = second - self._latest
        if passed <= 0:
            return
        if passed >= SLOTS:
            self.request_slots = [0] * SLOTS
            self.token_slots = [0] * SLOTS
            self.requests = self.tokens = 0
        else:
            for past in range(self._latest + 1, second + 1):
                index = past % SLOTS
                self.requests -= self.request_slots[index]
                self.tokens -= self.token_slots[index]
                self.request_slots[index] = self.token_slots[index] = 0
        self._latest = second

    def add(self, second: int, requests: int, tokens: int) -> None:
        """Count in the slot of ``second`` (tokens negative to give back), unless that slot has fallen out."""
        if self._latest - second >= SLOTS:
            return
        index = second % SLOTS
        self.request_slots[index] += requests
        self.requests += requests
        self.token_slots[index] += tokens
        self.tokens += tokens


def seconds_until_room(slots: Sequence[int], total: int, second: int, room: int) -> int:
    """Whole seconds from ``second`` until at most ``room`` of ``total`` remains, if nothing is added. O(60)."""
    remaining = total
    for age in range(SLOTS - 1, -1, -1):
        if remaining <= room:
            return SLOTS - 1 - age
        remaining -= slots[(second - age) % SLOTS]
    return SLOTS
