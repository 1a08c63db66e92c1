import pytest

from tests.unit.simulator.cloud.clouds import SmallCloud
from tests.unit.simulator.settings_for_tests import KEY

ACCOUNT = "/subscriptions/simulated/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/eastus"
AUDIENCE = "https://management.azure.com"


def _cloud(role: str = "Contributor") -> tuple[SmallCloud, str]:
    cloud = SmallCloud(roles={"app": [role]})
    return cloud, cloud.token(AUDIENCE)


def test_a_regenerated_key_is_good_at_once_and_the_old_one_is_not() -> None:
    cloud, token = _cloud()

    assert cloud.ask("POST", f"{ACCOUNT}/listKeys", token=token) == (200, {"key1": KEY, "key2": "second-key"})
    _, keys = cloud.ask("POST", f"{ACCOUNT}/regenerateKey", {"keyName": "Key1"}, token=token)
    assert [cloud.call(api_key=key)[0] for key in (KEY, keys["key1"], "second-key")] == [401, 200, 200]


def test_deployments_and_usages_are_listed() -> None:
    cloud, token = _cloud("Reader")

    _, listed = cloud.ask("GET", f"{ACCOUNT}/deployments", token=token)
    (one,) = listed["value"]
    assert (one["name"], one["properties"]["model"]["name"]) == ("gpt-4o", "gpt-4o")
    assert cloud.ask("GET", f"{ACCOUNT}/deployments/gpt-4o", token=token) == (200, one)
    _, usages = cloud.ask("GET", f"{ACCOUNT}/usages", token=token)
    assert [each["name"]["value"] for each in usages["value"]] == ["OpenAI.Standard.gpt-4o"]
    by_place = "/subscriptions/simulated/providers/Microsoft.CognitiveServices/locations/eastus/usages"
    assert cloud.ask("GET", by_place, token=token) == (200, usages)


def test_accounts_are_listed_to_those_who_may_read_them() -> None:
    path = "/subscriptions/simulated/providers/Microsoft.CognitiveServices/accounts"
    cloud, token = _cloud()

    _, listed = cloud.ask("GET", path, token=token)
    assert [each["properties"]["endpoint"] for each in listed["value"]] == ["https://eastus.test/"]
    cloud = SmallCloud()
    assert cloud.ask("GET", path, token=cloud.token(AUDIENCE)) == (200, {"value": []})


@pytest.mark.parametrize(
    "path,role,status,code",
    [
        (f"{ACCOUNT}/listKeys", "Reader", 403, "AuthorizationFailed"),
        (f"{ACCOUNT}/nothing", "Owner", 404, "ResourceNotFound"),
        (ACCOUNT.replace("eastus", "westus") + "/listKeys", "Owner", 404, "ResourceNotFound"),
        (f"{ACCOUNT}/regenerateKey", "Owner", 400, "InvalidRequestContent"),
    ],
)
def test_refusals_are_resource_managers(path: str, role: str, status: int, code: str) -> None:
    cloud, token = _cloud(role)

    found, body = cloud.ask("POST", path, token=token)
    assert (found, body["error"]["code"]) == (status, code)


def test_a_token_for_models_does_not_manage() -> None:
    cloud, _ = _cloud()

    assert cloud.ask("POST", f"{ACCOUNT}/listKeys", token=cloud.token())[0] == 401
