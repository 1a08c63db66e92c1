"""A caller's connection: requests in, answers out, one at a time, with backpressure and deadlines."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final, Protocol, cast

from headgate.core.refusal import Refusal
from headgate.edge.request_reader import RequestReader
from headgate.edge.settings import GateSettings
from headgate.pipeline.ports import ReplyListener, Request
from headgate.pipeline.replies import refuse
from headgate.wire.request_head import HeadError, RequestHead

PIPELINED_MAX: Final = 16
"""Requests a caller may send ahead of their answers; then it is not read from until one is answered."""
WRITE_BUFFER_HIGH: Final = 65_536
"""Bytes waiting for a slow caller at which its backend is paused. (asyncio's own default.)"""
SCREENED_BODY_BYTES: Final = 65_536
"""Bodies longer than this are read only from callers that would be let in."""

LINGER_SECONDS: Final = 2.0
"""How long a refused caller may go on sending before its connection is ended."""

_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


class Service(Protocol):
    """What stands behind the connections."""

    settings: GateSettings

    def start_request(self, request: Request, connection: "CallerConnection") -> None:
        """Serve a request; the answer goes to the connection, which is a ``pipeline.ports.Reply``."""
        ...

    def screen(self, head: RequestHead) -> Refusal | None:
        """Say early whether a request with a long body would be refused for its head alone."""
        ...

    def opened(self, connection: "CallerConnection") -> bool:
        """A connection was made; False when there are too many."""
        ...

    def closed(self, connection: "CallerConnection") -> None:
        """A connection has ended."""
        ...

    def denied(self, refusal: Refusal) -> None:
        """A request was refused before anyone was identified."""
        ...


class CallerConnection:
    """One connection of a caller, and the way back to it. To the event loop it is an ``asyncio.Protocol``."""

    __slots__ = (
        "_chunked",
        "_close_after",
        "_deaf",
        "_head_begun",
        "_http_1_0",
        "_keep_alive",
        "_lingers",
        "_now",
        "_pending",
        "_pending_bytes",
        "_pending_head",
        "_reader",
        "_reading",
        "_service",
        "_transport",
        "_writable",
        "answering",
        "bytes_out",
        "deadline",
        "draining",
        "gone",
        "listener",
    )

    def __init__(self, service: Service, now: Callable[[], float]) -> None:
        """Serve what comes by ``service``; ``now`` is the loop's time."""
        settings = service.settings
        self._service = service
        self._now = now
        self._reader = RequestReader(header_bytes_max=settings.header_bytes_max, body_bytes_max=settings.body_bytes_max)
        self._transport: asyncio.Transport | None = None
        self._pending: deque[tuple[Request, bool]] = deque()
        self._pending_bytes = 0
        self._pending_head = b""
        self._chunked = False
        self._http_1_0 = False
        self._keep_alive = True
        self._close_after = False
        self._deaf = False
        self._head_begun = False
        self._lingers = False
        self._reading = True
        self._writable = True
        self.answering = False
        """Whether a request is being served."""
        self.draining = False
        self.gone = False
        self.bytes_out = 0
        self.listener: ReplyListener | None = None
        self.deadline: float | None = None
        """Loop time by which the caller must have done what it is expected to do; None when it owes nothing."""

    # As the event loop uses it

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A caller has connected."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=WRITE_BUFFER_HIGH)
        self.deadline = self._now() + self._service.settings.idle_timeout_seconds
        if not self._service.opened(self):
            self._refuse(Refusal(503, "too_many_connections", "Too many connections are open.", type="server_error"))

    def connection_lost(self, exc: Exception | None) -> None:
        """The caller has left, or was left."""
        del exc
        self.gone = True
        self._transport = None
        self._pending.clear()
        self.deadline = None
        self._service.closed(self)
        if self.listener is not None:
            self.listener.caller_left()

    def eof_received(self) -> None:
        """The caller will send no more: uvloop closes the connection."""

    def pause_writing(self) -> None:
        """The caller reads more slowly than it is written to."""
        self._writable = False
        self.deadline = self._now() + self._service.settings.write_timeout_seconds
        if self.listener is not None:
            self.listener.caller_full()

    def resume_writing(self) -> None:
        """The caller has read."""
        self._writable = True
        self.deadline = None if self.answering else self._now() + self._service.settings.idle_timeout_seconds
        if self.listener is not None:
            self.listener.caller_ready()

    def data_received(self, data: bytes) -> None:
        """Bytes of a caller."""
        if self._deaf or self._close_after:
            return
        try:
            self._read(data)
        except HeadError as error:
            self._refuse(Refusal(error.status, error.code, error.message, close=True))

    # Reading

    def _read(self, data: bytes) -> None:
        reader = self._reader
        while True:
            head_before = reader.head
            body = reader.feed(data)
            if body is None:
                if head_before is None and reader.head is not None and not self._admit_body(reader.head):
                    return
                self._set_reading_deadline(head_before)
                return
            head = reader.head
            assert head is not None
            keep_alive = reader.keep_alive
            reader.next()
            if not keep_alive:
                self._deaf = True  # what follows such a request is not one
            self._take(Request(head, body), keep_alive=keep_alive)
            if self._deaf or self._close_after or not reader.begun:
                return
            data = b""

    def _admit_body(self, head: RequestHead) -> bool:
        """A body is still to come: refuse it now if it would be refused anyway, else let it come."""
        if head.chunked or head.content_length > SCREENED_BODY_BYTES:
            refusal = self._service.screen(head)
            if refusal is not None:
                self._http_1_0 = head.http_1_0
                self._refuse(refusal)
                return False
        if head.expect_continue and self._transport is not None and not self.answering:
            self._transport.write(_CONTINUE)
        return True

    def _set_reading_deadline(self, head_before: RequestHead | None) -> None:
        if self.answering:
            return
        settings = self._service.settings
        if self._reader.head is not None:
            if head_before is None:
                self._head_begun = False
                self.deadline = self._now() + settings.body_timeout_seconds
        elif self._reader.begun and not self._head_begun:
            self._head_begun = True
            self.deadline = self._now() + settings.header_timeout_seconds

    def _take(self, request: Request, *, keep_alive: bool) -> None:
        if self.answering:
            self._pending.append((request, keep_alive))
            self._pending_bytes += len(request.body)
            full = len(self._pending) >= PIPELINED_MAX or self._pending_bytes >= self._service.settings.body_bytes_max
            if full and self._reading and self._transport is not None:
                self._reading = False
                self._transport.pause_reading()
            return
        self._start(request, keep_alive=keep_alive)

    def _start(self, request: Request, *, keep_alive: bool) -> None:
        self.answering = True
        self.deadline = None
        self._head_begun = False
        self.bytes_out = 0
        self._keep_alive = keep_alive and not self.draining
        self._http_1_0 = request.head.http_1_0
        self._service.start_request(request, self)

    def _refuse(self, refusal: Refusal) -> None:
        """Refuse and end the connection: what follows on it cannot be trusted."""
        self._service.denied(refusal)
        self._keep_alive = False
        self._lingers = True
        if self.answering:
            self._close_after = True  # an earlier request is being served: its answer goes out, then all ends
            return
        self.answering = True
        refuse(self, refusal)

    # As the pipeline answers

    def whole(self, head: bytes, content_length: int | None, body: bytes) -> None:
        """Send a complete answer."""
        self._begin(head, content_length)
        self.end(body)

    def begin(self, head: bytes, content_length: int | None) -> None:
        """Begin an answer; its head goes out with its first bytes, or at the end of this turn of the loop."""
        self._begin(head, content_length)
        asyncio.get_running_loop().call_soon(self._flush_head)

    def _begin(self, head: bytes, content_length: int | None) -> None:
        self._chunked = content_length is None and not self._http_1_0
        if content_length is not None:
            framing = b"content-length: %d\r\n" % content_length
        elif self._chunked:
            framing = b"transfer-encoding: chunked\r\n"
        else:
            framing = b""
            self._keep_alive = False
        if not self._keep_alive or self.draining:
            self._keep_alive = False
            framing += b"connection: close\r\n"
        elif self._http_1_0:
            framing += b"connection: keep-alive\r\n"
        self._pending_head = b"%b%b\r\n" % (head, framing)

    def _flush_head(self) -> None:
        head = self._pending_head
        if head and self._transport is not None:
            self._pending_head = b""
            self._transport.write(head)

    def send(self, data: bytes) -> None:
        """Send a part of the body."""
        if not data or self._transport is None:
            return
        self.bytes_out += len(data)
        head = self._pending_head
        if self._chunked:
            data = b"%b%x\r\n%b\r\n" % (head, len(data), data)
        elif head:
            data = head + data
        self._pending_head = b""
        self._transport.write(data)

    def end(self, data: bytes) -> None:
        """Send the last part of the body, and go on to the next request."""
        transport = self._transport
        if transport is not None and not self.gone:
            self.bytes_out += len(data)
            head = self._pending_head
            self._pending_head = b""
            if not self._chunked:
                transport.write(head + data if head else data)
            elif data:
                transport.write(b"%b%x\r\n%b\r\n0\r\n\r\n" % (head, len(data), data))
            else:
                transport.write(head + b"0\r\n\r\n")
        self._answered()

    def abort(self, data: bytes) -> None:
        """Send what can still be said, then end the connection without ending the body."""
        self._keep_alive = False
        if data:
            self.send(data)
        else:
            self._flush_head()
        self._answered()

    def close_after(self) -> None:
        """End the connection once this answer is sent, and serve nothing that was sent behind its request."""
        self._keep_alive = False
        self._pending.clear()

    def _answered(self) -> None:
        self.answering = False
        self.listener = None
        if self.gone:
            return
        if not self._keep_alive or self._close_after or self.draining:
            self._end()
            return
        settings = self._service.settings
        if not self._writable:
            self.deadline = self._now() + settings.write_timeout_seconds
        elif self._reader.begun:
            self._set_reading_deadline(None)
        else:
            self.deadline = self._now() + settings.idle_timeout_seconds
        if self._pending:
            asyncio.get_running_loop().call_soon(self._start_pending)

    def _start_pending(self) -> None:
        if self.answering or self._close_after or not self._pending:
            return
        request, keep_alive = self._pending.popleft()
        self._pending_bytes -= len(request.body)
        if not self._reading and self._transport is not None:
            self._reading = True
            self._transport.resume_reading()
        self._start(request, keep_alive=keep_alive)

    def _end(self) -> None:
        """Close once everything is written.

        A caller refused in the middle of sending would, at a plain close, be sent a reset that destroys the answer on
        its way: only our side is closed then, and what still comes is thrown away for a moment (RFC 9112 §9.6).
        """
        self._close_after = True
        transport = self._transport
        if transport is None:
            return
        if self._lingers and transport.can_write_eof():
            self.deadline = self._now() + LINGER_SECONDS
            transport.write_eof()
        else:
            self.deadline = self._now() + self._service.settings.write_timeout_seconds
            transport.close()

    # As the gate watches over it

    def expire(self) -> None:
        """The caller has not done in time what was expected of it."""
        if self._close_after or not self._writable:
            if self._transport is not None:
                self._transport.abort()
        elif self._reader.begun:
            self._refuse(Refusal(408, "request_timeout", "The request did not arrive in time.", close=True))
        elif not self.answering:
            self._end()

    def drain(self) -> None:
        """Take no more requests; end now if nothing is being served."""
        self.draining = True
        if not self.answering:
            self._end()
