"""What is counted: every metric as data, and how a journal record becomes observations.

Pure: observations go through the ``Meter`` port. Label values come from the configuration or from fixed lists, never
from what a caller wrote: a name that the configuration does not know becomes ``other``, so that nobody can make the
number of series grow.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from headgate.core.records import Attempt, Closed, Denied


class Metric(Struct, frozen=True):
    """One metric as Prometheus sees it."""

    name: str
    """As it is scraped; counters end in ``_total``."""
    kind: Literal["counter", "histogram", "gauge"]
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()
    """Upper bounds of a histogram, in the unit that the name ends with."""


SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0, 60.0, 120.0, 300.0, 600.0)
"""From a refusal's milliseconds to the longest deadline that is set by default."""

EXCHANGES = Metric(
    "headgate_exchanges_total",
    "counter",
    "Exchanges ended, by status as the caller saw it and by outcome.",
    ("use_case", "model", "api", "status", "outcome"),
)
ATTEMPTS = Metric(
    "headgate_attempts_total",
    "counter",
    "Sendings to a deployment, by how they ended.",
    ("backend", "deployment", "outcome", "status"),
)
TOKENS = Metric(
    "headgate_tokens_total",
    "counter",
    "Billed tokens. cached is a part of prompt, reasoning a part of completion.",
    ("use_case", "model", "kind", "estimated"),
)
EXCHANGE_SECONDS = Metric(
    "headgate_exchange_seconds",
    "histogram",
    "From the complete request to the last byte of its answer.",
    ("use_case", "model", "api"),
    SECONDS,
)
FIRST_BYTE_SECONDS = Metric(
    "headgate_first_byte_seconds",
    "histogram",
    "From the complete request to the first byte of its answer.",
    ("use_case", "model", "api"),
    SECONDS,
)
SPILLOVERS = Metric(
    "headgate_spillovers_total",
    "counter",
    "Exchanges whose last attempt went to a deployment after the first pool.",
    ("model", "backend", "deployment"),
)
DENIED = Metric(
    "headgate_denied_total",
    "counter",
    "Requests refused before anyone was identified.",
    ("code", "status"),
)

RECORD_METRICS = (EXCHANGES, ATTEMPTS, TOKENS, EXCHANGE_SECONDS, FIRST_BYTE_SECONDS, SPILLOVERS, DENIED)
"""The metrics that are made from journal records."""

BUILD = Metric("headgate_build_info", "gauge", "Always 1; version and hot path are labels.", ("version", "hot_path"))
LEDGER_UP = Metric("headgate_ledger_up", "gauge", "1 when the journal was last posted without an error, else 0.")
LEDGER_LAG = Metric("headgate_ledger_lag_bytes", "gauge", "Bytes of the journal that are not in the ledger yet.")
LOG_LINES_DROPPED = Metric(
    "headgate_log_lines_dropped_total", "counter", "Log lines of exchanges that a stalled reader did not take."
)
CONTROL_METRICS = (BUILD, LEDGER_UP, LEDGER_LAG, LOG_LINES_DROPPED)
"""What the control process knows of itself."""

_OF_WORKER = ("worker",)
_OF_BACKEND = ("worker", "backend")
_OF_DEPLOYMENT = ("worker", "backend", "deployment")

