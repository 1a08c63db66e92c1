"""A pool of connections, against a backend on a loopback socket."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from headgate.adapters.backend_connection import BackendConnection
from headgate.adapters.backend_pool import BackendPool
from headgate.adapters.credential_api_key import StaticCredential
from headgate.pipeline.ports import ConnectFailedError
from headgate.upstream.settings import BackendSettings, NoCredential
from headgate.wire.known_heads import KnownHeads
from headgate.wire.response_head import ResponseHead

ASK = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def settings(endpoint: str, **more: Any) -> BackendSettings:
    return BackendSettings(endpoint=endpoint, deployments={}, credential=NoCredential(), **more)


class Answer:
    """A sink that can be awaited."""

    def __init__(self) -> None:
        self.over: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def arrived(self, head: ResponseHead | None, data: bytes) -> None:
        pass

    def ended(self, head: ResponseHead | None, data: bytes) -> None:
        self.over.set_result("complete")

    def broke(self, error: str, *, timed_out: bool = False) -> None:
        self.over.set_result("timed out" if timed_out else error)


class Backend:
    """Answers each request with ``ok``, or not at all."""

    def __init__(self) -> None:
        self.silent = False
        self.accepted = 0
        self.writers: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self.writers.append(writer)
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                if not self.silent:
                    writer.write(OK)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


class Site:
    """A backend that listens, and pools to it."""

    def __init__(self, backend: Backend, port: int) -> None:
        self.backend = backend
        self.port = port
        self.pools: list[BackendPool] = []

    def pool(self, endpoint: str = "http://127.0.0.1:{port}", **more: Any) -> BackendPool:
        where = settings(endpoint.format(port=self.port), **more)
        self.pools.append(BackendPool("east", where, StaticCredential(b"api-key: k\r\n")))
        return self.pools[-1]


async def listen(ssl_context: ssl.SSLContext | None = None) -> AsyncIterator[Site]:
    backend = Backend()
    server = await asyncio.start_server(backend.serve, "127.0.0.1", 0, ssl=ssl_context)
    site = Site(backend, server.sockets[0].getsockname()[1])
    yield site
    for pool in site.pools:
        pool.close()
        for connection in tuple(pool._open):
            connection.abort()
    server.close()
    for writer in backend.writers:
        writer.transport.abort()
    await asyncio.sleep(0)
    await asyncio.sleep(0)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async for each in listen():
        yield each


def soon(seconds: float = 5.0) -> float:
    return asyncio.get_running_loop().time() + seconds


async def exchange(pool: BackendPool, connection: BackendConnection | None = None) -> BackendConnection:
    """One exchange, on a connection at hand or a new one."""
    connection = connection or pool.idle_connection() or await pool.connect(soon())
    answer = Answer()
    connection.send(ASK, b"", answer)
    assert await asyncio.wait_for(answer.over, 5) == "complete"
    return connection


async def all_gone(pool: BackendPool) -> None:
    """Wait until the pool has seen its connections end."""
    async with asyncio.timeout(5):
        while pool.connections:  # noqa: ASYNC110 - there is nothing to be told by
            await asyncio.sleep(0)


async def test_a_connection_is_used_again(site: Site) -> None:
    pool = site.pool()
    assert pool.idle_connection() is None
    first = await exchange(pool)
    second = await exchange(pool)

    assert first is second
    assert (site.backend.accepted, pool.connections) == (1, 1)


async def test_exchanges_at_once_have_connections_of_their_own(site: Site) -> None:
    pool = site.pool()
    one, other = await pool.connect(soon()), await pool.connect(soon())
    await asyncio.gather(exchange(pool, one), exchange(pool, other))

    assert pool.connections == 2
    assert pool.idle_connection() is other or pool.idle_connection() is one


async def test_past_the_limit_an_exchange_waits_for_a_connection_given_back(site: Site) -> None:
    pool = site.pool(connections_max=1)
    busy = await pool.connect(soon())
    waiting = asyncio.ensure_future(pool.connect(soon()))
    await asyncio.sleep(0)
    assert not waiting.done()
    await exchange(pool, busy)

    assert await waiting is busy
    assert site.backend.accepted == 1


async def test_a_connection_that_ends_makes_room_for_another(site: Site) -> None:
    pool = site.pool(connections_max=1)
    busy = await pool.connect(soon())
    waiting = asyncio.ensure_future(pool.connect(soon()))
    await asyncio.sleep(0)
    busy.abort()

    assert await waiting is not busy
    assert pool.connections == 1


@pytest.mark.plain
async def test_a_connection_that_ended_before_it_was_handed_out_takes_no_place(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So ends one to a backend that wants a certificate of us: the handshake is done, and then it hangs up."""
    pool = site.pool()

    async def ended(*_: object) -> BackendConnection:
        connection = BackendConnection(
            heads=KnownHeads(), on_idle=pool._take_back, on_closed=pool._forget, now=lambda: 0.0
        )
        connection.connection_lost(None)
        return connection

    monkeypatch.setattr(pool, "_connect_to", ended)
    connection = await pool.connect(asyncio.get_running_loop().time() + 5)

    assert not connection.usable
    assert pool.connections == 0


