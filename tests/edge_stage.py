"""A caller's connection without a socket: what is fed to it, what it writes, and what it would have served."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

import h11

from headgate.core.refusal import Refusal
from headgate.edge.caller_connection import CallerConnection
from headgate.edge.settings import GateSettings
from headgate.edge.watch import expire_overdue
from headgate.pipeline.ports import Request
from headgate.pipeline.replies import own_head
from headgate.wire.request_head import RequestHead

KNOWN_KEY = b"sesame"
MAX_BYTES = 1 << 30
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Message(NamedTuple):
    """A response or a request, as h11 reads it."""

    line: tuple[bytes, bytes] | int
    """Method and target, or the status."""
    headers: dict[bytes, bytes]
    body: bytes


class Wire:
    """A transport that keeps what is written to it."""

    def __init__(self) -> None:
        self.written = b""
        self.reading = True
        self.half_closed = False
        self.closed = False
        self.lost: Callable[[], None] = lambda: None

    def set_write_buffer_limits(self, high: int) -> None:
        pass

    def write(self, data: bytes) -> None:
        assert not self.half_closed, "written after the end"
        assert not self.closed, "written after closing"
        self.written += data

    def can_write_eof(self) -> bool:
        return True

    def write_eof(self) -> None:
        self.half_closed = True

    def pause_reading(self) -> None:
        assert self.reading
        self.reading = False

    def resume_reading(self) -> None:
        assert not self.reading
        self.reading = True

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            asyncio.get_running_loop().call_soon(self.lost)

    abort = close


class Edge:
    """One connection, its service, its clock: ``headgate.edge.caller_connection.Service``."""

    def __init__(self, *, at_once: bool = True, room: bool = True, **settings: float) -> None:
        self.settings = GateSettings(**settings)  # type: ignore[arg-type]
        self.now = 1000.0
        self.at_once = at_once
        self.room = room
        self.served: list[Request] = []
        self.denials: list[Refusal] = []
        self.ended = False
        self.wire = Wire()
        self.connection = CallerConnection(self, lambda: self.now)
        self.wire.lost = lambda: self.connection.connection_lost(None)
        self.connection.connection_made(self.wire)  # type: ignore[arg-type]

    # As the connection sees it

    def start_request(self, request: Request, connection: CallerConnection) -> None:
        assert connection.answering
        self.served.append(request)
        if self.at_once:
            self.answer()

    def screen(self, head: RequestHead) -> Refusal | None:
        return None if head.credential.secret == KNOWN_KEY else Refusal(401, "401", "Access denied.")

    def opened(self, connection: CallerConnection) -> bool:
        return self.room

    def closed(self, connection: CallerConnection) -> None:
        assert not self.ended
        self.ended = True

    def denied(self, refusal: Refusal) -> None:
        self.denials.append(refusal)

    # As a test uses it

    def answer(self, body: bytes = b"ok") -> None:
        """Answer the request being served; what a HEAD asks for has no body."""
        body = b"" if self.served[-1].head.method == b"HEAD" else body
        self.connection.whole(own_head(200), len(body), body)

    def feed(self, *parts: bytes) -> None:
        """What the caller sends, as the event loop would hand it over; nothing once the connection is closed."""
        for part in parts:
            if part and not self.wire.closed:
                self.connection.data_received(part)

    async def rests(self) -> None:
        """Everything that was put off to the next turns of the loop happens."""
        for _ in range(4):
            await asyncio.sleep(0)

    async def passes(self, seconds: float) -> None:
        """Time passes, and the gate looks at its deadlines."""
        self.now += seconds
        if not self.ended:
            expire_overdue([self.connection], self.now)
        await self.rests()

    def statuses(self) -> list[int]:
        """The statuses of the answers so far, which must be well formed, each and together."""
        methods = [request.head.method for request in self.served]
        return [answer.line for answer in read_answers(self.wire.written, methods) if isinstance(answer.line, int)]

    def last(self) -> Message:
        """The last answer."""
        return read_answers(self.wire.written, [request.head.method for request in self.served])[-1]


def read_answers(data: bytes, methods: list[bytes]) -> list[Message]:
    """Read what was written to a caller as a client would; it must be well formed to its end."""
    answers = []
    while data:
        method = methods[len(answers)] if len(answers) < len(methods) else b"POST"
        client = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_BYTES)
        client.send(h11.Request(method=method, target=b"/", headers=[(b"host", b"gate"), (b"content-length", b"0")]))
        client.send(h11.EndOfMessage())
        client.receive_data(data)
        head, body = _read_message(client)
        if head is None and data == CONTINUE:
            break  # the caller was told to go on, and has not
        assert isinstance(head, h11.Response), "an answer is cut short"
        answers.append(Message(head.status_code, dict(head.headers), body))
        data = client.trailing_data[0]
    return answers


def read_requests(data: bytes) -> list[Message]:
    """Read what a caller sent as another server would: the complete requests before the first mistake."""
    requests = []
    while data := data.lstrip(b"\r\n"):
        server = h11.Connection(h11.SERVER, max_incomplete_event_size=MAX_BYTES)
        server.receive_data(data)
        try:
            head, body = _read_message(server)
        except h11.RemoteProtocolError:
            break
        if not isinstance(head, h11.Request):
            break
        requests.append(Message((head.method, head.target), dict(head.headers), body))
        data = server.trailing_data[0]
    return requests


def _read_message(connection: h11.Connection) -> tuple[h11.Event | None, bytes]:
    head, body = None, b""
    while True:
        event = connection.next_event()
        match event:
            case h11.Request() | h11.Response():
                head = event
            case h11.Data():
                body += bytes(event.data)
            case h11.EndOfMessage():
                return head, body
            case h11.InformationalResponse():
                continue
            case _:
                return None, b""


def request(
    body: bytes = b"{}",
    *lines: bytes,
    method: bytes = b"POST",
    target: bytes = b"/v1/chat/completions",
    key: bytes = KNOWN_KEY,
) -> bytes:
    """A plain valid request."""
    head = [method + b" " + target + b" HTTP/1.1", b"Host: gate", b"api-key: " + key, *lines]
    return b"\r\n".join([*head, b"Content-Length: %d" % len(body), b"", body])


def chunked(*chunks: bytes, more: tuple[bytes, ...] = ()) -> bytes:
    """A valid request with a chunked body."""
    head = [b"POST /v1/chat/completions HTTP/1.1", b"Host: gate", b"api-key: " + KNOWN_KEY, *more]
    body = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
    return b"\r\n".join([*head, b"Transfer-Encoding: chunked", b"", body]) + b"0\r\n\r\n"
