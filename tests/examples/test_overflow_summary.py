import pytest
from msgspec import structs

from examples.overflow.summary import pay_as_you_go_cost, percentile, summary_of
from tests.examples.overflow_run import example_run


def test_who_is_served_counts_by_phase() -> None:
    summary = summary_of(example_run(), "retrying")

    assert (summary.asked, summary.served, summary.share, summary.tries) == (4, 3, 0.75, 6)
    assert summary.by_phase == (1.0, 0.5, 1.0)
    assert summary.tokens == 3 * 1_200


def test_latency_is_of_those_that_were_served() -> None:
    latency = summary_of(example_run(), "alone").latency

    assert latency.first_token_p50 == pytest.approx(0.3)
    assert latency.whole_p95 == pytest.approx(3.3)


def test_provisioned_capacity_costs_its_hours_and_tokens_what_the_books_say() -> None:
    summary = summary_of(example_run(), "headgate")

    assert summary.provisioned_cost == pytest.approx(100 * 90 / 3600)
    assert summary.tokens_cost == pytest.approx(0.0045)
    assert summary.cost == pytest.approx(2.5045)


def test_tokens_without_books_are_priced_alike() -> None:
    run = example_run()

    assert summary_of(run, "spilling").tokens_cost == pytest.approx(summary_of(run, "headgate").tokens_cost)
    assert summary_of(run, "alone").tokens_cost == 0


def test_where_time_runs_faster_capacity_is_paid_for_the_time_that_passed_there() -> None:
    run = structs.replace(example_run(), seconds=3.0, faster=30.0)

    assert summary_of(run, "alone").provisioned_cost == pytest.approx(2.5)


@pytest.mark.parametrize("values, expected", [([], 0.0), ([2.0], 2.0), ([1.0, 2.0, 3.0], 2.0)])
def test_the_median(values: list[float], expected: float) -> None:
    assert percentile(values, 50) == expected


def test_all_that_was_served_has_a_price_by_the_token() -> None:
    assert pay_as_you_go_cost(example_run(), "alone") == pytest.approx(3 * (1_000 * 2.5 + 200 * 10) / 1e6)
