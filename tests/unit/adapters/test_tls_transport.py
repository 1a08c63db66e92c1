"""A real TLS server on loopback on one side, a protocol that keeps what it gets on the other."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import trustme

from headgate.adapters.tls_transport import TlsTransport

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
WAIT_SECONDS = 10.0


class Carried(asyncio.Protocol):
    """What a backend connection would be."""

    def __init__(self) -> None:
        self.transport: TlsTransport | None = None
        self.received = b""
        self.arrived = asyncio.Event()
        self.lost: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, TlsTransport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.received += data
        self.arrived.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set_result(exc)


class Backend:
    """A server with a certificate for ``backend.test``, and a client that trusts its authority."""

    def __init__(self, authority: trustme.CA) -> None:
        self.context = ssl.create_default_context()
        authority.configure_trust(self.context)
        self._server_context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("backend.test").configure_cert(self._server_context)
        self._servers: list[asyncio.Server] = []

    async def started(self, serve: Serve, *, tls: bool = True) -> int:
        context = self._server_context if tls else None
        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
        self._servers.append(server)
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def connected(self, port: int, *, name: str = "backend.test") -> tuple[TlsTransport, Carried]:
        carried = Carried()
        tls = TlsTransport(carried, self.context, name)
        await asyncio.get_running_loop().create_connection(lambda: tls, "127.0.0.1", port)
        async with asyncio.timeout(WAIT_SECONDS):
            await tls.ready
        return tls, carried

    async def close(self) -> None:
        for server in self._servers:
            server.close()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
async def backend(authority: trustme.CA) -> AsyncIterator[Backend]:
    backend = Backend(authority)
    yield backend
    await backend.close()


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def received(carried: Carried, length: int) -> bytes:
    async with asyncio.timeout(WAIT_SECONDS):
        while len(carried.received) < length:
            await carried.arrived.wait()
            carried.arrived.clear()
    return carried.received


async def test_what_is_written_arrives_and_so_does_the_answer(backend: Backend) -> None:
    tls, carried = await backend.connected(await backend.started(echo))
    tls.write(b"a question")
    assert await received(carried, 10) == b"a question"
    tls.abort()


async def test_what_spans_many_records_is_whole(backend: Backend) -> None:
    """A record holds 16 KiB; parts are sent in their order."""
    tls, carried = await backend.connected(await backend.started(echo))
    body = bytes(range(256)) * 2_000
    tls.writelines((b"head", body))
    assert await received(carried, len(body) + 4) == b"head" + body
    tls.abort()


async def test_the_protocol_is_told_of_the_connection_once_it_is_safe(backend: Backend) -> None:
    tls, carried = await backend.connected(await backend.started(echo))
    assert carried.transport is tls
    tls.abort()


async def test_a_certificate_for_another_name_is_refused(backend: Backend) -> None:
    port = await backend.started(echo)
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        await backend.connected(port, name="other.test")


async def test_a_certificate_of_an_unknown_authority_is_refused(backend: Backend) -> None:
    port = await backend.started(echo)
    backend.context = ssl.create_default_context()
    with pytest.raises(ssl.SSLCertVerificationError):
        await backend.connected(port)


async def test_what_speaks_no_tls_is_refused(backend: Backend) -> None:
    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    port = await backend.started(greet, tls=False)
    with pytest.raises(ssl.SSLError):
        await backend.connected(port)


async def test_who_hangs_up_during_the_handshake_is_an_error(backend: Backend) -> None:
    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    port = await backend.started(hang_up, tls=False)
    with pytest.raises(ConnectionResetError):
        await backend.connected(port)


async def test_an_end_that_was_announced_is_no_error(backend: Backend) -> None:
    async def say_and_close(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"all there is")
        writer.close()

    _, carried = await backend.connected(await backend.started(say_and_close))
    async with asyncio.timeout(WAIT_SECONDS):
        assert await carried.lost is None
    assert carried.received == b"all there is"


async def test_an_end_that_was_not_announced_may_be_a_cut(backend: Backend) -> None:
    """Who can end a TCP connection must not be able to make half an answer look whole."""

    async def say_and_vanish(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"half of it")
        await writer.drain()
        writer.transport.abort()

    _, carried = await backend.connected(await backend.started(say_and_vanish))
    async with asyncio.timeout(WAIT_SECONDS):
        assert isinstance(await carried.lost, OSError)


async def test_garbage_in_the_middle_ends_the_connection(backend: Backend) -> None:
    tls, carried = await backend.connected(await backend.started(echo))
    tls.data_received(b"\x17\x03\x03\x00\x05wrong")
    async with asyncio.timeout(WAIT_SECONDS):
        assert isinstance(await carried.lost, ssl.SSLError)
    assert carried.received == b""


async def test_closing_says_goodbye(backend: Backend) -> None:
    ended: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def read_all(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ended.set_result(await reader.read())
        writer.close()

    tls, carried = await backend.connected(await backend.started(read_all))
    tls.write(b"last words")
    tls.close()
    async with asyncio.timeout(WAIT_SECONDS):
        assert await ended == b"last words"
        assert await carried.lost is None
    assert tls.is_closing()


async def test_after_the_end_nothing_is_written(backend: Backend) -> None:
    tls, carried = await backend.connected(await backend.started(echo))
    tls.abort()
    async with asyncio.timeout(WAIT_SECONDS):
        await carried.lost
    tls.write(b"too late")
    tls.close()
    tls.abort()
    tls.pause_reading()
    tls.resume_reading()
    assert carried.received == b""