WORKER_METRICS = {
    "connections": Metric("headgate_connections", "gauge", "Open connections of callers.", _OF_WORKER),
    "exchanges_in_flight": Metric("headgate_exchanges_in_flight", "gauge", "Exchanges under way.", _OF_WORKER),
    "loop_lag_seconds": Metric(
        "headgate_loop_lag_seconds", "gauge", "How late the event loop was at its last look at the clock.", _OF_WORKER
    ),
    "journal_bytes": Metric(
        "headgate_journal_bytes_total", "counter", "Bytes that the worker has written to its journal.", _OF_WORKER
    ),
    "backend_connections": Metric(
        "headgate_backend_connections", "gauge", "Open connections to a backend, used and idle.", _OF_BACKEND
    ),
    "deployment_open": Metric(
        "headgate_deployment_open",
        "gauge",
        "1 while the worker sends to the deployment, 0 while a 429 or the breaker keeps it from that.",
        _OF_DEPLOYMENT,
    ),
    "deployment_in_flight": Metric(
        "headgate_deployment_in_flight", "gauge", "Attempts under way at a deployment.", _OF_DEPLOYMENT
    ),
    "memory_bytes": Metric("headgate_worker_memory_bytes", "gauge", "Resident memory of the worker.", _OF_WORKER),
    "cpu_seconds": Metric(
        "headgate_worker_cpu_seconds_total", "counter", "CPU time of the worker since it started.", _OF_WORKER
    ),
    "start_time_seconds": Metric(
        "headgate_worker_start_time_seconds", "gauge", "Unix time at which the worker started.", _OF_WORKER
    ),
}
"""What a worker says of itself, by the name under which it leaves it: see ``headgate.app.run_files``."""


class Sample(Struct, frozen=True):
    """A value as it is at the moment of a scrape."""

    metric: Metric
    labels: tuple[str, ...]
    value: float


def worker_samples(worker: str, gauges: Mapping[str, float]) -> list[Sample]:
    """Turn a worker's gauges into samples; those of one thing are named ``<gauge>:<backend>/<deployment>``."""
    samples = []
    for key, value in gauges.items():
        name, _, place = key.partition(":")
        metric = WORKER_METRICS.get(name)
        if metric is None:
            continue
        labels = (worker, *place.split("/", 1)) if place else (worker,)
        if len(labels) == len(metric.labels):
            samples.append(Sample(metric, labels, value))
    return samples


class Known(Struct, frozen=True):
    """The names that a configuration knows: what label values may be."""

    use_cases: frozenset[str]
    pools: Mapping[str, Mapping[str, int]]
    """By model: the pool of each ``backend/deployment``, counted from 0."""


class Meter(Protocol):
    """Where observations go; labels are given in the order in which the metric names them."""

    def count(self, metric: Metric, labels: tuple[str, ...], amount: float) -> None:
        """Add to a counter."""
        ...

    def observe(self, metric: Metric, labels: tuple[str, ...], value: float) -> None:
        """Put a value into a histogram."""
        ...


def measure(records: Sequence[Closed | Denied], known: Known, meter: Meter) -> None:
    """Count and time a batch of records."""
    for record in records:
        if isinstance(record, Denied):
            meter.count(DENIED, (record.code, str(record.status)), record.count)
        else:
            _measure_exchange(record, known, meter)


def _measure_exchange(closed: Closed, known: Known, meter: Meter) -> None:
    use_case = closed.use_case if closed.use_case in known.use_cases else "other"
    model = closed.model if closed.model in known.pools else "other"
    meter.count(EXCHANGES, (use_case, model, closed.api, str(closed.status), closed.outcome), 1)
    meter.observe(EXCHANGE_SECONDS, (use_case, model, closed.api), closed.duration_ms / 1000)
    if closed.first_byte_ms is not None:
        meter.observe(FIRST_BYTE_SECONDS, (use_case, model, closed.api), closed.first_byte_ms / 1000)
    for attempt in closed.attempts:
        labels = (attempt.backend, attempt.deployment, attempt.outcome, str(attempt.status))
        meter.count(ATTEMPTS, labels, 1)
        _measure_usage(attempt, use_case, model, meter)
    if closed.attempts:
        last = closed.attempts[-1]
        pool = known.pools.get(model, {}).get(f"{last.backend}/{last.deployment}", 0)
        if pool > 0:
            meter.count(SPILLOVERS, (model, last.backend, last.deployment), 1)


def _measure_usage(attempt: Attempt, use_case: str, model: str, meter: Meter) -> None:
    usage = attempt.usage
    if usage is None:
        return
    estimated = "true" if usage.estimated else "false"
    for kind, tokens in (
        ("prompt", usage.prompt_tokens),
        ("cached", usage.cached_tokens),
        ("completion", usage.completion_tokens),
        ("reasoning", usage.reasoning_tokens),
    ):
        if tokens:
            meter.count(TOKENS, (use_case, model, kind, estimated), tokens)
