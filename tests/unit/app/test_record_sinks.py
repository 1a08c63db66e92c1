import json

from headgate.app.record_sinks import LogSink, MetricsSink, known_names
from headgate.core.records import Closed, Denied
from headgate.settings import Settings
from headgate.trace.metrics import Metric
from tests.unit.app.samples import SETTINGS


def closed(outcome: str) -> Closed:
    return Closed("1", 0.0, 1.0, "demo", "key:demo", "gpt-4o", "embeddings", 200, outcome)


RECORDS = [closed("answered"), Denied(0.0, "unknown_key", 401, 2), closed("failed")]


def test_each_record_is_a_line() -> None:
    lines: list[bytes] = []

    LogSink(lines.append, "info")(RECORDS)

    assert [json.loads(line)["event"] for line in lines] == ["exchange", "denied", "exchange"]


def test_at_warning_only_what_needs_a_person_is_written() -> None:
    lines: list[bytes] = []
    sink = LogSink(lines.append, "info")

    sink.level = "warning"
    sink(RECORDS)

    assert [json.loads(line)["outcome"] for line in lines] == ["failed"]


class Notebook:
    def __init__(self) -> None:
        self.models: list[str] = []

    def count(self, metric: Metric, labels: tuple[str, ...], amount: float) -> None:
        if metric.name == "headgate_exchanges_total":
            self.models.append(labels[1])

    def observe(self, metric: Metric, labels: tuple[str, ...], value: float) -> None:
        pass


def test_metrics_know_the_names_of_the_settings_in_force() -> None:
    notebook = Notebook()
    sink = MetricsSink(notebook, SETTINGS)

    sink(RECORDS)
    sink.use(Settings(backends={}, models={}, use_cases={}))
    sink([closed("answered")])

    assert notebook.models == ["gpt-4o", "gpt-4o", "other"]


def test_the_pool_of_each_deployment_is_known() -> None:
    assert known_names(SETTINGS).pools == {"gpt-4o": {"east/gpt-4o": 0}}
