"""Something that happens once, for coroutines to wait for without a turn of the event loop.

An asyncio future runs those who wait for it in the next turn of the loop, by a handle and a context of their own: 2 µs
each time, and a look at all sockets in between. An exchange waits four times. Who waits for a moment goes on within the
call that says it has happened, in the order in which they came, so whoever calls ``happen`` must be ready for that:
its own state is in order before, and nothing is assumed after.
"""

import asyncio
from collections.abc import Callable, Generator
from contextvars import Context
from typing import Any

Step = Callable[[Any], object]


class Moment:
    """A moment to come. Awaited in a task of asyncio it behaves as a future does: the task goes on in the next turn."""

    __slots__ = ("_asyncio_future_blocking", "_waiting", "failure", "happened")

    def __init__(self) -> None:
        """Wait for something that has not happened yet."""
        self.happened = False
        self.failure: Exception | None = None
        """What those who wait are given instead."""
        self._waiting: list[Step] = []
        self._asyncio_future_blocking: bool | None = None
        """The mark by which asyncio knows a future; None: this is none, so that gathering wraps it in a task."""

    def happen(self, failure: Exception | None = None) -> None:
        """It happens, now: all who wait go on. Once."""
        assert not self.happened, "a moment happens once"
        self.happened = True
        self.failure = failure
        for step in self._waiting:
            step(self)

    def __await__(self) -> Generator["Moment", None, None]:
        """Wait for it; go on at once when it has happened.

        Raises:
            Exception: the failure it happened with.
        """
        if not self.happened:
            self._asyncio_future_blocking = True
            yield self
        if self.failure is not None:
            raise self.failure

    def then(self, step: Step) -> None:
        """Have a step made within the call that says it has happened."""
        self._waiting.append(step)

    # What asyncio's tasks ask of what they await

    def add_done_callback(self, step: Step, *, context: Context | None = None) -> None:
        """Have a step of a task made in the turn of the loop after it happens."""
        loop = asyncio.get_running_loop()
        self._waiting.append(lambda moment: loop.call_soon(step, moment, context=context))

    def get_loop(self) -> asyncio.AbstractEventLoop:
        """The loop that runs now."""
        return asyncio.get_running_loop()

    def result(self) -> None:
        """What a task looks at before it goes on; the coroutine itself is told of a failure by ``__await__``."""
