"""The control process: posts the journal, serves health and metrics, obeys the supervisor."""

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from headgate.adapters.prometheus import Registry
from headgate.app.child_main import ChildContext, run_child
from headgate.app.control import ControlFacts, build_app
from headgate.app.posting import Posting
from headgate.app.record_sinks import LogSink, MetricsSink
from headgate.settings import Settings
from headgate.trace.metrics import RECORD_METRICS

if TYPE_CHECKING:
    from headgate.app.ledger_work import LedgerWork

CONNECTIONS_MAX = 128
"""A few Prometheus servers and people; past it new requests get 503."""

CLOSE_SECONDS_MAX = 2
"""How long a scrape under way may hold up the end."""


NICENESS = 10
"""Added to what the process has: where cores are few, posting waits for callers and never callers for posting."""


def main() -> int:
    """Run the control process until told to stop; returns the exit code."""
    os.nice(NICENESS)
    return run_child(lambda context: asyncio.run(Control(context).serve()))


class Control:
    """Everything in the control process, put together for one life."""

    def __init__(self, context: ChildContext) -> None:
        settings, writer = context.settings, context.writer
        self._socket = context.socket
        self._link = context.link
        self._log = context.log
        self._settings = settings
        self._work: LedgerWork | None = None
        self._posting = Posting(self._open_work, context.log)
        facts = ControlFacts(
            data=Path(settings.data),
            problem=lambda: self._posting.problem,
            lag_bytes=lambda: self._work.lag_bytes() if self._work is not None else 0,
            lines_dropped=lambda: writer.dropped,
        )
        registry = Registry(RECORD_METRICS, facts.samples)
        self._log_sink = LogSink(writer.write, settings.log.level)
        self._metrics_sink = MetricsSink(registry, settings)
        self._app = build_app(facts, registry.render)

    async def serve(self) -> None:
        """Serve and post until the supervisor says stop; then post what is left."""
        config = uvicorn.Config(
            self._app,
            http="httptools",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=CONNECTIONS_MAX,
            timeout_graceful_shutdown=CLOSE_SECONDS_MAX,
        )

        def started() -> None:
            self._link.say_ready()
            # Only now: the ledger's libraries take longer to import than everything else together.
            self._posting.start()

        server = _Server(config, started)
        self._link.attach(self._reload)
        serving = asyncio.ensure_future(server.serve([self._socket]))
        stopping = asyncio.ensure_future(self._link.stop.wait())
        await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
        # The rest is posted first and while still serving: a last scrape sees everything.
        await asyncio.to_thread(self._posting.finish)
        if self._work is not None:
            self._work.close()
        server.should_exit = True
        stopping.cancel()
        await serving

    def _open_work(self) -> "LedgerWork":
        # Called in the posting thread.
        from headgate.app.ledger_work import LedgerWork

        self._work = LedgerWork(self._settings, (self._metrics_sink, self._log_sink), self._log)
        return self._work

    def _reload(self, settings: Settings) -> None:
        self._settings = settings
        self._log.level = self._log_sink.level = settings.log.level
        self._metrics_sink.use(settings)
        if self._work is not None:
            self._work.use(settings)


class _Server(uvicorn.Server):
    """uvicorn without its own ideas of signals, and with a word when it serves."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._started = started

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to ``ChildLink``."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self._started()


if __name__ == "__main__":
    sys.exit(main())