async def test_nobody_waits_past_the_deadline(site: Site) -> None:
    pool = site.pool(connections_max=1)
    await pool.connect(soon())
    with pytest.raises(ConnectFailedError, match="no free connection"):
        await pool.connect(soon(0.01))


async def test_a_fresh_connection_is_not_waited_for(site: Site) -> None:
    pool = site.pool(connections_max=1)
    await exchange(pool)
    with pytest.raises(ConnectFailedError, match="no free connection"):
        await pool.connect(soon(), fresh=True)


async def test_one_that_waits_is_not_forgotten_when_connecting_fails() -> None:
    """The first of two holds the only place while it connects in vain; the second must then have its try."""
    nowhere = settings("http://127.0.0.1:1", connections_max=1, connect_timeout_seconds=60.0)
    pool = BackendPool("east", nowhere, StaticCredential(b""))
    both = [asyncio.ensure_future(pool.connect(soon(60.0))) for _ in range(2)]
    results = await asyncio.wait_for(asyncio.gather(*both, return_exceptions=True), 1)

    assert [type(result) for result in results] == [ConnectFailedError] * 2


async def test_a_backend_that_is_not_there_is_a_failure() -> None:
    pool = BackendPool("east", settings("http://127.0.0.1:1"), StaticCredential(b""))
    with pytest.raises(ConnectFailedError, match="cannot connect: Connect"):
        await pool.connect(soon())


async def test_a_name_that_is_not_known_is_a_failure() -> None:
    pool = BackendPool("east", settings("http://nowhere.invalid"), StaticCredential(b""))
    with pytest.raises(ConnectFailedError, match="cannot connect"):
        await pool.connect(soon())


async def test_an_idle_connection_grows_old(site: Site) -> None:
    pool = site.pool(idle_seconds=10.0)
    connection = await exchange(pool)
    pool.tick(connection.idle_since + 10.0)
    assert pool.connections == 1
    pool.tick(connection.idle_since + 10.1)
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    assert pool.connections == 0
    assert pool.idle_connection() is None


async def test_a_silent_backend_is_a_timeout(site: Site) -> None:
    site.backend.silent = True
    pool = site.pool(read_timeout_seconds=30.0)
    connection = await pool.connect(soon())
    answer = Answer()
    connection.send(ASK, b"", answer)
    now = asyncio.get_running_loop().time()
    pool.tick(now + 29.0)
    assert not answer.over.done()
    pool.tick(now + 31.0)

    assert await answer.over == "timed out"


async def test_an_idle_connection_the_backend_closed_is_not_handed_out(site: Site) -> None:
    pool = site.pool()
    await exchange(pool)
    site.backend.writers[0].close()
    await all_gone(pool)

    assert pool.idle_connection() is None


async def test_a_pool_that_is_closed_takes_nothing_back(site: Site) -> None:
    pool = site.pool()
    await exchange(pool)
    busy = await pool.connect(soon())
    pool.close()
    await exchange(pool, busy)
    await all_gone(pool)

    assert pool.idle_connection() is None


@pytest.mark.parametrize(
    "endpoint, host, path",
    [
        ("http://127.0.0.1:80", "127.0.0.1", ""),
        ("https://contoso.openai.azure.com/", "contoso.openai.azure.com", ""),
        ("https://contoso.example:443", "contoso.example", ""),
        ("http://lab.example:8000/v1/", "lab.example:8000", "/v1"),
        ("http://[::1]:8000", "[::1]:8000", ""),
    ],
)
def test_an_endpoint_is_read(endpoint: str, host: str, path: str) -> None:
    target = BackendPool("east", settings(endpoint), StaticCredential(b"")).target

    assert (target.host, target.base_path) == (host, path)


async def test_the_credential_is_its_sources() -> None:
    pool = BackendPool("east", settings("http://x"), StaticCredential(b"api-key: k\r\n"))

    assert pool.credential() == b"api-key: k\r\n"
    assert await pool.refresh_credential() is False


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
async def secure(authority: trustme.CA) -> AsyncIterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    async for each in listen(context):
        yield each


async def test_a_private_authority_can_be_named(secure: Site, authority: trustme.CA, tmp_path: Path) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    pool = secure.pool("https://127.0.0.1:{port}", ca_file=str(tmp_path / "ca.pem"))
    connection = await exchange(pool)

    assert await exchange(pool) is connection


async def test_an_unknown_authority_is_refused(secure: Site) -> None:
    with pytest.raises(ConnectFailedError, match="TLS failed"):
        await secure.pool("https://127.0.0.1:{port}").connect(soon())


async def test_another_hosts_certificate_is_refused(secure: Site, authority: trustme.CA, tmp_path: Path) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    pool = secure.pool("https://127.0.0.2:{port}", ca_file=str(tmp_path / "ca.pem"))
    with pytest.raises(ConnectFailedError):
        await pool.connect(soon())
