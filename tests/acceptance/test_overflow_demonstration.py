"""The overflow demonstration in short: the real programs, the same spike, time running faster. Relations, no times."""

from pathlib import Path

import pytest

from examples.overflow.__main__ import QUICK_FASTER, QUICK_PTU
from examples.overflow.results import Results
from examples.overflow.run import measure
from examples.overflow.summary import OVERFLOW, summary_of


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder: Path = tmp_path_factory.mktemp("overflow") / "run"
    return measure(folder, ptu=QUICK_PTU, faster=QUICK_FASTER)


def test_provisioned_capacity_alone_refuses_much_of_the_spike_and_trying_again_hardly_helps(results: Results) -> None:
    alone, retrying = summary_of(results, "alone"), summary_of(results, "retrying")

    assert alone.share < 0.85
    assert retrying.share < 0.85
    assert retrying.tries > 1.2 * alone.tries
    assert alone.by_phase[1] < alone.by_phase[0]
    assert {call.status for name in ("alone", "retrying") for call in results.calls[name]} == {200, 429}


@pytest.mark.parametrize("name", ["spilling", "headgate"])
def test_with_overflow_everybody_is_served(results: Results, name: str) -> None:
    summary = summary_of(results, name)

    assert summary.share == 1.0
    assert summary.tries == summary.asked
    assert summary.tokens > summary_of(results, "alone").tokens
    assert {call.deployment for call in results.calls[name]} == {"gpt-4o-ptu", "gpt-4o"}


def test_callers_books_and_simulator_count_the_same_tokens(results: Results) -> None:
    for name, booked in results.books.items():
        served = results.served[name]
        assert (booked.prompt_tokens, booked.completion_tokens) == (served.prompt_tokens, served.completion_tokens)
    booked_tokens = sum(row.prompt_tokens + row.completion_tokens for row in results.books.values())
    assert booked_tokens == summary_of(results, "headgate").tokens


def test_what_the_books_charge_is_the_price_of_the_overflow(results: Results) -> None:
    served = results.served[OVERFLOW["headgate"]]

    assert summary_of(results, "headgate").tokens_cost == pytest.approx(
        (served.prompt_tokens * 2.5 + served.completion_tokens * 10) / 1e6
    )
    assert results.books["provisioned/gpt-4o-ptu"].charge == "0"
