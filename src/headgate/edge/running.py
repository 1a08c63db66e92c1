"""Running a coroutine for each request, without an asyncio task for each.

A task costs some 4 µs in Python 3.11 (its making, an entry in a weak set, a turn of the loop before it begins): a
tenth of all that serving a short exchange costs. An exchange needs none of what tasks give beside running: nobody
cancels it from outside, names it or waits for its result. It may await futures and tasks; what needs the current task
itself (``asyncio.timeout``) must be run in a task of its own.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

from headgate.pipeline.moment import Moment

Awaited = Moment | asyncio.Future[Any]
"""What a coroutine may wait for here."""
POLL_SECONDS: Final = 0.02
"""How often ``wait`` looks: it is only used when a worker ends."""


class Running:
    """The coroutines under way."""

    __slots__ = ("_steps",)

    def __init__(self) -> None:
        """Begin with none."""
        self._steps: set[_Step] = set()

    def __len__(self) -> int:
        """How many are under way."""
        return len(self._steps)

    def start(self, coroutine: Coroutine[Awaited, None, None]) -> None:
        """Run a coroutine; its first part runs before this returns. It must catch its own exceptions."""
        step = _Step(coroutine, self._steps)
        self._steps.add(step)
        step()

    async def wait(self, seconds: float) -> None:
        """Wait until none is under way, at most so long."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._steps and loop.time() < end:  # noqa: ASYNC110 - an event would cost every exchange
            await asyncio.sleep(POLL_SECONDS)


class _Step:
    """One coroutine: called again whenever what it awaits is done."""

    __slots__ = ("_awaited", "_steps")

    def __init__(self, coroutine: Coroutine[Awaited, None, None], steps: set["_Step"]) -> None:
        self._awaited = coroutine.__await__()
        self._steps = steps

    def __call__(self, done: Awaited | None = None) -> None:
        del done
        try:
            for awaited in self._awaited:
                if isinstance(awaited, Moment):
                    awaited.then(self)
                else:
                    awaited._asyncio_future_blocking = False  # noqa: SLF001 — as a task does: others may await it too
                    awaited.add_done_callback(self)
                return
        except BaseException:
            self._steps.discard(self)
            raise
        self._steps.discard(self)
