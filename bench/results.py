"""The results file: every single measurement of a run, and what it was measured on and with."""

from pathlib import Path

import msgspec
from msgspec import Struct, field

from bench.places import RESULTS
from bench.result_files import path_in

DIRECT = "direct"
"""The name under which the upstream without anything in between is measured."""


class RequestRun(Struct, frozen=True, kw_only=True):
    """One run of wrk against one route, with the kernel's books around it."""

    contestant: str
    upstream: str
    """``plain`` or ``tls``."""
    connections: int
    round: int
    requests: int
    seconds: float
    requests_per_second: float
    p50_us: int
    p99_us: int
    max_us: int
    not_2xx: int
    socket_errors: int
    cpu_us_per_request: float
    """Of the contestant's processes on the gate core."""
    side_cpu_share: float
    """Share of the load core the contestant's other processes took."""
    gate_core_busy: float
    """Share of the time the contestant's core was not idle, 0..1."""
    gate_core_foreign: float
    """Share of the time that core spent on something else than the contestant: the kernel, or a neighbour."""
    load_core_busy: float
    resident_kb: int
    """Of all the contestant's processes, at the end."""


class SourcePace(Struct, frozen=True):
    """How late the source of the streams wrote its own batches."""

    batches: int
    late_ms_p50: float
    late_ms_p99: float
    late_ms_max: float


class StreamsSeen(Struct, frozen=True, kw_only=True):
    """What the sink of the streams saw in its window."""

    streams: int
    streams_stalled: int
    """Streams with at least one gap over five intervals, or that failed."""
    streams_failed: int
    failures: list[str]
    events: int
    events_share_of_expected: float
    gaps_long: int
    gap_ms_max: float
    """The longest of the long gaps; 0 when there was none."""
    delay_ms_p50: float
    """From the source's write to the sink's read, sampled streams."""
    delay_ms_p99: float
    window_seconds: float


class StreamRun(Struct, frozen=True, kw_only=True):
    """One number of streams through one route, watched for one window."""

    contestant: str
    upstream: str
    """``stream`` or ``stream-tls``."""
    repetition: int
    seen: StreamsSeen
    source: SourcePace
    gate_core_busy: float
    load_core_busy: float
    gate_core_share: float
    """Share of the gate core the contestant's processes took."""
    cpu_us_per_event: float
    resident_kb_before: int
    """Of the processes that carry the streams, before the first was opened."""
    resident_kb: int
    """The same when all were open."""
    kb_per_stream: float


class ContestantFacts(Struct, frozen=True, kw_only=True):
    """A contestant as it took part, or why it did not."""

    setting: str
    version: str = ""
    missing: str = ""
    """Why it was not measured; empty when it was."""
    idle_kb: int = 0
    """Resident memory of all its processes once up, before the first request."""
    loaded_kb: int = 0
    """The same after the last request round."""


class Machine(Struct, frozen=True, kw_only=True):
    """What it was measured on."""

    cpu: str
    cores: int
    memory_gb: float
    kernel: str
    system: str


class Results(Struct, frozen=True, kw_only=True):
    """A whole run."""

    date: str
    """When it began, UTC."""
    commit: str
    """Of the source measured; ``+`` at the end when it had changes not committed."""
    machine: Machine
    versions: dict[str, str]
    seconds: int
    """Of each run of wrk."""
    rounds: int
    contestants: dict[str, ContestantFacts]
    requests: list[RequestRun] = field(default_factory=list)
    streams: list[StreamRun] = field(default_factory=list)


def write(results: Results, path: Path) -> None:
    """Write a results file, one measurement a line so that differences can be read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = msgspec.json.format(msgspec.json.encode(results), indent=1).decode()
    path.write_text(text + "\n")


def read(path: Path) -> Results:
    """Read a results file."""
    return msgspec.json.decode(path.read_bytes(), type=Results)


def path_of(results: Results) -> Path:
    """Where a full run's file goes: ``bench/results/2026-11-23-amd-epyc-2-cores.json``."""
    return path_in(RESULTS, date=results.date, cpu=results.machine.cpu, cores=results.machine.cores)
