"""A small upstream that answers with what was recorded: status, headers and body bytes, cut where it is told to."""

import asyncio
import gzip
import threading
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, cast

import httptools

from tests.recordings import Recording

HOP_BY_HOP = frozenset(
    ("connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade")
)
"""Headers of the one connection on which an answer was recorded."""
_NOT_REPLAYED = HOP_BY_HOP | {"content-encoding"}
PIECE_PAUSE_SECONDS = 0.002
"""Between two pieces, so that they arrive as two."""


def answer_bytes(recording: Recording) -> bytes:
    """The recorded answer as it stood on the wire: in chunks, one for each event, where it was in chunks."""
    lines = [f"HTTP/1.1 {recording.status} {recording.reason}".rstrip()]
    lines += [f"{name}: {value}" for name, value in replayed_headers(recording)]
    chunked = _is_chunked(recording)
    lines.append("Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(recording.response)}")
    body = b"".join(_chunks(recording.response)) if chunked else recording.response
    return "\r\n".join((*lines, "", "")).encode("latin-1") + body


def replayed_headers(recording: Recording) -> Iterator[tuple[str, str]]:
    """The recorded headers that go with the recorded bytes: cassettes decode bodies and still say how they came."""
    encoded = recording.response.startswith(gzip.compress(b"")[:3])
    for name, value in recording.headers:
        if name.lower() not in _NOT_REPLAYED or (encoded and name.lower() == "content-encoding"):
            yield name, value


def _is_chunked(recording: Recording) -> bool:
    return recording.header("transfer-encoding") == "chunked" or recording.is_stream


def _chunks(body: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(body):
        end = body.find(b"\n\n", start) + 2
        end = end if end > 1 else len(body)
        yield b"%x\r\n%b\r\n" % (end - start, body[start:end])
        start = end
    yield b"0\r\n\r\n"


class Arrived(NamedTuple):
    """A request as the upstream got it."""

    target: str
    headers: dict[str, str]
    body: bytes


class ReplayUpstream:
    """Listens on loopback in a thread of its own and answers every request with the recording of the moment."""

    def __init__(self) -> None:
        self.arrived: list[Arrived] = []
        self.connections: set[asyncio.Transport] = set()
        self._answer: tuple[bytes, ...] = ()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.port: int = self._server.sockets[0].getsockname()[1]

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(lambda: _Connection(self), "127.0.0.1", 0)

    def replays(self, recording: Recording, cuts: Sequence[int] = ()) -> None:
        """From now on answer with this recording, its bytes on the wire cut at these offsets."""
        wire = answer_bytes(recording)
        edges = [0, *sorted(cuts), len(wire)]
        self._answer = tuple(wire[start:end] for start, end in pairwise(edges) if end > start)

    @property
    def pieces(self) -> tuple[bytes, ...]:
        """The answer of the moment, as it is to be sent."""
        return self._answer

    def close(self) -> None:
        """End the server and its thread."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        for connection in tuple(self.connections):
            connection.abort()
        await self._server.wait_closed()


class _Connection(asyncio.Protocol):
    """One connection: reads requests, answers each in pieces."""

    def __init__(self, upstream: ReplayUpstream) -> None:
        self._upstream = upstream
        self._parser = httptools.HttpRequestParser(self)
        self._sending: asyncio.Task[None] | None = None
        self.on_message_begin()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._upstream.connections.add(self._transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._upstream.connections.discard(self._transport)
        if self._sending is not None:
            self._sending.cancel()

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._target, self._body = b"", b""
        self._headers: dict[str, str] = {}

    def on_url(self, target: bytes) -> None:
        self._target += target

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode().lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        self._upstream.arrived.append(Arrived(self._target.decode(), self._headers, self._body))
        self._sending = asyncio.get_running_loop().create_task(self._send(self._upstream.pieces))

    async def _send(self, pieces: Sequence[bytes]) -> None:
        for number, piece in enumerate(pieces):
            if number:
                await asyncio.sleep(PIECE_PAUSE_SECONDS)
            self._transport.write(piece)
