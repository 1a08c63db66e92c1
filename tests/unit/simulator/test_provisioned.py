import pytest

from headgate.core.usage import Usage
from headgate.simulator.capacity import Demand
from headgate.simulator.catalog import ptu_capacity
from headgate.simulator.provisioned import ProvisionedCapacity

_OUTPUT_WEIGHT_PUBLISHED = 3
"""What an output token of gpt-4o-mini weighs in the published examples (37,000 / 12,333); the newer table says 4."""


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


@pytest.mark.parametrize(
    "ptu,input_tokens,output_tokens",
    [(15, 24_000, 4_500), (140, 5_000_000, 50_000), (30, 500_000, 150_000)],
)
def test_the_published_sizes_of_gpt_4o_mini_carry_their_load_and_smaller_ones_do_not(
    ptu: int, input_tokens: int, output_tokens: int
) -> None:
    """Microsoft Learn, "Performance and latency": tokens a minute of three workloads, and the PTU they need."""
    assert _refused(ptu, input_tokens, output_tokens) == 0
    if ptu > 15:  # the least that is sold
        assert _refused(ptu - 10, input_tokens, output_tokens) > 0


def _refused(ptu: int, input_tokens: int, output_tokens: int) -> int:
    """Send a load in 100 requests a minute for twenty minutes; return how many were refused."""
    per_ptu, _ = ptu_capacity("gpt-4o-mini")
    capacity = ProvisionedCapacity(input_tokens_per_minute=ptu * per_ptu, output_ratio=_OUTPUT_WEIGHT_PUBLISHED)
    prompt, completion = input_tokens // 100, output_tokens // 100
    demand = Demand(prompt_tokens=prompt, prompt_characters=0, completion_tokens_max=completion)
    return sum(capacity.admit(demand, now=number * 0.6) is not None for number in range(2_000))


def test_a_thousand_requests_a_minute_of_100_and_50_tokens_need_some_147_ptu_of_gpt_5_2() -> None:
    """The arithmetic of Microsoft Learn, "Provisioned throughput units (PTU) costs and billing": 500,000 / 3,400."""
    per_ptu, ratio = ptu_capacity("gpt-5.2")

    assert 1_000 * (100 + ratio * 50) == 500_000
    assert 500_000 / per_ptu == pytest.approx(147, abs=0.1)
