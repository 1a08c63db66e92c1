"""One measurement of one route: wrk on one side, the kernel's books of cores and processes on the other."""

import time
from pathlib import Path

from bench.chat import Route, azure_path
from bench.contestants.contract import Running, Upstream
from bench.cores import GATE_CORE, LOAD_CORE, core_times, cpu_seconds, resident_kb
from bench.results import DIRECT, RequestRun
from bench.wrk import run_wrk

NOBODY = Running(routes={}, pids=())
"""Stands where a contestant would when the upstream is measured directly."""


def measure(
    route: Route,
    *,
    upstream: str,
    connections: int,
    seconds: int,
    folder: Path,
    contestant: str = DIRECT,
    running: Running = NOBODY,
    turn: int = 0,
) -> RequestRun:
    """Load one route for ``seconds`` and read the books before and after."""
    begin = time.monotonic()
    gate_core, load_core = core_times(GATE_CORE), core_times(LOAD_CORE)
    used, side_used = cpu_seconds(running.pids), cpu_seconds(running.side_pids)
    run = run_wrk(route, connections=connections, seconds=seconds, core=LOAD_CORE, folder=folder)
    used, side_used = cpu_seconds(running.pids) - used, cpu_seconds(running.side_pids) - side_used
    gate_core_busy = core_times(GATE_CORE).busy_share_since(gate_core)
    elapsed = time.monotonic() - begin
    return RequestRun(
        contestant=contestant,
        upstream=upstream,
        connections=connections,
        round=turn,
        requests=run.requests,
        seconds=round(run.duration_us / 1e6, 3),
        requests_per_second=round(run.per_second, 1),
        p50_us=run.p50_us,
        p99_us=run.p99_us,
        max_us=run.max_us,
        not_2xx=run.not_2xx,
        socket_errors=run.socket_errors,
        cpu_us_per_request=round(used * 1e6 / run.requests, 2) if run.requests else 0.0,
        side_cpu_share=round(side_used / elapsed, 3),
        gate_core_busy=round(gate_core_busy, 3),
        gate_core_foreign=round(max(0.0, gate_core_busy - used / elapsed), 3),
        load_core_busy=round(core_times(LOAD_CORE).busy_share_since(load_core), 3),
        resident_kb=resident_kb(running.all_pids),
    )


def direct_route(upstream: Upstream) -> Route:
    """The way to an upstream with nothing in between."""
    scheme, _, port = upstream.url.partition("://127.0.0.1:")
    return Route(port=int(port), path=azure_path(upstream.model), model=upstream.model, scheme=scheme)
