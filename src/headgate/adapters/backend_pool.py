"""The connections to one backend: idle ones at hand, new ones up to a limit, none kept too long."""

import asyncio
import socket
import ssl
from collections import deque
from collections.abc import Awaitable
from typing import Final, Protocol, cast
from urllib.parse import urlsplit

from headgate.adapters.backend_connection import BackendConnection
from headgate.adapters.tls_transport import TlsTransport
from headgate.pipeline.ports import ConnectFailedError
from headgate.upstream.requests import Target
from headgate.upstream.settings import BackendSettings
from headgate.wire.known_heads import KnownHeads

RESOLVE_SECONDS: Final = 30.0
"""How long a name's addresses are believed: private endpoints move rarely, and no request waits for DNS."""


class CredentialSource(Protocol):
    """Where a backend's credential comes from."""

    def header(self) -> bytes | None:
        """The header line, with CRLF; None when there is none to be had now."""
        ...

    async def refresh(self) -> bool:
        """Get another; whether there is one."""
        ...


class BackendPool:
    """One backend: ``headgate.pipeline.ports.Backend``."""

    def __init__(self, name: str, settings: BackendSettings, credential: CredentialSource) -> None:
        """Make ready to connect; nothing is connected yet."""
        parts = urlsplit(settings.endpoint)
        tls = parts.scheme == "https"
        default_port = 443 if tls else 80
        self._host = parts.hostname or ""
        self._port = parts.port or default_port
        host = f"[{self._host}]" if ":" in self._host else self._host
        self.settings = settings
        self.target = Target(
            backend=name,
            api=settings.api,
            host=host if self._port == default_port else f"{host}:{self._port}",
            base_path=parts.path.rstrip("/"),
        )
        self.credential_source = credential
        self._ssl = _tls_context(settings.ca_file) if tls else None
        self._heads = KnownHeads()
        self._idle: deque[BackendConnection] = deque()
        self._open: set[BackendConnection] = set()
        self._waiting: deque[asyncio.Future[BackendConnection | None]] = deque()
        self._connecting = 0
        self._addresses: list[tuple[int, str]] = []
        self._resolved_at = 0.0
        self._closed = False

    def credential(self) -> bytes | None:
        """The header line of the credential."""
        return self.credential_source.header()

    async def refresh_credential(self) -> bool:
        """Get another credential."""
        return await self.credential_source.refresh()

    def idle_connection(self) -> BackendConnection | None:
        """The idle connection used last: the others can then grow old and be closed."""
        while self._idle:
            connection = self._idle.pop()
            if connection.usable:
                return connection
        return None

    def connect(self, deadline: float, *, fresh: bool = False) -> Awaitable[BackendConnection]:
        """A new connection, or the next one given back when no more may be opened.

        Raises:
            ConnectFailedError: when none can be had before ``deadline`` (loop time).
        """
        return asyncio.get_running_loop().create_task(self._connect(deadline, fresh=fresh))

    async def _connect(self, deadline: float, *, fresh: bool) -> BackendConnection:
        loop = asyncio.get_running_loop()
        while len(self._open) + self._connecting >= self.settings.connections_max:
            connection = None if fresh else await self._wait_for_one(deadline - loop.time())
            if connection is not None and connection.usable:
                return connection
            if fresh or loop.time() >= deadline:
                raise ConnectFailedError("no free connection")
        self._connecting += 1
        try:
            timeout = min(self.settings.connect_timeout_seconds, max(0.0, deadline - loop.time()))
            async with asyncio.timeout(timeout):
                return await self._open_one(loop)
        except TimeoutError:
            raise ConnectFailedError("connecting took too long") from None
        except ssl.SSLError as error:
            raise ConnectFailedError(f"TLS failed: {error.reason or type(error).__name__}") from None
        except OSError as error:
            raise ConnectFailedError(f"cannot connect: {error.strerror or type(error).__name__}") from None
        finally:
            self._connecting -= 1
            self._wake_one()

    async def _wait_for_one(self, seconds: float) -> BackendConnection | None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            async with asyncio.timeout(min(max(0.0, seconds), self.settings.connect_timeout_seconds)):
                connection: BackendConnection | None = await waiter
                return connection
        except TimeoutError:
            raise ConnectFailedError("no free connection") from None

    async def _open_one(self, loop: asyncio.AbstractEventLoop) -> BackendConnection:
        errors: list[OSError] = []
        for family, address in await self._resolve(loop):
            try:
                connection = await self._connect_to(loop, family, address)
            except ssl.SSLError:
                raise
            except OSError as error:
                errors.append(error)
                continue
            if connection.usable:  # else the backend has closed it already: its attempt fails, and its place is free
                self._open.add(connection)
            return connection
        self._resolved_at = 0.0
        raise errors[0] if errors else OSError("the host has no address")

    async def _connect_to(self, loop: asyncio.AbstractEventLoop, family: int, address: str) -> BackendConnection:
        connection = BackendConnection(
            heads=self._heads, on_idle=self._take_back, on_closed=self._forget, now=loop.time
        )
        if self._ssl is None:
            await loop.create_connection(lambda: cast(asyncio.Protocol, connection), address, self._port, family=family)
            return connection
        tls = TlsTransport(connection, self._ssl, self._host)
        await loop.create_connection(lambda: cast(asyncio.Protocol, tls), address, self._port, family=family)
        try:
            await tls.ready
        except BaseException:
            tls.abort()
            raise
        return connection

    async def _resolve(self, loop: asyncio.AbstractEventLoop) -> list[tuple[int, str]]:
        if not self._addresses or loop.time() - self._resolved_at > RESOLVE_SECONDS:
            found = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
            self._addresses = list(dict.fromkeys((int(entry[0]), str(entry[4][0])) for entry in found))
            self._resolved_at = loop.time()
        return self._addresses

    def _take_back(self, connection: BackendConnection) -> None:
        if self._closed:
            connection.abort()
            return
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(connection)
                return
        self._idle.append(connection)

    def _forget(self, connection: BackendConnection) -> None:
        self._open.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        self._wake_one()

    def _wake_one(self) -> None:
        """Let one who waits for a connection see whether there is room for one now."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return

    def tick(self, now: float) -> None:
        """Close connections idle too long, end answers silent too long. Called every fraction of a second."""
        while self._idle and now - self._idle[0].idle_since > self.settings.idle_seconds:
            self._idle.popleft().abort()
        silence = self.settings.read_timeout_seconds
        for connection in tuple(self._open):
            since = connection.silent_since
            if since is not None and now - since > silence:
                connection.time_out()

    def close(self) -> None:
        """Close what is idle now, and what is lent when it comes back."""
        self._closed = True
        while self._idle:
            self._idle.popleft().abort()

    @property
    def connections(self) -> int:
        """Open connections."""
        return len(self._open)


def _tls_context(ca_file: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context
