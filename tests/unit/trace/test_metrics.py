from collections import Counter
from pathlib import Path

from headgate.core.records import Attempt, Closed, Denied
from headgate.core.usage import Usage
from headgate.trace import metrics
from headgate.trace.metrics import CONTROL_METRICS, RECORD_METRICS, WORKER_METRICS, Known, Metric, measure

KNOWN = Known(frozenset({"demo"}), {"gpt-4o": {"eastus/gpt-4o-ptu": 0, "westus/gpt-4o": 1}})
OPERATIONS = Path(__file__).parents[3] / "docs" / "operations.md"


class Notebook:
    """A meter that remembers."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, ...]] = Counter()
        self.observed: dict[tuple[str, ...], list[float]] = {}

    def count(self, metric: Metric, labels: tuple[str, ...], amount: float) -> None:
        assert len(labels) == len(metric.labels)
        self.counts[metric.name, *labels] += amount

    def observe(self, metric: Metric, labels: tuple[str, ...], value: float) -> None:
        assert len(labels) == len(metric.labels)
        self.observed.setdefault((metric.name, *labels), []).append(value)


def attempt(backend: str, deployment: str, outcome: str, status: int, usage: Usage | None = None) -> Attempt:
    return Attempt(backend, deployment, "gpt-4o", "2024-11-20", "standard", outcome, 0.0, 1.0, "", status, usage=usage)


def closed(
    *attempts: Attempt, use_case: str = "demo", model: str = "gpt-4o", first_byte_ms: float | None = 20
) -> Closed:
    return Closed(
        "1",
        0.0,
        250.0,
        use_case,
        "key:demo",
        model,
        "embeddings",
        200,
        "answered",
        attempts,
        first_byte_ms=first_byte_ms,
    )


def measured(*records: Closed | Denied) -> Notebook:
    notebook = Notebook()
    measure(records, KNOWN, notebook)
    return notebook


def test_an_exchange_is_counted_and_timed() -> None:
    notebook = measured(closed(), closed(first_byte_ms=None))

    labels = ("demo", "gpt-4o", "embeddings")
    assert notebook.counts["headgate_exchanges_total", *labels, "200", "answered"] == 2
    assert notebook.observed["headgate_exchange_seconds", *labels] == [0.25, 0.25]
    assert notebook.observed["headgate_first_byte_seconds", *labels] == [0.02]


def test_attempts_and_their_tokens_are_counted() -> None:
    usage = Usage(prompt_tokens=10, cached_tokens=4, completion_tokens=7, reasoning_tokens=2)
    estimate = Usage(prompt_tokens=9, completion_tokens=5, estimated=True)

    notebook = measured(
        closed(
            attempt("eastus", "gpt-4o-ptu", "throttled", 429),
            attempt("eastus", "gpt-4o-ptu", "timeout", 0, estimate),
            attempt("westus", "gpt-4o", "answered", 200, usage),
        )
    )

    assert notebook.counts["headgate_attempts_total", "eastus", "gpt-4o-ptu", "throttled", "429"] == 1
    assert notebook.counts["headgate_attempts_total", "westus", "gpt-4o", "answered", "200"] == 1
    tokens = {key[3:]: count for key, count in notebook.counts.items() if key[0] == "headgate_tokens_total"}
    assert tokens == {
        ("prompt", "true"): 9,
        ("completion", "true"): 5,
        ("prompt", "false"): 10,
        ("cached", "false"): 4,
        ("completion", "false"): 7,
        ("reasoning", "false"): 2,
    }


def test_an_exchange_that_ends_after_the_first_pool_is_a_spillover() -> None:
    notebook = measured(
        closed(attempt("eastus", "gpt-4o-ptu", "answered", 200)),
        closed(attempt("westus", "gpt-4o", "answered", 200)),
    )

    spilled = {key: count for key, count in notebook.counts.items() if key[0] == "headgate_spillovers_total"}
    assert spilled == {("headgate_spillovers_total", "gpt-4o", "westus", "gpt-4o"): 1}


def test_names_that_the_configuration_does_not_know_make_no_series() -> None:
    notebook = measured(*(closed(use_case=f"u{number}", model=f"m{number}") for number in range(100)))

    assert set(notebook.counts) == {("headgate_exchanges_total", "other", "other", "embeddings", "200", "answered")}


def test_denied_requests_count_as_many_as_they_were() -> None:
    notebook = measured(Denied(0.0, "unknown_key", 401, 17))

    assert notebook.counts["headgate_denied_total", "unknown_key", "401"] == 17


def test_gauges_of_workers_carry_what_they_are_of_and_unknown_ones_are_left_out() -> None:
    gauges = {
        "connections": 3,
        "backend_connections:eastus": 2,
        "deployment_open:eastus/gpt-4o-ptu": 1,
        "surprise": 1,
        "connections:eastus": 1,
        "deployment_open": 1,
    }

    samples = metrics.worker_samples("gate-0", gauges)

    assert [(sample.metric.name, sample.labels, sample.value) for sample in samples] == [
        ("headgate_connections", ("gate-0",), 3),
        ("headgate_backend_connections", ("gate-0", "eastus"), 2),
        ("headgate_deployment_open", ("gate-0", "eastus", "gpt-4o-ptu"), 1),
    ]


def test_every_metric_is_documented_with_its_labels() -> None:
    rows = [line for line in OPERATIONS.read_text().splitlines() if line.startswith("| `headgate_")]
    documented = {row.split("`")[1]: row for row in rows}
    defined = {metric.name: metric for metric in (*RECORD_METRICS, *CONTROL_METRICS, *WORKER_METRICS.values())}

    assert set(documented) == set(defined)
    for name, metric in defined.items():
        assert metric.kind in documented[name]
        assert all(f"`{label}`" in documented[name] for label in metric.labels), name


def test_names_keep_the_conventions_of_prometheus() -> None:
    for metric in (*RECORD_METRICS, *CONTROL_METRICS, *WORKER_METRICS.values()):
        assert metric.name.endswith("_total") == (metric.kind == "counter"), metric.name
        assert list(metric.buckets) == sorted(metric.buckets)
        assert bool(metric.buckets) == (metric.kind == "histogram")
