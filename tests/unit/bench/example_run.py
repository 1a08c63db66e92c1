"""A small made-up run of the benchmark, for the tests of what is made from runs."""

from bench.results import (
    DIRECT,
    ContestantFacts,
    Machine,
    RequestRun,
    Results,
    SourcePace,
    StreamRun,
    StreamsSeen,
)


def request_run(contestant: str, *, connections: int, per_second: float, p50_us: int, cpu_us: float, turn: int = 0,
                upstream: str = "plain", p99_us: int | None = None) -> RequestRun:  # fmt: skip
    return RequestRun(
        contestant=contestant,
        upstream=upstream,
        connections=connections,
        round=turn,
        requests=int(per_second * 5),
        seconds=5.0,
        requests_per_second=per_second,
        p50_us=p50_us,
        p99_us=p99_us or p50_us * 2,
        max_us=p50_us * 10,
        not_2xx=0,
        socket_errors=0,
        cpu_us_per_request=cpu_us,
        side_cpu_share=0.0,
        gate_core_busy=0.99,
        gate_core_foreign=0.01,
        load_core_busy=0.8,
        resident_kb=30_000,
    )


def stream_run(
    contestant: str, *, streams: int, stalled: int = 0, events_share: float = 1.0, source_late_ms: float = 1.0
) -> StreamRun:
    return StreamRun(
        contestant=contestant,
        upstream="stream",
        repetition=0,
        seen=StreamsSeen(
            streams=streams,
            streams_stalled=stalled,
            streams_failed=0,
            failures=[],
            events=streams * 500,
            events_share_of_expected=events_share,
            gaps_long=stalled,
            gap_ms_max=120.0 if stalled else 0.0,
            delay_ms_p50=1.0,
            delay_ms_p99=4.0,
            window_seconds=10.0,
        ),
        source=SourcePace(batches=10_000, late_ms_p50=0.5, late_ms_p99=source_late_ms, late_ms_max=30.0),
        gate_core_busy=0.8,
        load_core_busy=0.7,
        gate_core_share=0.8,
        cpu_us_per_event=16.0,
        resident_kb_before=30_000,
        resident_kb=30_000 + 10 * streams,
        kb_per_stream=10.0,
    )


def example_results(*, drift: float = 1.0) -> Results:
    """Two rounds; in the second the machine is ``drift`` times as fast."""
    requests = []
    for turn, speed in enumerate((1.0, drift)):
        for name, per_second, added_us, cpu_us in (
            (DIRECT, 50_000, 0, 0.0),
            ("nginx", 40_000, 120, 20.0),
            ("headgate", 24_000, 150, 32.0),
            ("litellm", 100, 9_000, 10_000.0),
        ):
            many_us = int(64e6 / per_second)
            requests.append(
                request_run(
                    name, connections=64, per_second=per_second * speed, p50_us=many_us, cpu_us=cpu_us, turn=turn
                )
            )
            requests.append(
                request_run(name, connections=1, per_second=1000, p50_us=20 + added_us, cpu_us=cpu_us, turn=turn)
            )
    facts = ContestantFacts(setting="one worker", version="1.0", idle_kb=40_960, loaded_kb=51_200)
    return Results(
        date="2026-11-23 12:00 UTC",
        commit="0123456789ab",
        machine=Machine(cpu="AMD EPYC", cores=2, memory_gb=24.0, kernel="6.1.0", system="Debian GNU/Linux 12"),
        versions={"python": "3.11.7", "node": ""},
        seconds=5,
        rounds=2,
        contestants={
            "nginx": facts,
            "headgate": facts,
            "litellm": facts,
            "portkey": ContestantFacts(setting="one process", missing="node is not installed"),
        },
        requests=requests,
        streams=[stream_run("headgate", streams=1000)],
    )
