import msgspec

from bench.results import Results
from bench.targets import verdicts
from tests.unit.bench.example_run import example_results, stream_run


def _met(results: Results) -> dict[str, bool | None]:
    return {verdict.what: verdict.met for verdict in verdicts(results)}


def test_the_example_meets_what_it_measured_and_says_what_it_did_not() -> None:
    met = _met(example_results())

    assert met["throughput, c=64, plain upstream"] is True
    assert met["throughput, c=64, TLS upstream"] is None
    assert met["added p50 at c=1, plain upstream"] is True
    assert met["throughput against litellm"] is True
    assert met["throughput against portkey"] is None
    assert met["idle memory, all processes"] is True
    assert met["memory of an open stream"] is True


def test_throughput_must_hold_by_processor_time_too() -> None:
    results = example_results()
    slow = [
        msgspec.structs.replace(run, cpu_us_per_request=60.0) if run.contestant == "headgate" else run
        for run in results.requests
    ]

    assert _met(msgspec.structs.replace(results, requests=slow))["throughput, c=64, plain upstream"] is False


def test_a_single_stall_among_a_thousand_streams_misses_the_mark() -> None:
    results = msgspec.structs.replace(example_results(), streams=[stream_run("headgate", streams=1000, stalled=1)])

    assert _met(results)["streams at 50 events/s on one core, none stalling"] is False
