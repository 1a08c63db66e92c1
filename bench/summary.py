"""From single measurements to the numbers of the tables: medians over rounds, and the spread.

Ratios and added latencies are taken within a round first, since the machine's speed drifts from round to round.
"""

from collections.abc import Callable, Iterable
from statistics import median

from msgspec import Struct

from bench.results import DIRECT, RequestRun, Results, StreamRun
from bench.stream_rounds import mostly_held, paced

MANY = 64
ONE = 1


class Spread(Struct, frozen=True):
    """A median and the range it was taken from."""

    median: float
    low: float
    high: float


class RequestSummary(Struct, frozen=True, kw_only=True):
    """One contestant over one upstream, all rounds."""

    contestant: str
    upstream: str
    per_second: Spread
    """At c=64."""
    of_nginx: Spread | None
    """Its throughput as a multiple of nginx's in the same round."""
    of_nginx_by_cpu: float | None
    """nginx's processor time for a request as a multiple of its own: the ratio free of the load core's limit."""
    added_p50_us_one: Spread
    """Added latency at c=1: its median minus the direct median of the same round."""
    added_p99_us_one: Spread
    added_p50_us_many: Spread
    added_p99_us_many: Spread
    cpu_us_per_request: Spread
    gate_core_busy: Spread
    load_core_busy: Spread
    side_cpu_share: Spread
    """Share of the load core its other processes took."""
    bad: int
    """Answers that were no 2xx, and socket errors, in all rounds."""


class StreamSummary(Struct, frozen=True, kw_only=True):
    """One contestant over one upstream, at the most streams it held."""

    contestant: str
    upstream: str
    streams: int
    held: bool
    """False when it did not even hold the fewest that were tried."""
    source_limited: bool
    """Whether more were not tried because the source itself fell behind."""
    stalled_share: float
    """Streams with a stall among all streams, worst repetition."""
    long_gaps_share: float
    """Long gaps among all events, worst repetition."""
    events_share: float
    delay_ms_p50: float
    delay_ms_p99: float
    cpu_us_per_event: float
    gate_core_share: float
    kb_per_stream: float
    repetitions: int


def request_summaries(results: Results) -> list[RequestSummary]:
    """One for each contestant and upstream, in the order they were measured."""
    keys = dict.fromkeys((run.contestant, run.upstream) for run in results.requests if run.contestant != DIRECT)
    return [_request_summary(results.requests, contestant, upstream) for contestant, upstream in keys]


def stream_summaries(results: Results) -> list[StreamSummary]:
    """One for each contestant (and the direct way) and upstream."""
    keys = dict.fromkeys((run.contestant, run.upstream) for run in results.streams)
    return [_stream_summary([run for run in results.streams if (run.contestant, run.upstream) == key]) for key in keys]


def direct_per_second(results: Results, upstream: str) -> Spread:
    """What the load generator and the upstream do together on their one core."""
    runs = _runs(results.requests, DIRECT, upstream, MANY)
    return _spread(run.requests_per_second for run in runs.values())


def direct_p50_us(results: Results, upstream: str) -> Spread:
    """A request at c=1 with nothing in between."""
    return _spread(run.p50_us for run in _runs(results.requests, DIRECT, upstream, ONE).values())


def _request_summary(runs: list[RequestRun], contestant: str, upstream: str) -> RequestSummary:
    many, one = _runs(runs, contestant, upstream, MANY), _runs(runs, contestant, upstream, ONE)
    direct_many, direct_one = _runs(runs, DIRECT, upstream, MANY), _runs(runs, DIRECT, upstream, ONE)
    nginx = _runs(runs, "nginx", upstream, MANY)
    cpu = _spread(run.cpu_us_per_request for run in many.values())
    return RequestSummary(
        contestant=contestant,
        upstream=upstream,
        per_second=_spread(run.requests_per_second for run in many.values()),
        of_nginx=_in_rounds(many, nginx, lambda own, base: own.requests_per_second / base.requests_per_second),
        of_nginx_by_cpu=median(run.cpu_us_per_request for run in nginx.values()) / cpu.median if nginx else None,
        added_p50_us_one=_added(one, direct_one, lambda run: run.p50_us),
        added_p99_us_one=_added(one, direct_one, lambda run: run.p99_us),
        added_p50_us_many=_added(many, direct_many, lambda run: run.p50_us),
        added_p99_us_many=_added(many, direct_many, lambda run: run.p99_us),
        cpu_us_per_request=cpu,
        gate_core_busy=_spread(run.gate_core_busy for run in many.values()),
        load_core_busy=_spread(run.load_core_busy for run in many.values()),
        side_cpu_share=_spread(run.side_cpu_share for run in many.values()),
        bad=sum(run.not_2xx + run.socket_errors for run in (*many.values(), *one.values())),
    )


def _stream_summary(runs: list[StreamRun]) -> StreamSummary:
    """Of the runs at the most streams that were held; of the fewest tried when none was."""
    levels = sorted({run.seen.streams for run in runs})
    good = [level for level in levels if mostly_held([run for run in runs if run.seen.streams == level])]
    streams = good[-1] if good else levels[0]
    chosen = [run for run in runs if run.seen.streams == streams]
    above = [run for run in runs if run.seen.streams > streams]
    return StreamSummary(
        contestant=runs[0].contestant,
        upstream=runs[0].upstream,
        streams=streams,
        held=bool(good),
        source_limited=any(not paced(run) for run in above),
        stalled_share=max(run.seen.streams_stalled / run.seen.streams for run in chosen),
        long_gaps_share=max(run.seen.gaps_long / max(run.seen.events, 1) for run in chosen),
        events_share=min(run.seen.events_share_of_expected for run in chosen),
        delay_ms_p50=median(run.seen.delay_ms_p50 for run in chosen),
        delay_ms_p99=median(run.seen.delay_ms_p99 for run in chosen),
        cpu_us_per_event=median(run.cpu_us_per_event for run in chosen),
        gate_core_share=median(run.gate_core_share for run in chosen),
        kb_per_stream=max(run.kb_per_stream for run in chosen),
        repetitions=len(chosen),
    )


def _runs(runs: list[RequestRun], contestant: str, upstream: str, connections: int) -> dict[int, RequestRun]:
    """By round."""
    key = (contestant, upstream, connections)
    return {run.round: run for run in runs if (run.contestant, run.upstream, run.connections) == key}


def _added(own: dict[int, RequestRun], direct: dict[int, RequestRun], latency: Callable[[RequestRun], int]) -> Spread:
    spread = _in_rounds(own, direct, lambda run, base: latency(run) - latency(base))
    assert spread is not None, "the direct way is measured in every round"
    return spread


def _in_rounds(
    own: dict[int, RequestRun], base: dict[int, RequestRun], compare: Callable[[RequestRun, RequestRun], float]
) -> Spread | None:
    shared = [compare(run, base[turn]) for turn, run in own.items() if turn in base]
    return _spread(shared) if shared else None


def _spread(values: Iterable[float]) -> Spread:
    found = sorted(values)
    return Spread(median=median(found), low=found[0], high=found[-1])
