"""The data plane without sockets: real connections on both sides, the real pipeline between them, bytes put in by hand.

What a caller sends goes into a ``CallerConnection``, what a backend sends into a ``BackendConnection``, and what each
of them writes is kept. So an answer can be cut at every byte, thousands of times in a second.
"""

import asyncio
from collections.abc import Iterable
from typing import Any, NamedTuple, cast

import httptools
import msgspec

from headgate.adapters.backend_connection import BackendConnection
from headgate.admission.limiter import Limiter
from headgate.app.snapshots import build_snapshot
from headgate.core.ids import ExchangeIds
from headgate.core.records import Closed, Opened, Resent
from headgate.core.refusal import Refusal
from headgate.edge.caller_connection import CallerConnection
from headgate.edge.settings import GateSettings
from headgate.pipeline.exchange import Exchange
from headgate.pipeline.ports import Ports, Request
from headgate.pipeline.serve import serve
from headgate.routing.choice import Router
from headgate.settings import Settings
from headgate.upstream.requests import Target
from headgate.upstream.usage_refusals import UsageRefusals
from headgate.wire.known_heads import KnownHeads
from headgate.wire.request_head import RequestHead
from tests.playbook.world import RoughCounter, VirtualClock

TURNS_MAX = 50
"""Turns of the event loop within which everything that can happen has happened."""


class Answer(NamedTuple):
    """What the caller got."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    complete: bool


class _Wire:
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        assert not self.closed
        self.written.append(data)

    def writelines(self, parts: Iterable[bytes]) -> None:
        self.written += parts

    def taken(self) -> bytes:
        """What was written since the last look."""
        data = b"".join(self.written)
        self.written.clear()
        return data

    def set_write_buffer_limits(self, high: int) -> None:
        pass

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass

    def can_write_eof(self) -> bool:
        return False

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    abort = close


class _WiredBackend:
    """A backend with one connection at a time, never reused for another exchange after it was closed."""

    def __init__(self, name: str) -> None:
        self.target = Target(backend=name, api="azure", host="azure.test", base_path="")
        self.wire = _Wire()
        self.connection: BackendConnection | None = None

    def credential(self) -> bytes:
        return b"api-key: secret\r\n"

    async def refresh_credential(self) -> bool:
        return False

    def idle_connection(self) -> BackendConnection:
        if self.connection is None or not self.connection.usable:
            self.wire = _Wire()
            self.connection = BackendConnection(heads=KnownHeads(), on_idle=_ignore, on_closed=_ignore, now=lambda: 0.0)
            self.connection.connection_made(cast(Any, self.wire))
        return self.connection

    async def connect(self, deadline: float, *, fresh: bool = False) -> BackendConnection:
        return self.idle_connection()


def _ignore(_connection: BackendConnection) -> None:
    pass


class _Journal:
    """Keeps the records of one exchange."""

    def __init__(self) -> None:
        self.records: list[Opened | Resent | Closed] = []

    def append(self, record: Opened | Resent | Closed) -> None:
        self.records.append(record)

    async def written(self) -> None:
        pass

    def flush(self) -> None:
        pass


class WiredGate:
    """A gate with one caller and one backend (``headgate.edge.caller_connection.Service``)."""

    def __init__(self, settings: Settings) -> None:
        [name] = settings.backends
        self.settings = GateSettings()
        self.journal = _Journal()
        self.backend = _WiredBackend(name)
        clock = VirtualClock()
        self._ports = Ports(
            clock=clock,
            ids=ExchangeIds(start=b"wire"),
            journal=self.journal,
            tokens=RoughCounter(),
            router=Router(),
            usage_refusals=UsageRefusals(),
            deny=self.denied,
            http_date=lambda _: None,
        )
        limiters = {use_case: Limiter(use_case, each.limits) for use_case, each in settings.use_cases.items()}
        self._snapshot = build_snapshot(settings, cast(Any, {name: self.backend}), limiters)
        self._in_flight: set[Exchange] = set()
        self._serving: asyncio.Task[None] | None = None
        self._wire = _Wire()
        self._connection = CallerConnection(self, clock.monotonic)
        self._connection.connection_made(cast(Any, self._wire))

    # As its connection sees it

    def start_request(self, request: Request, connection: CallerConnection) -> None:
        serving = serve(request, connection, self._snapshot, self._ports, self._in_flight)
        self._serving = asyncio.get_running_loop().create_task(serving)

    def screen(self, head: RequestHead) -> None:
        return None

    def opened(self, connection: CallerConnection) -> bool:
        return True

    def closed(self, connection: CallerConnection) -> None:
        pass

    def denied(self, refusal: Refusal) -> None:
        raise AssertionError(refusal.message)

    # As a test uses it

    async def exchange(self, request: bytes, answer: Iterable[bytes]) -> Answer:
        """Send a request, have the backend answer in these pieces, return what came out at the other end."""
        self.journal.records.clear()
        self._connection.data_received(request)
        await self._until(lambda: bool(self.backend.wire.written))
        self.backend.wire.taken()
        assert self.backend.connection is not None
        for piece in answer:
            self.backend.connection.data_received(piece)
            await asyncio.sleep(0)
        await self._until(lambda: not self._connection.answering)
        assert self._serving is not None
        await self._serving
        return _read(self._wire.taken())

    async def _until(self, condition: Any) -> None:
        for _ in range(TURNS_MAX):
            if condition():
                return
            await asyncio.sleep(0)
        raise AssertionError("it never happened")

    def record(self) -> Closed:
        """The record of the last exchange."""
        [closed] = [record for record in self.journal.records if isinstance(record, Closed)]
        return closed


class _Reader:
    def __init__(self) -> None:
        self.headers: list[tuple[str, str]] = []
        self.body: list[bytes] = []
        self.complete = False

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.decode(), value.decode("latin-1")))

    def on_body(self, body: bytes) -> None:
        self.body.append(body)

    def on_message_complete(self) -> None:
        self.complete = True


def _read(data: bytes) -> Answer:
    reader = _Reader()
    parser = httptools.HttpResponseParser(reader)
    parser.feed_data(data)
    return Answer(parser.get_status_code(), tuple(reader.headers), b"".join(reader.body), reader.complete)


def settings_from(configuration: dict[str, Any]) -> Settings:
    """Settings from a configuration that holds."""
    return msgspec.convert(configuration, Settings)
