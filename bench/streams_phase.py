"""The stream rounds: each contestant by itself, freshly started, at the most streams it holds."""

from collections.abc import Mapping
from pathlib import Path

from bench.certificates import Certificates
from bench.contestants.contract import Contestant, Running, Upstream
from bench.results import DIRECT, Results, StreamRun
from bench.rounds import NOBODY, direct_route
from bench.stream_rounds import (
    LADDER,
    held,
    measure_streams,
    mostly_held,
    paced,
    stream_upstream,
    wait_until_calm,
)

STREAMS_DIRECT = LADDER[0]
SOURCE_TRIES = 2
"""A number of streams is tried again when the source itself fell behind: that is no fault of the contestant."""
WARM_UP_STREAMS = 5
WARM_UP_SECONDS = 1.0


def stream_phase(
    results: Results,
    contestants: Mapping[str, Contestant],
    certificates: Certificates,
    folder: Path,
    *,
    window_seconds: float,
    repetitions: int,
) -> None:
    """Measure everyone over a plain and a TLS upstream; appends to ``results.streams``."""
    rounds = StreamRounds(results, folder, window_seconds=window_seconds, repetitions=repetitions)
    with stream_upstream(folder, certificates) as upstreams:
        rounds.measure_direct(upstreams)
        for name, contestant in contestants.items():
            streams = LADDER[0]
            for upstream in upstreams:
                streams = rounds.climb_down(name, contestant, upstreams, upstream, streams_first=streams)
                streams = rounds.confirm(name, contestant, upstreams, upstream, streams_first=streams)


class StreamRounds:
    """What all measurements of streams share."""

    def __init__(self, results: Results, folder: Path, *, window_seconds: float, repetitions: int) -> None:
        self._results, self._folder = results, folder
        self._window_seconds, self._repetitions = window_seconds, repetitions

    def measure_direct(self, upstreams: list[Upstream]) -> None:
        """Show what source and sink do with nothing in between, on their one core."""
        for repetition in range(self._repetitions):
            self._measure(DIRECT, NOBODY, upstreams, upstreams[0], streams=STREAMS_DIRECT, repetition=repetition)

    def climb_down(
        self, name: str, contestant: Contestant, upstreams: list[Upstream], upstream: Upstream, *, streams_first: int
    ) -> int:
        """Find the most streams it holds, trying fewer and fewer; the least of all when it holds none."""
        with contestant.started(upstreams, self._folder / name) as running:
            _warm_up(running, upstreams, upstream)
            for streams in (level for level in LADDER if level <= streams_first):
                for _try in range(SOURCE_TRIES):
                    run = self._measure(name, running, upstreams, upstream, streams=streams, repetition=0)
                    if held(run):
                        return streams
                    wait_until_calm(running.pids)
                    if paced(run):
                        break
        return LADDER[-1]

    def confirm(
        self, name: str, contestant: Contestant, upstreams: list[Upstream], upstream: Upstream, *, streams_first: int
    ) -> int:
        """Measure that number again, several times; fewer when it does not hold.

        Freshly started each time, so that memory is that of these streams alone.
        """
        for streams in (level for level in LADDER if level <= streams_first):
            with contestant.started(upstreams, self._folder / name) as running:
                _warm_up(running, upstreams, upstream)
                runs = []
                for repetition in range(1, self._repetitions + 1):
                    run = self._measure(name, running, upstreams, upstream, streams=streams, repetition=repetition)
                    runs.append(run)
                    wait_until_calm(running.pids)
            if mostly_held(runs):
                return streams
        return LADDER[-1]

    def _measure(
        self,
        name: str,
        running: Running,
        upstreams: list[Upstream],
        upstream: Upstream,
        *,
        streams: int,
        repetition: int,
    ) -> StreamRun:
        route = running.routes[upstream.name] if running.routes else direct_route(upstream)
        run = measure_streams(
            route,
            upstream=upstream.name,
            streams=streams,
            window_seconds=self._window_seconds,
            source=upstreams[0],
            contestant=name,
            running=running,
            repetition=repetition,
        )
        self._results.streams.append(run)
        print(told(run), flush=True)
        return run


def _warm_up(running: Running, upstreams: list[Upstream], upstream: Upstream) -> None:
    """Let a contestant load what it loads at its first streams; not measured."""
    measure_streams(
        running.routes[upstream.name],
        upstream=upstream.name,
        streams=WARM_UP_STREAMS,
        window_seconds=WARM_UP_SECONDS,
        source=upstreams[0],
    )
    wait_until_calm(running.pids)


def told(run: StreamRun) -> str:
    """One line of progress."""
    seen = run.seen
    return (
        f"streams  {run.upstream:10}  {run.contestant:10} {seen.streams:5}  stalled {seen.streams_stalled:5}"
        f"  events {seen.events_share_of_expected:6.1%}  delay p50 {seen.delay_ms_p50:8.2f} ms"
        f"  p99 {seen.delay_ms_p99:8.2f} ms  cpu {run.cpu_us_per_event:7.1f} µs/event"
        f"  gate core {run.gate_core_busy:4.0%}  load core {run.load_core_busy:4.0%}"
        f"  {run.kb_per_stream:6.1f} KB/stream"
        f"  source late p99 {run.source.late_ms_p99:.1f} ms"
        + (f"  {', '.join(seen.failures)}" if seen.failures else "")
    )
