from headgate.simulator.answer import Answer, Prepared
from headgate.simulator.capacity import Throttled
from headgate.simulator.deployment import Deployment
from headgate.simulator.provisioned import ProvisionedCapacity
from headgate.simulator.routes import Route
from headgate.simulator.standard import StandardCapacity
from tests.unit.simulator.settings_for_tests import deployment


def _deployment(**settings: object) -> Deployment:
    return Deployment("chat-prod", deployment(**settings), region="eastus")


def test_it_answers_as_model_and_version() -> None:
    assert _deployment().served_model == "gpt-4o-2024-11-20"
    assert _deployment(version="").served_model == "gpt-4o"


def test_its_capacity_is_of_its_kind() -> None:
    assert isinstance(_deployment().capacity, StandardCapacity)
    assert isinstance(_deployment(kind="global-provisioned", ptu=5).capacity, ProvisionedCapacity)


def test_the_same_long_prompt_is_cached_the_second_time() -> None:
    chat = _deployment()
    prepared = Prepared(
        compose=lambda _: Answer(), prompt_tokens=2_000, prompt_characters=8_000, prompt="word " * 1_600
    )

    assert chat.demand(prepared).cached_tokens == 0
    chat.remember(prepared)
    assert chat.demand(prepared).cached_tokens == 1_920


def test_a_refusal_names_the_limit_the_operation_and_the_wait() -> None:
    message = _deployment().refusal_message(
        Throttled(seconds=12.2, limit="token"), Route("chat.completions", version="2024-10-21")
    )

    assert message == (
        "Your requests to chat-prod for gpt-4o in East US have exceeded the token rate limit for your current OpenAI "
        "S0 pricing tier. This request was for ChatCompletions_Create under Azure OpenAI API version 2024-10-21. "
        "Please retry after 13 seconds. To increase your default rate limit, visit: https://aka.ms/oai/quotaincrease."
    )


def test_on_v1_the_refusal_names_no_version() -> None:
    message = _deployment().refusal_message(Throttled(seconds=1, limit="call"), Route("embeddings"))

    assert "the call rate limit" in message
    assert "under OpenAI Language Model Instance API." in message


def test_a_full_provisioned_deployment_speaks_of_no_tier() -> None:
    message = _deployment(kind="provisioned", ptu=1).refusal_message(
        Throttled(seconds=1, limit="utilization"), Route("chat.completions")
    )

    assert message == "Your requests to chat-prod for gpt-4o in East US have exceeded rate limit."
