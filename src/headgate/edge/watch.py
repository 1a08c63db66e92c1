"""Deadlines without a timer for each: a look at everything open, several times a second.

A timer for every request would cost more than the request's own work in the event loop; a look at 1,000 open things
costs some 50 µs.
"""

from collections.abc import Iterable
from typing import Final, Protocol

TICK_SECONDS: Final = 0.25
"""How late a deadline can be noticed."""


class Watched(Protocol):
    """Something with a deadline."""

    deadline: float | None

    def expire(self) -> None:
        """The deadline has passed."""
        ...


def expire_overdue(watched: Iterable[Watched], now: float) -> None:
    """Tell each thing whose deadline has passed, once: its deadline is taken away first unless it sets a new one."""
    for thing in tuple(watched):
        deadline = thing.deadline
        if deadline is not None and now >= deadline:
            thing.deadline = None
            thing.expire()
