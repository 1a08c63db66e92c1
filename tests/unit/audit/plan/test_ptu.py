import pytest

from headgate.audit.facts.throughput import Throughput, throughput
from headgate.audit.plan.ptu import Load, TokenPrices, cheapest_mix, mix, ptu_needed, weighted_tpm

PRICES = TokenPrices(input=2.0, output=8.0, cached=0.5)


def known(model: str) -> Throughput:
    found = throughput(model)
    assert found is not None
    return found


def load(input_tpm: float, output_tpm: float, hours: float = 730, cached_tpm: float = 0) -> Load:
    return Load(hours=hours, input_tpm=input_tpm, output_tpm=output_tpm, cached_tpm=cached_tpm)


@pytest.mark.parametrize(
    "input_tpm, output_tpm, ptu", [(24_000, 4_500, 15), (5_000_000, 50_000, 140), (500_000, 150_000, 30)]
)
def test_the_published_examples_come_out(input_tpm: float, output_tpm: float, ptu: int) -> None:
    """Microsoft Learn: three rows for gpt-4o-mini, in the page on latency and throughput."""
    assert ptu_needed(known("gpt-4o-mini"), "global-provisioned", load(input_tpm, output_tpm)) == ptu


def test_regional_deployments_are_sold_in_larger_steps() -> None:
    assert ptu_needed(known("gpt-4.1"), "provisioned", load(160_000, 0)) == 100
    assert ptu_needed(known("gpt-4.1"), "global-provisioned", load(160_000, 0)) == 55


def test_a_load_that_fills_a_size_exactly_needs_no_more() -> None:
    assert ptu_needed(known("gpt-4.1"), "global-provisioned", load(60_000, 0)) == 20


def test_cached_tokens_use_no_capacity() -> None:
    assert weighted_tpm(known("gpt-4.1"), load(100_000, 10_000, cached_tpm=40_000)) == 100_000


def test_what_a_size_cannot_carry_is_paid_by_the_token() -> None:
    half = mix(known("gpt-4.1"), [load(90_000, 0, hours=1)], 15, 1.0, PRICES)

    assert half.overflow_share == pytest.approx(0.5)
    assert half.overflow_cost == pytest.approx(0.5 * 60 * 90_000 * 2 / 1e6)
    assert half.cost == pytest.approx(15 + half.overflow_cost)


def test_the_cheapest_mix_is_no_dearer_than_any_other() -> None:
    loads = [load(200_000, 50_000, hours=600), load(900_000, 200_000, hours=130)]
    best, *_ = cheapest_mix(known("gpt-4.1"), "global-provisioned", loads, 0.2, PRICES)
    tried = [mix(known("gpt-4.1"), loads, ptu, 0.2, PRICES).cost for ptu in range(0, 700, 5)]

    assert best.cost == pytest.approx(min(tried))
    assert 0 < best.ptu < 600


def test_dear_capacity_is_not_bought_and_cheap_capacity_is() -> None:
    steady = [load(900_000, 0)]

    assert cheapest_mix(known("gpt-4.1"), "global-provisioned", steady, 100.0, PRICES)[0].ptu == 0
    assert cheapest_mix(known("gpt-4.1"), "global-provisioned", steady, 0.001, PRICES)[0].ptu == 300
