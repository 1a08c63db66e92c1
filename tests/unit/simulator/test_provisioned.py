import pytest

from headgate.core.usage import Usage
from headgate.simulator.capacity import Demand
from headgate.simulator.provisioned import ProvisionedCapacity


def _capacity() -> ProvisionedCapacity:
    return ProvisionedCapacity(input_tokens_per_minute=60_000, output_ratio=4)


def test_output_weighs_more_than_input() -> None:
    capacity = _capacity()
    capacity.admit(Demand(prompt_tokens=2_000, prompt_characters=0, completion_tokens_max=1_000), now=0)

    assert capacity.utilization(now=0) == pytest.approx(0.1)
    assert capacity.headers(now=0) == b"azure-openai-deployment-utilization: 10.0%\r\n"


def test_cached_tokens_are_free() -> None:
    capacity = _capacity()
    demand = Demand(prompt_tokens=6_000, prompt_characters=0, cached_tokens=6_000, completion_tokens_max=0)
    capacity.admit(demand, now=0)

    assert capacity.utilization(now=0) == 0


def test_the_estimate_is_corrected_at_completion() -> None:
    capacity = _capacity()
    demand = Demand(prompt_tokens=1_000, prompt_characters=0, completion_tokens_max=10_000)
    capacity.admit(demand, now=0)
    capacity.settle(demand, Usage(prompt_tokens=1_000, completion_tokens=500), now=0)

    assert capacity.utilization(now=0) == pytest.approx(3_000 / 60_000)


def test_a_request_that_was_not_billed_gives_everything_back() -> None:
    capacity = _capacity()
    demand = Demand(prompt_tokens=1_000, prompt_characters=0)
    capacity.admit(demand, now=0)
    capacity.settle(demand, Usage(), now=0)

    assert capacity.utilization(now=0) == 0


def test_the_last_one_taken_may_go_over_the_top() -> None:
    capacity = _capacity()
    huge = Demand(prompt_tokens=50_000, prompt_characters=0, completion_tokens_max=0)
    assert capacity.admit(huge, now=0) is None
    assert capacity.admit(huge, now=0) is None

    throttled = capacity.admit(huge, now=0)
    assert throttled is not None
    assert throttled.limit == "utilization"
    assert throttled.seconds == pytest.approx(40)


def test_exactly_full_is_full() -> None:
    capacity = _capacity()
    capacity.admit(Demand(prompt_tokens=60_000, prompt_characters=0, completion_tokens_max=0), now=0)

    throttled = capacity.admit(Demand(prompt_tokens=1, prompt_characters=0), now=0)
    assert throttled is not None
    assert throttled.seconds > 0
