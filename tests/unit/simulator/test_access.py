import pytest

from tests.unit.simulator.cloud.clouds import APP, PERSON, USER, SmallCloud
from tests.unit.simulator.settings_for_tests import KEY

ACTION = "Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action"


def test_both_keys_open_by_either_header() -> None:
    cloud = SmallCloud()

    assert [cloud.call(api_key=key)[0] for key in (KEY, "second-key", "third-key")] == [200, 200, 401]
    assert cloud.call(authorization=f"Bearer {KEY}")[0] == 200


@pytest.mark.parametrize("audience", ["https://cognitiveservices.azure.com", "https://ai.azure.com"])
def test_a_token_opens_to_those_whose_role_has_the_action(audience: str) -> None:
    cloud = SmallCloud(roles={"app": [USER]})

    assert cloud.call(authorization=f"Bearer {cloud.token(audience)}")[0] == 200


def test_without_the_role_the_missing_action_is_named() -> None:
    cloud = SmallCloud(roles={"app": ["Contributor"]})

    status, body = cloud.call(authorization=f"Bearer {cloud.token()}")
    assert (status, body["error"]["code"]) == (401, "PermissionDenied")
    assert body["error"]["message"] == (
        f"The principal `{APP.object_id}` lacks the required data action `{ACTION}` to perform "
        "`POST /openai/deployments/{deployment-id}/chat/completions` operation."
    )
    assert cloud.call(authorization=f"Bearer {cloud.token(principal=PERSON)}")[0] == 401


def test_a_token_of_another_audience_or_time_or_issuer_is_refused_flatly() -> None:
    cloud, stranger = SmallCloud(roles={"app": [USER]}), SmallCloud()
    token = cloud.token()
    cloud.clock.seconds += 3_600

    for bad in (token, cloud.token("https://vault.azure.net"), stranger.token(), token[:-4] + "AAAA"):
        assert cloud.call(authorization=f"Bearer {bad}")[1]["statusCode"] == 401


def test_where_keys_are_switched_off_only_tokens_open() -> None:
    cloud = SmallCloud(local_auth_disabled=True, roles={"app": [USER]})

    for key in (KEY, "wrong"):
        status, body = cloud.call(api_key=key)
        assert (status, body["error"]["code"]) == (403, "AuthenticationTypeDisabled")
    assert cloud.call(authorization=f"Bearer {cloud.token()}")[0] == 200


@pytest.mark.parametrize(
    "network,message",
    [
        ("private", "Public access is disabled. Please configure private endpoint."),
        ("selected", "Access denied due to Virtual Network/Firewall rules."),
    ],
)
def test_the_network_is_asked_before_the_key(network: str, message: str) -> None:
    cloud = SmallCloud(network=network)

    assert cloud.call(api_key="wrong") == (403, {"error": {"code": "403", "message": message}})
    assert cloud.call(api_key=KEY, x_simulator_network="private")[0] == 200
