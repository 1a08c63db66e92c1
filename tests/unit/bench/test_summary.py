import msgspec

from bench.results import Results, StreamRun
from bench.summary import RequestSummary, StreamSummary, direct_per_second, request_summaries, stream_summaries
from tests.unit.bench.example_run import example_results, stream_run


def _of(results: Results, contestant: str) -> RequestSummary:
    return next(row for row in request_summaries(results) if row.contestant == contestant)


def _streams(*runs: StreamRun) -> StreamSummary:
    return stream_summaries(msgspec.structs.replace(example_results(), streams=list(runs)))[0]


def test_the_ratio_to_nginx_is_taken_within_rounds_so_drift_does_not_matter() -> None:
    headgate = _of(example_results(drift=0.5), "headgate")

    assert headgate.of_nginx is not None
    assert (headgate.of_nginx.low, headgate.of_nginx.high) == (0.6, 0.6)
    assert headgate.per_second.low == 12_000


def test_processor_time_gives_a_ratio_of_its_own() -> None:
    assert _of(example_results(), "headgate").of_nginx_by_cpu == 20.0 / 32.0


def test_added_latency_is_what_is_left_after_the_direct_way() -> None:
    headgate = _of(example_results(), "headgate")

    assert headgate.added_p50_us_one.median == 150
    assert headgate.added_p99_us_one.median == 2 * 170 - 2 * 20


def test_the_direct_way_is_no_contestant() -> None:
    results = example_results()

    assert [row.contestant for row in request_summaries(results)] == ["nginx", "headgate", "litellm"]
    assert direct_per_second(results, "plain").median == 50_000


def test_streams_are_reported_at_the_most_that_were_held() -> None:
    row = _streams(
        stream_run("litellm", streams=100, stalled=60),
        stream_run("litellm", streams=30),
        stream_run("litellm", streams=30),
    )

    assert (row.streams, row.held, row.repetitions) == (30, True, 2)


def test_a_contestant_that_holds_nothing_says_so() -> None:
    row = _streams(stream_run("x", streams=3, stalled=3), stream_run("x", streams=1, stalled=1))

    assert (row.streams, row.held, row.stalled_share) == (1, False, 1.0)


def test_one_bad_repetition_shows_in_the_share_of_stalls() -> None:
    row = _streams(*(stream_run("x", streams=1000, stalled=stalled) for stalled in (0, 0, 20)))

    assert (row.streams, row.stalled_share) == (1000, 0.02)


def test_a_source_that_fell_behind_is_not_the_contestants_fault() -> None:
    row = _streams(
        stream_run("nginx", streams=1000, events_share=0.8, source_late_ms=400.0), stream_run("nginx", streams=500)
    )

    assert (row.streams, row.source_limited) == (500, True)
