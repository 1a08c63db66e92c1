from headgate.simulator.capacity import Demand
from headgate.simulator.quotas import Quotas
from headgate.simulator.settings import QuotaSettings
from headgate.simulator.standard import StandardCapacity

QUOTA = QuotaSettings(region="eastus", model="gpt-4o", tokens_per_minute=1000, subscription="s")
FIVE_HUNDRED = Demand(prompt_tokens=1, prompt_characters=0, completion_tokens_max=500)


def test_a_quota_is_of_one_subscription_region_and_model() -> None:
    quotas = Quotas([QUOTA])

    assert quotas.of("s", "eastus", "gpt-4o") is not None
    assert quotas.of("s", "eastus", "gpt-4o") is quotas.of("s", "eastus", "gpt-4o")
    assert quotas.of("other", "eastus", "gpt-4o") is None
    assert quotas.of("s", "westus", "gpt-4o") is None
    assert quotas.of("s", "eastus", "gpt-4.1") is None


def test_deployments_of_one_quota_take_from_each_other() -> None:
    quota = Quotas([QUOTA]).of("s", "eastus", "gpt-4o")
    one, other = (StandardCapacity(requests_per_minute=None, tokens_per_minute=800, quota=quota) for _ in range(2))

    assert one.admit(FIVE_HUNDRED, now=0) is None
    assert other.admit(FIVE_HUNDRED, now=0) is None
    throttled = other.admit(Demand(prompt_tokens=1, prompt_characters=0, completion_tokens_max=100), now=0)
    assert throttled is not None
    assert (throttled.limit, throttled.seconds) == ("token", 6)


def test_with_dynamic_quota_a_deployment_takes_what_others_leave() -> None:
    quota = Quotas([QUOTA]).of("s", "eastus", "gpt-4o")
    capacity = StandardCapacity(requests_per_minute=None, tokens_per_minute=500, quota=quota, dynamic_quota=True)

    assert [capacity.admit(FIVE_HUNDRED, now=0) is None for _ in range(3)] == [True, True, False]
