"""One attempt as its answer arrives: held until it has been judged, then relayed."""

import asyncio

from headgate.pipeline.ports import Connection
from headgate.pipeline.relay import Relay
from headgate.wire.http_head import ResponseHead

HELD_BYTES_MAX = 262_144
"""How much of an answer is held before the backend is no longer read from: error bodies and first events are small."""


class Sending:
    """The sink of one attempt, and what the pipeline awaits of it."""

    __slots__ = ("_loop", "_paused", "_relay", "_waiter", "complete", "connection", "error", "head", "held", "timed_out")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin with nothing arrived."""
        self._loop = loop
        self._waiter: asyncio.Future[None] | None = None
        self._relay: Relay | None = None
        self._paused = False
        self.connection: Connection | None = None
        self.head: ResponseHead | None = None
        self.held = b""
        self.complete = False
        self.error = ""
        self.timed_out = False

    def arrived(self, head: ResponseHead | None, data: bytes, complete: bool) -> None:  # noqa: FBT001
        """Take a part of the answer."""
        if head is not None:
            self.head = head
        if self._relay is not None and not complete:
            self._relay.pass_on(data)
            return
        self.complete = complete
        self.held = self.held + data if self.held else data
        if self.connection is not None and not complete and len(self.held) > HELD_BYTES_MAX:
            self._paused = True
            self.connection.pause()
        self._wake()

    def broke(self, error: str, *, timed_out: bool = False) -> None:
        """Note that no more will come."""
        if self.complete or self.error:
            return
        self.error = error
        self.timed_out = timed_out
        self._wake()

    def _wake(self) -> None:
        waiter = self._waiter
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    async def _changed(self) -> None:
        self._waiter = self._loop.create_future()
        await self._waiter
        self._waiter = None

    async def answer_begun(self) -> None:
        """Wait for the head, or for the error that came instead."""
        while self.head is None and not self.error:
            await self._changed()

    async def answer_held(self) -> None:
        """Wait until the whole answer is held, too much of it is, or it broke."""
        while not (self.complete or self.error or self._paused):
            await self._changed()

    async def relayed(self, relay: Relay) -> bytes:
        """Relay what is held and what still comes; return the last part, which has not been passed on.

        Returns at the end of the answer (``complete``) or when it broke (``error``).
        """
        if not self.complete:
            held, self.held = self.held, b""
            if held:
                relay.pass_on(held)
            self._relay = relay
            if self._paused and self.connection is not None:
                self._paused = False
                self.connection.resume()
            while not (self.complete or self.error):
                await self._changed()
            self._relay = None
        return self.held
