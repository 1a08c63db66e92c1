"""Callers, as a play sees them: what they got, and how they behave on the way."""

import asyncio
import json
from typing import Any, NamedTuple

from headgate.pipeline.ports import ReplyListener
from tests.playbook.world import Timeline


class Answer(NamedTuple):
    """What a caller got."""

    status: int
    headers: dict[str, str]
    body: bytes
    broken: bool
    """Whether the connection ended before the body did."""

    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    @property
    def code(self) -> str:
        """The code of the error."""
        return str(self.json()["error"]["code"])

    @property
    def message(self) -> str:
        return str(self.json()["error"]["message"])


class ScriptedReply:
    """The way back to a caller: ``headgate.pipeline.ports.Reply``."""

    def __init__(self, timeline: Timeline) -> None:
        self.gone = False
        self.bytes_out = 0
        self.listener: ReplyListener | None = None
        self.head = b""
        self.length: int | None = None
        self.body = b""
        self.heads = 0
        self.ends = 0
        self.broken = False
        self.closes = False
        self.full_at = float("inf")
        """Bytes at which the caller turns out to be reading too slowly."""
        self._timeline = timeline

    def whole(self, head: bytes, content_length: int | None, body: bytes) -> None:
        self.begin(head, content_length)
        self.end(body)

    def begin(self, head: bytes, content_length: int | None) -> None:
        self.head = head
        self.length = content_length
        self.heads += 1

    def send(self, data: bytes) -> None:
        assert not self.gone, "nobody is there to be written to"
        assert self.heads == 1
        assert self.ends == 0, "the answer is over"
        self.body += data
        self.bytes_out += len(data)
        if self.bytes_out >= self.full_at and self.listener is not None:
            self.full_at = float("inf")
            self.listener.caller_full()

    def end(self, data: bytes) -> None:
        if not self.gone:
            self.send(data)
        self._over()

    def abort(self, data: bytes) -> None:
        if data and not self.gone:
            self.send(data)
        self.broken = True
        self._over()

    def close_after(self) -> None:
        self.closes = True

    def _over(self) -> None:
        self.ends += 1
        self.listener = None
        for line in self.head.split(b"\r\n"):
            name, _, value = line.partition(b": ")
            if name == b"x-headgate-request-id":
                self._timeline.note("answered", value.decode())

    def check(self) -> None:
        """One answer, whole unless it says otherwise; none is needed when nobody is there."""
        assert self.heads <= 1, "two answers to one request"
        assert self.ends <= 1, "an answer ended twice"
        if not self.gone:
            assert self.ends == 1, "no answer"
            if self.length is not None and not self.broken:
                assert len(self.body) == self.length


class Call:
    """One request under way."""

    def __init__(self, reply: ScriptedReply, task: asyncio.Future[None]) -> None:
        self.reply = reply
        self.task = task

    @property
    def begun(self) -> bool:
        """Whether any of the answer has reached the caller."""
        return self.reply.heads > 0

    def answer(self) -> Answer:
        """The answer, which must be over."""
        self.reply.check()
        assert self.task.done(), "the exchange has not ended"
        line, *lines = self.reply.head.decode("latin-1").removesuffix("\r\n").split("\r\n")
        headers = {name.lower(): value for name, _, value in (each.partition(": ") for each in lines)}
        return Answer(int(line.split(" ")[1]), headers, self.reply.body, self.reply.broken)

    async def leaves(self) -> None:
        """The caller closes its connection."""
        self.reply.gone = True
        if self.reply.listener is not None:
            self.reply.listener.caller_left()
        for _ in range(10):
            await asyncio.sleep(0)

    def reads_too_slowly(self) -> None:
        assert self.reply.listener is not None
        self.reply.listener.caller_full()

    def has_read(self) -> None:
        assert self.reply.listener is not None
        self.reply.listener.caller_ready()
