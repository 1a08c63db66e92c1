"""The control process's web side: health and metrics."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from headgate import __version__
from headgate.app.run_files import read_gauges
from headgate.core.compiled import HOT_PATH
from headgate.trace.metrics import BUILD, LEDGER_LAG, LEDGER_UP, LOG_LINES_DROPPED, Sample, worker_samples

Render = Callable[[str], tuple[bytes, str]]


class ControlFacts:
    """What the web side asks the rest of the process."""

    def __init__(
        self,
        *,
        data: Path,
        problem: Callable[[], str],
        lag_bytes: Callable[[], int],
        lines_dropped: Callable[[], int],
    ) -> None:
        """``problem`` says why the journal is not being posted (empty when it is); the others are read at a scrape."""
        self._data = data
        self.problem = problem
        self._lag_bytes = lag_bytes
        self._lines_dropped = lines_dropped

    def samples(self) -> Iterable[Sample]:
        """Read what is true at this moment."""
        yield Sample(BUILD, (__version__, HOT_PATH), 1)
        yield Sample(LEDGER_UP, (), 0 if self.problem() else 1)
        yield Sample(LEDGER_LAG, (), self._lag_bytes())
        yield Sample(LOG_LINES_DROPPED, (), self._lines_dropped())
        for worker in read_gauges(self._data, time.time()):
            yield from worker_samples(worker.worker, worker.gauges)


def build_app(facts: ControlFacts, render: Render) -> Starlette:
    """Return the web application; ``render`` writes the metrics in the format that an Accept header asks for."""

    async def live(_request: Request) -> Response:
        return JSONResponse({"status": "live"})

    async def ready(_request: Request) -> Response:
        problem = facts.problem()
        if problem:
            return JSONResponse({"status": "not ready", "reason": problem}, status_code=503)
        return JSONResponse({"status": "ready"})

    def metrics(request: Request) -> Response:
        # Not a coroutine: Starlette runs it in a thread, since it reads files.
        body, content_type = render(request.headers.get("accept", ""))
        return Response(body, media_type=None, headers={"content-type": content_type})

    return Starlette(
        routes=[
            Route("/health/live", live),
            Route("/health/ready", ready),
            Route("/metrics", metrics),
        ]
    )
