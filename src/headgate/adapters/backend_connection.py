"""One connection to a backend: writes requests, feeds their answers to a sink.

Plain answers (see ``wire.response_head``) are framed by counting their bytes, whole chunks by ``wire.chunks``; all
others by llhttp.
"""

import asyncio
from collections.abc import Callable
from typing import Final, cast

import httptools

from headgate.pipeline.ports import Sink
from headgate.wire.chunks import take_whole_chunks
from headgate.wire.header_lines import HEAD_END
from headgate.wire.known_heads import KnownHeads
from headgate.wire.response_head import ResponseHead

HEAD_BYTES_MAX: Final = 131_072
"""Of a backend's response head. (Azure's are below 4 KB.)"""
JOIN_BYTES_MAX: Final = 65_536
"""Requests up to this size go out in one write."""


class BackendConnection:
    """A connection, idle in its pool or lent to one attempt. To the event loop it is an ``asyncio.Protocol``."""

    __slots__ = (
        "_body",
        "_done",
        "_ended",
        "_head",
        "_head_bytes",
        "_heads",
        "_now",
        "_on_closed",
        "_on_idle",
        "_parser",
        "_paused",
        "_poisoned",
        "_remaining",
        "_sink",
        "_transport",
        "_until_close",
        "_whole_chunks",
        "idle_since",
        "last_read",
        "reused",
    )

    def __init__(
        self,
        *,
        heads: KnownHeads,
        on_idle: Callable[["BackendConnection"], None],
        on_closed: Callable[["BackendConnection"], None],
        now: Callable[[], float],
    ) -> None:
        """Read answers by ``heads``; tell the pool when idle again and when closed; ``now`` is the loop's time."""
        self._heads = heads
        self._on_idle = on_idle
        self._on_closed = on_closed
        self._now = now
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._sink: Sink | None = None
        self._head: ResponseHead | None = None
        self._head_bytes = b""
        self._body: list[bytes] = []
        self._done = False
        self._until_close = False
        self._paused = False
        self._poisoned = False
        self._remaining = 0
        self._whole_chunks = False
        self._ended = False
        self.reused = False
        self.idle_since = 0.0
        self.last_read = 0.0

    # As the pool and the pipeline use it

    def send(self, head: bytes, body: bytes, sink: Sink) -> None:
        """Send a request; its answer goes to ``sink``."""
        transport = self._transport
        if transport is None or transport.is_closing():
            sink.broke("connection closed before the request was sent")
            return
        self._sink = sink
        self._head = None
        self._done = False
        self._until_close = False
        self._whole_chunks = False
        self.last_read = self._now()
        if len(body) <= JOIN_BYTES_MAX:
            transport.write(head + body)
        else:
            transport.writelines((head, body))

    def pause(self) -> None:
        """Stop reading."""
        if not self._paused and self._transport is not None and not self._transport.is_closing():
            self._paused = True
            self._transport.pause_reading()

    def resume(self) -> None:
        """Read again."""
        if self._paused and self._transport is not None and not self._transport.is_closing():
            self._paused = False
            self.last_read = self._now()
            self._transport.resume_reading()

    def abort(self) -> None:
        """Close at once; what is still to come is not wanted."""
        self._sink = None
        if self._transport is not None:
            self._transport.abort()

    def time_out(self) -> None:
        """The backend has been silent too long."""
        sink, self._sink = self._sink, None
        if self._transport is not None:
            self._transport.abort()
        if sink is not None:
            sink.broke("no answer in time", timed_out=True)

    @property
    def silent_since(self) -> float | None:
        """Since when (loop time) the backend owes bytes; None when it owes none or we do not read."""
        return None if self._sink is None or self._paused else self.last_read

    @property
    def usable(self) -> bool:
        """Whether a request can be sent on it."""
        return self._transport is not None and not self._transport.is_closing() and self._sink is None

    # As the event loop uses it

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection stands (TLS included)."""
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone, by whoever's doing."""
        self._transport = None
        sink, self._sink = self._sink, None
        if not self._ended:
            self._ended = True
            self._on_closed(self)
        if sink is not None:
            if self._until_close and exc is None and self._head is not None:
                sink.ended(None, b"")
            else:
                sink.broke("connection reset" if exc is not None else "connection closed by the backend")

    def eof_received(self) -> None:
        """The backend will send no more: the event loop closes the connection."""

    def pause_writing(self) -> None:
        """The backend reads more slowly than it is written to: a request is all in memory already."""

    def resume_writing(self) -> None:
        """The backend has read."""

    def data_received(self, data: bytes) -> None:
        """Bytes of an answer."""
        self.last_read = self._now()
        sink = self._sink
        if sink is None:
            self.abort()  # nobody asked: what a backend says unasked cannot be trusted to belong to the next request
            return
        head = self._head
        if head is None:
            self._read_head(sink, data)
        elif self._whole_chunks:
            self._take_chunks(sink, None, data)
        elif head.plain:
            self._count(sink, None, data)
        elif self._feed(data):
            self._hand_over(sink, None)

    def _read_head(self, sink: Sink, data: bytes) -> None:
        """Collect the head; once it is whole, begin the answer with what came behind it."""
        if self._head_bytes:
            data = self._head_bytes + data
        head = self._heads.recognise(data)
        while head is None:
            end = data.find(HEAD_END)
            if end < 0:
                if len(data) > HEAD_BYTES_MAX:
                    self._fail("the backend's response head is too long")
                self._head_bytes = data
                return
            if data[9:10] == b"1" and data.startswith(b"HTTP/1."):
                data = data[end + 4 :]  # an interim answer (1xx): the real one follows
                continue
            try:
                head = self._heads.read(data[: end + 2])
            except ValueError:
                self._fail("the backend's response head is not HTTP")
                return
        self._head_bytes = b""
        self._head = head
        self._begin_answer(sink, head, data)

    def _begin_answer(self, sink: Sink, head: ResponseHead, data: bytes) -> None:
        """Frame the body as the head says: by counting, by whole chunks, or by llhttp."""
        body_start = head.size
        if head.plain:
            self._remaining = head.content_length
            self._count(sink, head, data[body_start:])
        elif head.chunked and head.status not in (204, 304):
            if self._feed(data[:body_start]):
                self._whole_chunks = True
                self._take_chunks(sink, head, data[body_start:])
        else:
            self._until_close = not head.chunked and head.content_length < 0 and head.status not in (204, 304)
            if self._feed(data):
                self._hand_over(sink, head)

    def _take_chunks(self, sink: Sink, head: ResponseHead | None, data: bytes) -> None:
        """Take whole chunks; llhttp has seen none of them, so that it goes on where the first begins that is not."""
        body, rest = take_whole_chunks(data)
        if rest:
            self._whole_chunks = False
            self._body.append(body)
            if self._feed(rest):
                self._hand_over(sink, head)
        elif body or head is not None:
            sink.arrived(head, body)

    def _count(self, sink: Sink, head: ResponseHead | None, data: bytes) -> None:
        """Take bytes of a plain answer's body; what comes after it belongs to nobody."""
        remaining = self._remaining - len(data)
        if remaining > 0:
            self._remaining = remaining
            sink.arrived(head, data)
            return
        if remaining < 0:
            self._poisoned = True
            data = data[:remaining]
        self._done = True
        self._sink = None
        self._release()
        sink.ended(head, data)

    def _feed(self, data: bytes) -> bool:
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail("the backend's answer is not valid HTTP")
            return False
        return True

    def _hand_over(self, sink: Sink, head: ResponseHead | None) -> None:
        if self._sink is None:
            return
        body = self._body
        if not body:
            data = b""
        elif len(body) == 1:
            data = body[0]
            body.clear()
        else:
            data = b"".join(body)
            body.clear()
        if not self._done:
            if data or head is not None:
                sink.arrived(head, data)
            return
        self._sink = None
        self._release()
        sink.ended(head, data)

    def _release(self) -> None:
        head = self._head
        assert head is not None
        self.resume()
        if head.closes or self._until_close or self._poisoned:
            if self._transport is not None:
                self._transport.close()
            return
        self.reused = True
        self.idle_since = self.last_read
        self._on_idle(self)

    def _fail(self, error: str) -> None:
        sink, self._sink = self._sink, None
        if self._transport is not None:
            self._transport.abort()
        if sink is not None:
            sink.broke(error)

    # As httptools calls it

    def on_message_begin(self) -> None:
        """A message begins; a second one to a request belongs to nobody, and its connection is not used again."""
        if self._done:
            self._poisoned = True

    def on_body(self, body: bytes) -> None:
        """A part of the body, without its framing."""
        if not self._done:
            self._body.append(body)

    def on_message_complete(self) -> None:
        """The end of the answer."""
        self._done = True
