"""One attempt as its answer arrives: held until it has been judged, then relayed."""

from typing import Final

from headgate.pipeline.moment import Moment
from headgate.pipeline.ports import Connection
from headgate.pipeline.relay import Relay
from headgate.wire.response_head import ResponseHead

HELD_BYTES_MAX: Final = 262_144
"""How much of an answer is held before the backend is no longer read from: error bodies and first events are small."""


class Sending:
    """The sink of one attempt, and what the pipeline awaits of it."""

    __slots__ = ("change", "complete", "connection", "error", "head", "held", "paused", "relay", "timed_out")

    def __init__(self, connection: Connection) -> None:
        """Wait for an answer on a connection."""
        self.connection = connection
        self.head: ResponseHead | None = None
        self.held = b""
        """What has arrived of the body and is not relayed yet."""
        self.complete = False
        self.error = ""
        """Why no more will come; empty while it may."""
        self.timed_out = False
        self.paused = False
        """Whether so much is held that the backend is no longer read from."""
        self.relay: Relay | None = None
        self.change: Moment | None = None
        """What is waited for."""

    def arrived(self, head: ResponseHead | None, data: bytes) -> None:
        """Take a part of the answer that is not its last."""
        if self.relay is not None:
            self.relay.pass_on(data)
            return
        self._hold(head, data)
        if len(self.held) > HELD_BYTES_MAX:
            self.paused = True
            self.connection.pause()
        self._wake()

    def ended(self, head: ResponseHead | None, data: bytes) -> None:
        """Take the last part of the answer."""
        self._hold(head, data)
        self.complete = True
        self._wake()

    def _hold(self, head: ResponseHead | None, data: bytes) -> None:
        if head is not None:
            self.head = head
        self.held = self.held + data if self.held else data

    def broke(self, error: str, *, timed_out: bool = False) -> None:
        """Note that no more will come."""
        if self.complete or self.error:
            return
        self.error = error
        self.timed_out = timed_out
        self._wake()

    def _wake(self) -> None:
        change, self.change = self.change, None
        if change is not None:
            change.happen()

    def _changed(self) -> Moment:
        change = self.change = Moment()
        return change

    @property
    def over(self) -> bool:
        """Whether no more will come."""
        return self.complete or bool(self.error)

    async def answer_begun(self) -> None:
        """Wait for the head, or for the error that came instead."""
        while self.head is None and not self.error:
            await self._changed()

    async def something_held(self) -> None:
        """Wait for the first bytes of the body, its end, or the error that came instead."""
        while not (self.held or self.complete or self.error):
            await self._changed()

    async def answer_held(self) -> None:
        """Wait until the whole answer is held, too much of it is, or it broke."""
        while not (self.complete or self.error or self.paused):
            await self._changed()

    async def relayed(self, relay: Relay) -> bytes:
        """Relay what is held and what still comes; return the last part, which has not been passed on.

        Returns at the end of the answer (``complete``) or when it broke (``error``).
        """
        if not self.complete:
            held, self.held = self.held, b""
            self.relay = relay
            if self.paused:
                self.paused = False
                self.connection.resume()
            if held:
                relay.pass_on(held)  # last: a caller that is full of it pauses the backend again
            while not self.over:
                await self._changed()
            self.relay = None
        return self.held
