"""The Markdown of docs/performance.md that is made from a results file; every number of it comes from there."""

from collections.abc import Sequence
from statistics import median

from bench.results import DIRECT, Results
from bench.summary import (
    RequestSummary,
    Spread,
    StreamSummary,
    direct_p50_us,
    direct_per_second,
    request_summaries,
    stream_summaries,
)
from bench.targets import verdicts

NOTHING = "-"
UPSTREAMS = {"plain": "plain", "tls": "TLS", "stream": "plain", "stream-tls": "TLS"}
"""How the tables call them."""


def setting_section(results: Results, file: str) -> str:
    """What was measured on what, by whom it was joined, and where the single measurements are."""
    machine = results.machine
    versions = ", ".join(f"{name} {version}" for name, version in results.versions.items() if version)
    place = f"{machine.cpu}, {machine.cores} cores, {machine.memory_gb:.0f} GB, Linux {machine.kernel}"
    lines = [
        f"Measured {results.date} on {place} ({machine.system}); commit {results.commit or 'unknown'}; {versions}.",
        f"{results.rounds} rounds of {results.seconds} s. Every single measurement: [`{file}`](../{file}).",
        "",
        "| contestant | version | set up as |",
        "|---|---|---|",
    ]
    for name, facts in results.contestants.items():
        setting = f"not measured: {facts.missing}" if facts.missing else facts.setting
        lines.append(f"| {name} | {facts.version or NOTHING} | {setting} |")
    return "\n".join(lines)


def verdict_section(results: Results) -> str:
    """The design's numbers beside the measured ones."""
    words = {True: "yes", False: "**no**", None: NOTHING}
    rows = [(verdict.what, verdict.at_least, verdict.measured, words[verdict.met]) for verdict in verdicts(results)]
    table = _table(("what", "asked for", "measured", "met"), rows)
    return "\n\n".join([table, *_plain_sentence(results)])


def _plain_sentence(results: Results) -> list[str]:
    """What the same source reaches uncompiled, when the run measured that."""
    rows = {row.upstream: row for row in request_summaries(results) if row.contestant == "headgate-plain"}
    reached = [
        f"{row.of_nginx.median:.2f} x nginx over {UPSTREAMS[name]}, {row.cpu_us_per_request.median:.0f} µs each"
        for name, row in rows.items()
        if row.of_nginx is not None
    ]
    return [f"Requests of Headgate as plain Python: {'; '.join(reached)}."] if reached else []


def request_section(results: Results) -> str:
    """Throughput, latency, processor time and memory of each contestant."""
    head = (
        "contestant", "upstream", "requests/s, c=64", "x nginx", "CPU µs / request", "added p50 / p99 µs, c=1",
        "added p50 / p99 ms, c=64", "memory MB idle / loaded", "bad",
    )  # fmt: skip
    return _table(head, [_request_row(results, row) for row in request_summaries(results)])


def stream_section(results: Results) -> str:
    """The most streams each contestant held, and at what price."""
    head = (
        "contestant", "upstream", "streams held", "streams with a stall", "long gaps / event", "delay p50 / p99 ms",
        "CPU µs / event", "of its core", "KB / stream",
    )  # fmt: skip
    return _table(head, [_stream_row(row) for row in stream_summaries(results)])


def load_section(results: Results) -> str:
    """How busy each core was, and what the load generator did with nothing in between."""
    lines = []
    for name in dict.fromkeys(run.upstream for run in results.requests):
        alone = direct_per_second(results, name)
        lines.append(
            f"- {UPSTREAMS[name]} upstream, nothing in between: {_range(alone, '{:,.0f}')} requests/s at c=64 from the "
            f"load core alone, p50 {_range(direct_p50_us(results, name), '{:.0f}')} µs at c=1."
        )
    foreign = [run.gate_core_foreign for run in results.requests if run.contestant == DIRECT]
    if foreign:
        lines.append(
            f"- The contestants' core, while only the load core had work to do: {median(foreign):.1%} busy with other "
            f"things (worst round {max(foreign):.1%})."
        )
    rows = [
        (
            row.contestant,
            UPSTREAMS[row.upstream],
            _range(row.gate_core_busy, "{:.0%}"),
            _range(row.load_core_busy, "{:.0%}"),
            _range(row.side_cpu_share, "{:.0%}"),
        )
        for row in request_summaries(results)
    ]
    head = ("contestant", "upstream", "its core busy", "load core busy", "of which its other processes")
    return "\n".join(lines) + "\n\n" + _table(head, rows)


def _request_row(results: Results, row: RequestSummary) -> tuple[str, ...]:
    facts = results.contestants[row.contestant]
    ratio = f"{row.of_nginx.median:.2f} (by CPU {row.of_nginx_by_cpu:.2f})" if row.of_nginx else NOTHING
    if row.of_nginx and row.of_nginx.median < 0.1:
        ratio = f"1/{1 / row.of_nginx.median:.0f}"
    return (
        row.contestant,
        UPSTREAMS[row.upstream],
        _range(row.per_second, "{:,.0f}"),
        "1" if row.contestant == "nginx" else ratio,
        f"{row.cpu_us_per_request.median:,.1f}",
        f"{row.added_p50_us_one.median:,.0f} / {row.added_p99_us_one.median:,.0f}",
        f"{row.added_p50_us_many.median / 1000:,.2f} / {row.added_p99_us_many.median / 1000:,.2f}",
        f"{facts.idle_kb / 1024:.0f} / {facts.loaded_kb / 1024:.0f}",
        str(row.bad),
    )


def _stream_row(row: StreamSummary) -> tuple[str, ...]:
    streams = f"{row.streams:,}" if row.held else f"not even {row.streams:,}"
    if row.source_limited:
        streams += " (the source holds no more)"
    nothing_between = row.contestant == DIRECT
    return (
        row.contestant,
        UPSTREAMS[row.upstream],
        streams,
        f"{row.stalled_share:.1%}",
        f"{row.long_gaps_share:.4%}",
        f"{row.delay_ms_p50:.2f} / {row.delay_ms_p99:.2f}",
        NOTHING if nothing_between else f"{row.cpu_us_per_event:.1f}",
        NOTHING if nothing_between else f"{row.gate_core_share:.0%}",
        NOTHING if nothing_between else f"{row.kb_per_stream:.1f}",
    )


def _range(spread: Spread, form: str) -> str:
    """A median with its range: ``25,100 (24,800-25,300)``; without the range where it shows no difference."""
    middle, low, high = (form.format(value) for value in (spread.median, spread.low, spread.high))
    return middle if low == high else f"{middle} ({low}-{high})"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
