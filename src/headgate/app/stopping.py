"""Stopping all children in order: rank by rank, each with a deadline, and faster when asked twice.

Gates come first and finish what is in flight; control follows and posts what they wrote; then what is left.
"""

from collections.abc import Sequence

from headgate.adapters.log import Log
from headgate.app.children import Child

MARGIN_SECONDS = 5.0
"""Past the time to drain: for flushing and closing, before a child is killed."""

POSTING_SECONDS_MAX = 60.0
"""For the control process to post the rest of the journal; what is left is posted at the next start."""

HURRY_SECONDS = 5.0
"""What is left to every rank once somebody asked a second time."""


class Stopping:
    """One orderly end, from the first request to the last child gone."""

    def __init__(self, children: Sequence[Child], *, drain_seconds: float, log: Log) -> None:
        """``drain_seconds`` is what exchanges in flight are given."""
        self._children = children
        self._drain_seconds = drain_seconds
        self._log = log
        self._rank: int | None = None
        self._kill_at = 0.0
        self._hurried = False

    def begin(self, now: float) -> None:
        """Start with the lowest rank; ``now`` is monotonic seconds, here and below."""
        self._log.info("draining", seconds=self._drain_seconds)
        self.advance(now)

    def hurry(self, now: float) -> None:
        """Cut what is left of the deadlines: the second SIGTERM or Ctrl-C."""
        if not self._hurried:
            self._hurried = True
            self._log.warning("hurrying", seconds=HURRY_SECONDS)
            self._kill_at = min(self._kill_at, now + HURRY_SECONDS)
            for child in self._current():
                child.ask_to_stop()

    def advance(self, now: float) -> bool:
        """Go on to the next rank when one is gone, kill what is late; returns True when no child is left."""
        while not self._current():
            waiting = [child.spec.stop_rank for child in self._children if child.running]
            if not waiting:
                return True
            self._stop_rank(min(waiting), now)
        if now >= self._kill_at:
            for child in self._current():
                self._log.error("killed", child=child.name, pid=child.pid, reason="it did not end in time")
                child.kill()
            # SIGKILL cannot be refused; this only keeps the line from being repeated while the kernel cleans up.
            self._kill_at = now + MARGIN_SECONDS
        return False

    def _stop_rank(self, rank: int, now: float) -> None:
        seconds = self._drain_seconds + MARGIN_SECONDS if rank == 0 else POSTING_SECONDS_MAX
        self._rank = rank
        self._kill_at = now + (HURRY_SECONDS if self._hurried else seconds)
        for child in self._current():
            child.stop_listening()
            child.ask_to_stop()

    def _current(self) -> list[Child]:
        return [child for child in self._children if child.running and child.spec.stop_rank == self._rank]
