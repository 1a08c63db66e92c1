"""When a child that died is started again: at once, then later and later, and in the end not at all."""

from collections import deque

DEATHS_MAX = 5
"""Deaths within ``WINDOW_SECONDS`` after which a restart will not help either."""

WINDOW_SECONDS = 30.0

FIRST_DELAY_SECONDS = 0.25
"""Before the second restart within the window; doubled at each further one."""


class RestartPolicy:
    """The deaths of one child, and what follows from them."""

    def __init__(self) -> None:
        self._deaths: deque[float] = deque(maxlen=DEATHS_MAX)

    def delay_after_death(self, now: float) -> float | None:
        """Note a death at ``now`` (monotonic seconds); return the seconds to wait before a restart, None for never."""
        self._deaths.append(now)
        recent = sum(1 for death in self._deaths if now - death < WINDOW_SECONDS)
        if recent >= DEATHS_MAX:
            return None
        return 0.0 if recent == 1 else FIRST_DELAY_SECONDS * 2.0 ** (recent - 2)
