from headgate.adapters.prometheus import Registry
from headgate.trace.metrics import (
    BUILD,
    DENIED,
    EXCHANGE_SECONDS,
    LEDGER_LAG,
    LOG_LINES_DROPPED,
    RECORD_METRICS,
    Sample,
)


def rendered(registry: Registry, accept: str = "") -> list[str]:
    return registry.render(accept)[0].decode().splitlines()


def test_counts_and_observations_are_rendered_with_their_labels() -> None:
    registry = Registry(RECORD_METRICS, list)

    registry.count(DENIED, ("unknown_key", "401"), 2)
    registry.count(DENIED, ("unknown_key", "401"), 3)
    registry.observe(EXCHANGE_SECONDS, ("demo", "gpt-4o", "embeddings"), 0.02)

    lines = rendered(registry)
    assert 'headgate_denied_total{code="unknown_key",status="401"} 5.0' in lines
    labels = 'api="embeddings",le="0.025",model="gpt-4o",use_case="demo"'
    assert f"headgate_exchange_seconds_bucket{{{labels}}} 1.0" in lines
    assert not any("_created" in line for line in lines)


def test_samples_are_read_at_every_scrape() -> None:
    lag = iter((10.0, 20.0))
    registry = Registry((), lambda: [Sample(LEDGER_LAG, (), next(lag))])

    assert "headgate_ledger_lag_bytes 10.0" in rendered(registry)
    assert "headgate_ledger_lag_bytes 20.0" in rendered(registry)


def test_samples_of_one_metric_are_one_family_of_its_kind() -> None:
    samples = [Sample(BUILD, ("1", "plain"), 1), Sample(LOG_LINES_DROPPED, (), 7), Sample(BUILD, ("2", "compiled"), 1)]
    lines = rendered(Registry((), lambda: samples))

    assert lines.count("# TYPE headgate_build_info gauge") == 1
    assert 'headgate_build_info{hot_path="compiled",version="2"} 1.0' in lines
    assert "# TYPE headgate_log_lines_dropped_total counter" in lines
    assert "headgate_log_lines_dropped_total 7.0" in lines


def test_openmetrics_is_spoken_to_those_who_ask_for_it() -> None:
    registry = Registry(RECORD_METRICS, list)

    body, content_type = registry.render("application/openmetrics-text; version=1.0.0")

    assert content_type.startswith("application/openmetrics-text")
    assert body.endswith(b"# EOF\n")
    assert registry.render("*/*")[1].startswith("text/plain")
