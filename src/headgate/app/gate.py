"""One worker's data plane: listening, serving, reloading, draining."""

import asyncio
import os
import socket
import ssl
import time
from pathlib import Path
from typing import Final, cast

from headgate.adapters.backend_pool import BackendPool
from headgate.adapters.credential_managed_identity import EntraCredential
from headgate.adapters.http_date import seconds_until
from headgate.adapters.journal_file import JournalFile
from headgate.adapters.log import Log
from headgate.adapters.system_clock import SystemClock
from headgate.adapters.token_counter import TokenCounter
from headgate.admission.limiter import Limiter
from headgate.app.local_answers import answer_locally
from headgate.app.snapshots import build_snapshot, deployments_of, journal_folder, new_pool
from headgate.core.ids import ExchangeIds
from headgate.core.records import Denied
from headgate.core.refusal import Refusal
from headgate.edge.caller_connection import CallerConnection
from headgate.edge.running import Running
from headgate.edge.settings import GateSettings
from headgate.edge.watch import TICK_SECONDS, expire_overdue
from headgate.identity.keys import decide
from headgate.pipeline.exchange import Exchange
from headgate.pipeline.ports import Ports, Request
from headgate.pipeline.replies import refuse
from headgate.pipeline.serve import serve
from headgate.routing.choice import Router
from headgate.settings import Settings
from headgate.upstream.usage_refusals import UsageRefusals
from headgate.wire.request_head import RequestHead

BACKLOG: Final = 1024
DENIED_FLUSH_SECONDS: Final = 1.0
STOP_SECONDS: Final = 2.0
"""How long exchanges whose time is up may take to be accounted."""
_BUG: Final = Refusal(
    500, "internal_error", "Headgate failed to serve this request; it has been logged.", type="server_error"
)


