"""One measurement of many open streams through one route: the sink's account, and the kernel's books around it."""

import contextlib
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from bench.certificates import Certificates
from bench.chat import Route
from bench.contestants.contract import Running, Upstream
from bench.cores import GATE_CORE, LOAD_CORE, core_times, cpu_seconds, resident_kb
from bench.places import REPOSITORY
from bench.processes import free_port, started, wait_until_listening
from bench.results import DIRECT, SourcePace, StreamRun, StreamsSeen
from bench.rounds import NOBODY
from bench.stream_events import INTERVAL_NS

START_SECONDS_MAX = 10
OPENED_PER_SECOND = 200
GRACE_SECONDS = 20
"""How much longer than planned a sink may take before it is given up."""
CALM_SECONDS_MAX = 30
"""How long a contestant may go on working after its streams were hung up before the next measurement."""
CALM_SHARE = 0.05
LADDER = (1000, 500, 250, 100, 50, 30, 20, 10, 3, 1)
"""Streams tried, most first, until a contestant holds them."""
HELD_EVENTS_SHARE = 0.98
HELD_STALLED_SHARE = 0.01
"""A contestant holds a number of streams when nearly every event comes and at most this share of streams stalls."""


@contextlib.contextmanager
def stream_upstream(folder: Path, certificates: Certificates) -> Iterator[list[Upstream]]:
    """Run the source on the load core; yields its plain and its TLS face."""
    plain, tls, log = free_port(), free_port(), folder / "source.log"
    command = [
        sys.executable, "-m", "bench.stream_source", "--plain-port", str(plain), "--tls-port", str(tls),
        "--certificate", str(certificates.certificate), "--key", str(certificates.key),
    ]  # fmt: skip
    with started(command, core=LOAD_CORE, log=log, cwd=REPOSITORY) as pid:
        wait_until_listening(plain, pid=pid, log=log, seconds_max=START_SECONDS_MAX)
        yield [
            Upstream(name="stream", url=f"http://127.0.0.1:{plain}", authority=certificates.authority),
            Upstream(name="stream-tls", url=f"https://127.0.0.1:{tls}", authority=certificates.authority),
        ]


def measure_streams(
    route: Route,
    *,
    upstream: str,
    streams: int,
    window_seconds: float,
    source: Upstream,
    contestant: str = DIRECT,
    running: Running = NOBODY,
    repetition: int = 0,
) -> StreamRun:
    """Open the streams, watch them for the window, hang up; ``source`` is the plain face, asked for its own pace."""
    resident_before = resident_kb(running.pids)
    with _started_sink(route, streams=streams, window_seconds=window_seconds) as sink:
        _message(sink)
        _pace(source)
        begin = time.monotonic()
        gate_core, load_core = core_times(GATE_CORE), core_times(LOAD_CORE)
        used = cpu_seconds(running.pids)
        _message(sink)
        used = cpu_seconds(running.pids) - used
        gate_core_busy = core_times(GATE_CORE).busy_share_since(gate_core)
        load_core_busy = core_times(LOAD_CORE).busy_share_since(load_core)
        elapsed = time.monotonic() - begin
        resident = resident_kb(running.pids)
        pace = _pace(source)
        seen = msgspec.convert(_message(sink), StreamsSeen)
    return StreamRun(
        contestant=contestant,
        upstream=upstream,
        repetition=repetition,
        seen=seen,
        source=pace,
        gate_core_busy=round(gate_core_busy, 3),
        load_core_busy=round(load_core_busy, 3),
        gate_core_share=round(used / elapsed, 3),
        cpu_us_per_event=round(used * 1e6 / seen.events, 2) if seen.events else 0.0,
        resident_kb_before=resident_before,
        resident_kb=resident,
        kb_per_stream=round((resident - resident_before) / streams, 1),
    )


def held(run: StreamRun) -> bool:
    """Whether the contestant kept up with this many streams."""
    stalled = run.seen.streams_stalled / run.seen.streams
    return run.seen.events_share_of_expected >= HELD_EVENTS_SHARE and stalled <= HELD_STALLED_SHARE


def mostly_held(runs: Sequence[StreamRun]) -> bool:
    """Whether one number of streams was held in most repetitions; the tables show the worst of them."""
    return sum(held(run) for run in runs) * 2 > len(runs)


def paced(run: StreamRun) -> bool:
    """Whether the source kept its own pace, so that what was seen is the contestant's doing."""
    return run.source.late_ms_p99 <= INTERVAL_NS / 1e6


def wait_until_calm(pids: tuple[int, ...]) -> None:
    """Let a contestant finish what it still does about streams that are gone."""
    deadline = time.monotonic() + CALM_SECONDS_MAX
    while time.monotonic() < deadline:
        before = cpu_seconds(pids)
        time.sleep(1)
        if cpu_seconds(pids) - before < CALM_SHARE:
            return


@contextlib.contextmanager
def _started_sink(route: Route, *, streams: int, window_seconds: float) -> Iterator["subprocess.Popen[str]"]:
    seconds_max = streams / OPENED_PER_SECOND + window_seconds + GRACE_SECONDS
    command = [
        "timeout", "-k", "5", str(int(seconds_max)), "taskset", "-c", str(LOAD_CORE), sys.executable,
        "-m", "bench.stream_sink", "--port", str(route.port), "--path", route.path, "--model", route.model,
        "--headers", json.dumps(dict(route.headers)), "--streams", str(streams),
        "--per-second", str(OPENED_PER_SECOND), "--window-seconds", str(window_seconds),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as sink:
        try:
            yield sink
        finally:
            sink.terminate()


def _message(sink: "subprocess.Popen[str]") -> object:
    """Wait for the sink's next line: its window opens, its window closes, what it saw."""
    assert sink.stdout is not None
    line = sink.stdout.readline()
    if not line:
        raise RuntimeError("the sink of the streams ended before its time")
    return json.loads(line)


def _pace(source: Upstream) -> SourcePace:
    """Ask the source how late it was since it was last asked."""
    connection = http.client.HTTPConnection("127.0.0.1", int(source.url.rpartition(":")[2]), timeout=10)
    connection.request("GET", "/pace")
    pace = msgspec.json.decode(connection.getresponse().read(), type=SourcePace)
    connection.close()
    return pace
