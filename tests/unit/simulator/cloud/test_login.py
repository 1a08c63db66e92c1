import pytest

from headgate.simulator.cloud_settings import DEMO_TENANT
from tests.unit.simulator.cloud.clouds import APP, BASE, PERSON, SmallCloud

SCOPE = "https://cognitiveservices.azure.com/.default"
GOOD = {"grant_type": "client_credentials", "client_id": APP.client_id, "client_secret": APP.secret, "scope": SCOPE}


@pytest.mark.parametrize("version", ["", "/v2.0"])
def test_discovery_leads_to_keys_and_tokens(version: str) -> None:
    cloud = SmallCloud()
    _, found = cloud.ask("GET", f"/{DEMO_TENANT}{version}/.well-known/openid-configuration")

    assert found["token_endpoint"] == f"{BASE}/{DEMO_TENANT}/oauth2{version}/token"
    _, keys = cloud.ask("GET", found["jwks_uri"].removeprefix(BASE))
    assert [key["alg"] if "alg" in key else key["kty"] for key in keys["keys"]] == ["RSA"]


def test_an_application_gets_a_token_for_its_secret() -> None:
    cloud = SmallCloud()
    status, granted = cloud.login("/oauth2/v2.0/token", **GOOD)

    assert (status, granted["token_type"], granted["expires_in"]) == (200, "Bearer", 3_600)
    claims = cloud.directory.keys.claims(granted["access_token"]) or {}
    assert (claims["aud"], claims["oid"]) == ("https://cognitiveservices.azure.com", APP.object_id)


@pytest.mark.parametrize(
    "changed,status,error",
    [
        ({"client_secret": "guessed"}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 400, "unauthorized_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"scope": "openid"}, 400, "invalid_scope"),
    ],
)
def test_what_is_wrong_is_said_in_entras_words(changed: dict[str, str], status: int, error: str) -> None:
    found, body = SmallCloud().login("/oauth2/v2.0/token", **(GOOD | changed))

    assert (found, body["error"]) == (status, error)
    assert body["error_description"].startswith("AADSTS")


def test_a_device_waits_until_somebody_signs_in() -> None:
    cloud = SmallCloud()
    _, opened = cloud.login("/oauth2/v2.0/devicecode", client_id="program", scope=SCOPE)
    asked = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": opened["device_code"]}

    assert cloud.login("/oauth2/v2.0/token", **asked)[1]["error"] == "authorization_pending"
    assert cloud.ask("POST", "/simulator/approve", user_code=opened["user_code"], principal="nobody")[0] == 404
    cloud.ask("POST", "/simulator/approve", user_code=opened["user_code"], principal="person")
    _, granted = cloud.login("/oauth2/v2.0/token", **asked)
    assert (cloud.directory.keys.claims(granted["access_token"]) or {})["oid"] == PERSON.object_id
    assert cloud.login("/oauth2/v2.0/token", **asked)[1]["error"] == "expired_token"