class Gate:
    """One worker: what stands behind its callers' connections (``edge.caller_connection.Service``)."""

    def __init__(self, settings: Settings, *, worker: str, data: Path, log: Log) -> None:
        """Make ready; ``start`` begins to listen."""
        self.settings: GateSettings = settings.gate
        self._all = settings
        self._log = log
        self._limiters: dict[str, Limiter] = {}
        self._pools: dict[str, BackendPool] = {}
        self._old_pools: list[BackendPool] = []
        self._renewals: dict[str, asyncio.Task[None]] = {}
        self._connections: set[CallerConnection] = set()
        self._exchanges: set[Exchange] = set()
        self._running = Running()
        self._denied: dict[tuple[str, int], int] = {}
        self._server: asyncio.Server | None = None
        self._upkeep: asyncio.Task[None] | None = None
        self._syncing: asyncio.Task[None] | None = None
        self._lag_seconds = 0.0
        self.draining = False
        clock = SystemClock()
        self._journal = JournalFile(
            journal_folder(data),
            worker=worker,
            boot=f"{int(clock.now() * 1000):012x}",
            settings=settings.journal,
            now=clock.now,
        )
        self._tokens = TokenCounter()
        self._router = Router()
        self._ports = Ports(
            clock=clock,
            ids=ExchangeIds(start=os.urandom(4)),
            journal=self._journal,
            tokens=self._tokens,
            router=self._router,
            usage_refusals=UsageRefusals(),
            deny=self.denied,
            http_date=seconds_until,
        )
        self._apply(settings)

    # Its life

    async def start(self, sock: socket.socket) -> None:
        """Listen on a socket that is already bound."""
        loop = asyncio.get_running_loop()
        self._start_renewals()
        self._server = await loop.create_server(
            lambda: cast(asyncio.Protocol, CallerConnection(self, loop.time)),
            sock=sock,
            ssl=_tls(self.settings),
            backlog=BACKLOG,
        )
        self._upkeep = loop.create_task(self._keep_up())
        if self._all.journal.fsync == "interval":
            self._syncing = loop.create_task(self._sync_journal())

    def reload(self, settings: Settings) -> None:
        """Serve new exchanges by these settings; those under way keep theirs."""
        self._apply(settings)
        self._start_renewals()

    def _apply(self, settings: Settings) -> None:
        pools = {}
        for name, backend in settings.backends.items():
            known = self._pools.get(name)
            pools[name] = known if known is not None and known.settings == backend else new_pool(name, backend)
        limiters = {
            name: self._limiters.get(name) or Limiter(name, use.limits) for name, use in settings.use_cases.items()
        }
        self._snapshot = build_snapshot(settings, pools, limiters)
        for name, use_case in settings.use_cases.items():
            limiters[name].limits = use_case.limits
        for name, pool in self._pools.items():
            if pools.get(name) is not pool:
                pool.close()
                self._old_pools.append(pool)
                renewal = self._renewals.pop(name, None)
                if renewal is not None:
                    renewal.cancel()
        self._router.forget_all_but(deployments_of(settings).keys())
        self._pools, self._limiters, self._all = pools, limiters, settings
        self.settings = settings.gate

    def _start_renewals(self) -> None:
        loop = asyncio.get_running_loop()
        for name, pool in self._pools.items():
            credential = pool.credential_source
            if isinstance(credential, EntraCredential) and name not in self._renewals:
                self._renewals[name] = loop.create_task(credential.run())

    async def drain(self, seconds: float) -> None:
        """Stop accepting, let exchanges in flight end within ``seconds``, write and close the journal."""
        self.draining = True
        try:
            if self._server is not None:
                self._server.close()
            for connection in tuple(self._connections):
                connection.drain()
            await self._running.wait(seconds)
        finally:
            await self._stop()

    async def _stop(self) -> None:
        for exchange in tuple(self._exchanges):
            exchange.expire()
        await self._running.wait(STOP_SECONDS)
        for task in (self._upkeep, self._syncing, *self._renewals.values()):
            if task is not None:
                task.cancel()
        for pool in (*self._pools.values(), *self._old_pools):
            pool.close()
        await self._tokens.close()
        self._flush_denied()
        self._journal.close()

    # What its connections ask of it

    def start_request(self, request: Request, connection: CallerConnection) -> None:
        """Serve a request; what it awaits is awaited beside all others."""
        self._running.start(self._serve(request, connection))

    async def _serve(self, request: Request, connection: CallerConnection) -> None:
        try:
            if answer_locally(request, connection, ready=not self.draining):
                return
            await serve(request, connection, self._snapshot, self._ports, self._exchanges)
        except Exception as error:  # noqa: BLE001 — a bug in one exchange must not hang its caller or hurt others
            self._log.error(
                "exchange_crashed", error=repr(error), path=request.head.target.partition(b"?")[0].decode("latin-1")
            )
            if connection.answering and not connection.gone:
                if connection.bytes_out:
                    connection.abort(b"")
                else:
                    refuse(connection, _BUG)

    def screen(self, head: RequestHead) -> Refusal | None:
        """Whether a long body is worth reading: only from a caller that is known."""
        decision = decide(self._snapshot.rings, head.credential, time.time())
        return decision if isinstance(decision, Refusal) else None

    def opened(self, connection: CallerConnection) -> bool:
        """Take note of a connection; False when there are too many."""
        self._connections.add(connection)
        return len(self._connections) <= self.settings.connections_max

    def closed(self, connection: CallerConnection) -> None:
        """Forget a connection."""
        self._connections.discard(connection)

    def denied(self, refusal: Refusal) -> None:
        """Count a request refused before anyone was identified."""
        key = (refusal.code, refusal.status)
        self._denied[key] = self._denied.get(key, 0) + 1

    # What happens by itself

    async def _keep_up(self) -> None:
        loop = asyncio.get_running_loop()
        next_flush = loop.time() + DENIED_FLUSH_SECONDS
        while True:
            due = loop.time() + TICK_SECONDS
            await asyncio.sleep(TICK_SECONDS)
            now = loop.time()
            self._lag_seconds = max(0.0, now - due)
            expire_overdue(self._connections, now)
            expire_overdue(self._exchanges, now)
            for pool in (*self._pools.values(), *self._old_pools):
                pool.tick(now)
            self._old_pools = [pool for pool in self._old_pools if pool.connections]
            if now >= next_flush:
                next_flush = now + DENIED_FLUSH_SECONDS
                self._flush_denied()

    def _flush_denied(self) -> None:
        denied, self._denied = self._denied, {}
        now = time.time()
        for (code, status), count in denied.items():
            self._journal.append(Denied(at=now, code=code, status=status, count=count))

    async def _sync_journal(self) -> None:
        while True:
            await asyncio.sleep(self._all.journal.fsync_interval_seconds)
            try:
                await self._journal.sync()
            except OSError as error:
                self._log.error("journal_sync_failed", error=error.strerror or "")

    def gauges(self) -> dict[str, float]:
        """What is so at this moment; names are those of docs/operations.md, without their prefix."""
        now = self._ports.clock.monotonic()
        gauges: dict[str, float] = {
            "connections": len(self._connections),
            "exchanges_in_flight": len(self._exchanges),
            "loop_lag_seconds": self._lag_seconds,
            "journal_bytes": self._journal.bytes_written,
        }
        for name, pool in self._pools.items():
            gauges[f"backend_connections:{name}"] = pool.connections
        for key, health in self._router.known().items():
            gauges[f"deployment_open:{key}"] = 0.0 if health.closed_reason(now) else 1.0
            gauges[f"deployment_in_flight:{key}"] = health.in_flight
        return gauges


def _tls(settings: GateSettings) -> ssl.SSLContext | None:
    if settings.tls is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(settings.tls.certificate, settings.tls.key)
    context.set_alpn_protocols(["http/1.1"])
    return context
