from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.core.deployment import Deployment
from headgate.routing.health import Health
from headgate.routing.strategies import STRATEGIES, Candidate, least_busy, lowest_latency, round_robin, weighted


def candidates(*weights: int) -> list[Candidate]:
    return [
        (Deployment("b", f"d{number}", "m", "1", "standard", weight=weight), Health())
        for number, weight in enumerate(weights)
    ]


def names(chosen: list[Candidate]) -> str:
    return "".join(deployment.name[1:] for deployment, _ in chosen)


def test_round_robin_takes_each_in_turn() -> None:
    three = candidates(1, 1, 1)

    assert names([round_robin(three, turn) for turn in range(7)]) == "0120120"


@given(st.lists(st.integers(1, 20), min_size=1, max_size=5))
def test_weighted_keeps_to_proportion_in_every_round(weights: list[int]) -> None:
    some = candidates(*weights)
    for _ in range(2):
        chosen = Counter(weighted(some, 0)[0].name for _ in range(sum(weights)))
        assert [chosen[deployment.name] for deployment, _ in some] == weights


def test_weighted_interleaves() -> None:
    assert names([weighted(some, 0) for some in [candidates(5, 1, 1)] for _ in range(7)]) == "0010200"


def test_least_busy_takes_the_one_with_the_fewest_in_flight_for_its_weight() -> None:
    some = candidates(1, 1, 4)
    some[0][1].in_flight, some[1][1].in_flight, some[2][1].in_flight = 2, 1, 3
    assert names([least_busy(some, turn) for turn in range(3)]) == "222"
    some[2][1].in_flight = 5
    assert names([least_busy(some, turn) for turn in range(3)]) == "111"


def test_least_busy_takes_equals_in_turn() -> None:
    assert names([least_busy(candidates(1, 1), turn) for turn in range(4)]) == "0101"


def test_lowest_latency_takes_the_fastest_and_tries_the_unmeasured_first() -> None:
    some = candidates(1, 1, 1)
    some[0][1].first_byte_average, some[1][1].first_byte_average = 0.5, 0.2
    assert names([lowest_latency(some, 0)]) == "2"
    some[2][1].first_byte_average = 0.9
    assert names([lowest_latency(some, 0)]) == "1"


def test_lowest_latency_looks_at_the_others_now_and_then() -> None:
    some = candidates(1, 1)
    some[0][1].first_byte_average, some[1][1].first_byte_average = 0.1, 0.2
    chosen = names([lowest_latency(some, turn) for turn in range(80)])

    assert chosen.count("1") == 2


@pytest.mark.parametrize("strategy", STRATEGIES)
@given(turn=st.integers(0, 10_000), count=st.integers(1, 6))
def test_every_strategy_gives_one_of_its_candidates(strategy: str, turn: int, count: int) -> None:
    some = candidates(*range(1, count + 1))

    assert STRATEGIES[strategy](some, turn) in some
