"""The numbers the design is held to, and whether a run meets them."""

from msgspec import Struct

from bench.results import Results
from bench.summary import RequestSummary, StreamSummary, request_summaries, stream_summaries

OF_NGINX = 0.5
ADDED_OF_NGINX = 1.5
ADDED_US = 200
TIMES_OF = {"litellm": 150, "powerproxy": 30, "portkey": 20}
STREAMS = 1000
IDLE_MB = 120
KB_PER_STREAM = 40


class Verdict(Struct, frozen=True):
    """One number of the design beside what was measured."""

    what: str
    at_least: str
    measured: str
    met: bool | None
    """``None`` when the run did not measure it."""


def verdicts(results: Results) -> list[Verdict]:
    """All of them, in the design's order."""
    requests = {(row.contestant, row.upstream): row for row in request_summaries(results)}
    streams = {(row.contestant, row.upstream): row for row in stream_summaries(results)}
    return [
        _throughput("plain", requests.get(("headgate", "plain"))),
        _throughput("TLS", requests.get(("headgate", "tls"))),
        *(_latency(name, requests.get(("headgate", key)), requests.get(("nginx", key)))
          for name, key in (("plain", "plain"), ("TLS", "tls"))),
        *(_times(name, times, requests.get(("headgate", "plain")), requests.get((name, "plain")))
          for name, times in TIMES_OF.items()),
        _streams(streams.get(("headgate", "stream"))),
        _idle(results),
        _memory(streams.get(("headgate", "stream"))),
    ]  # fmt: skip


def _throughput(name: str, row: RequestSummary | None) -> Verdict:
    what, at_least = f"throughput, c=64, {name} upstream", f"{OF_NGINX} x nginx"
    if row is None or row.of_nginx is None or row.of_nginx_by_cpu is None:
        return _unmeasured(what, at_least)
    worse = min(row.of_nginx.median, row.of_nginx_by_cpu)
    measured = f"{row.of_nginx.median:.2f} x by requests, {row.of_nginx_by_cpu:.2f} x by processor time"
    return Verdict(what, at_least, measured, worse >= OF_NGINX)


def _latency(name: str, own: RequestSummary | None, nginx: RequestSummary | None) -> Verdict:
    what = f"added p50 at c=1, {name} upstream"
    at_least = f"at most {ADDED_OF_NGINX} x what nginx adds, and {ADDED_US} µs"
    if own is None or nginx is None:
        return _unmeasured(what, at_least)
    added, base = own.added_p50_us_one.median, nginx.added_p50_us_one.median
    met = added <= ADDED_US and added <= ADDED_OF_NGINX * base
    return Verdict(what, at_least, f"{added:.0f} µs; nginx {base:.0f} µs", met)


def _times(name: str, times: int, own: RequestSummary | None, other: RequestSummary | None) -> Verdict:
    what, at_least = f"throughput against {name}", f"{times} x"
    if own is None or other is None:
        return _unmeasured(what, at_least)
    ratio = own.per_second.median / other.per_second.median
    return Verdict(what, at_least, f"{ratio:.0f} x", ratio >= times)


def _streams(row: StreamSummary | None) -> Verdict:
    what, at_least = "streams at 50 events/s on one core, none stalling", f"{STREAMS:,}"
    if row is None:
        return _unmeasured(what, at_least)
    met = row.held and row.streams >= STREAMS and row.stalled_share == 0
    return Verdict(what, at_least, f"{row.streams:,}, {row.stalled_share:.1%} with a stall", met)


def _idle(results: Results) -> Verdict:
    what, at_least = "idle memory, all processes", f"at most {IDLE_MB} MB"
    facts = results.contestants.get("headgate")
    if facts is None or not facts.idle_kb:
        return _unmeasured(what, at_least)
    return Verdict(what, at_least, f"{facts.idle_kb / 1024:.0f} MB", facts.idle_kb / 1024 <= IDLE_MB)


def _memory(row: StreamSummary | None) -> Verdict:
    what, at_least = "memory of an open stream", f"at most {KB_PER_STREAM} KB"
    if row is None:
        return _unmeasured(what, at_least)
    return Verdict(what, at_least, f"{row.kb_per_stream:.1f} KB", row.kb_per_stream <= KB_PER_STREAM)


def _unmeasured(what: str, at_least: str) -> Verdict:
    return Verdict(what, at_least, "not measured", None)
