"""The port through which every stage learns the time."""

from typing import Protocol


class Clock(Protocol):
    """Two readings of time; tests give a virtual one."""

    def now(self) -> float:
        """Unix time in seconds: for records, prices and expiry dates."""
        ...

    def monotonic(self) -> float:
        """Seconds from an arbitrary start, never going back: for durations, deadlines and limits."""
        ...
