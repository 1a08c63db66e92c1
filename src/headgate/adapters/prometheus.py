"""Metrics for Prometheus: the ``Meter`` port over prometheus-client, with a registry of its own."""

from collections.abc import Callable, Iterable, Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric as Family

from headgate.trace.metrics import Metric, Sample


class Registry:
    """Counters and histograms filled by observations, and samples that are read when somebody scrapes.

    Observations come from one thread, scrapes from another: prometheus-client locks each value itself.
    """

    def __init__(self, metrics: Sequence[Metric], read_samples: Callable[[], Iterable[Sample]]) -> None:
        """Register ``metrics``, which are counters and histograms; ``read_samples`` is called at every scrape."""
        # A second series for each counter, saying when it began: twice the load for what a scraper sees anyway.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        self._counters = {metric.name: self._counter(metric) for metric in metrics if metric.kind == "counter"}
        self._histograms = {metric.name: self._histogram(metric) for metric in metrics if metric.kind == "histogram"}
        # labels() checks and hashes at every call; the children are looked up here instead, at a third of the cost.
        self._counter_series: dict[tuple[str, tuple[str, ...]], Counter] = {}
        self._histogram_series: dict[tuple[str, tuple[str, ...]], Histogram] = {}
        self._registry.register(_Samples(read_samples))

    def count(self, metric: Metric, labels: tuple[str, ...], amount: float) -> None:
        """Add to a counter."""
        series = self._counter_series.get((metric.name, labels))
        if series is None:
            series = self._counters[metric.name].labels(*labels)
            self._counter_series[metric.name, labels] = series
        series.inc(amount)

    def observe(self, metric: Metric, labels: tuple[str, ...], value: float) -> None:
        """Put a value into a histogram."""
        series = self._histogram_series.get((metric.name, labels))
        if series is None:
            series = self._histograms[metric.name].labels(*labels)
            self._histogram_series[metric.name, labels] = series
        series.observe(value)

    def render(self, accept: str) -> tuple[bytes, str]:
        """Write all metrics in the format that ``accept`` asks for; returns the body and its content type."""
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type

    def _counter(self, metric: Metric) -> Counter:
        return Counter(metric.name, metric.help, metric.labels, registry=self._registry)

    def _histogram(self, metric: Metric) -> Histogram:
        return Histogram(metric.name, metric.help, metric.labels, buckets=metric.buckets, registry=self._registry)


class _Samples:
    """What prometheus-client asks at a scrape: the samples, put together by metric."""

    def __init__(self, read_samples: Callable[[], Iterable[Sample]]) -> None:
        self._read_samples = read_samples

    def describe(self) -> Iterable[Family]:
        """Name nothing in advance: the samples are not there before the first scrape."""
        return ()

    def collect(self) -> Iterable[Family]:
        families: dict[str, GaugeMetricFamily | CounterMetricFamily] = {}
        for sample in self._read_samples():
            metric = sample.metric
            family = families.get(metric.name)
            if family is None:
                make = CounterMetricFamily if metric.kind == "counter" else GaugeMetricFamily
                family = families[metric.name] = make(metric.name, metric.help, labels=metric.labels)
            family.add_metric(sample.labels, sample.value)
        return families.values()
