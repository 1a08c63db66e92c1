from headgate.simulator.cloud_settings import DEMO_TENANT
from tests.unit.simulator.cloud.clouds import BASE, SmallCloud

PATH = "/secrets/gate-key?api-version=7.5"


def test_without_a_token_the_challenge_names_the_issuer() -> None:
    cloud = SmallCloud()

    assert cloud.ask("GET", PATH)[0] == 401
    challenge = f'Bearer authorization="{BASE}/{DEMO_TENANT}", resource="https://vault.azure.net"'
    assert cloud.answer.headers == f"WWW-Authenticate: {challenge}\r\n".encode()


def test_a_secret_comes_with_its_version() -> None:
    cloud = SmallCloud()
    token = cloud.token("https://vault.azure.net")

    status, bundle = cloud.ask("GET", PATH, token=token)
    assert (status, bundle["value"], bundle["attributes"]["enabled"]) == (200, "a-secret", True)
    same = cloud.ask("GET", bundle["id"].removeprefix(BASE) + "?api-version=7.5", token=token)
    assert same == (200, bundle)


def test_no_secret_is_listed_with_its_value_and_none_is_made_up() -> None:
    cloud = SmallCloud()
    token = cloud.token("https://vault.azure.net")

    assert "a-secret" not in str(cloud.ask("GET", "/secrets?api-version=7.5", token=token))
    assert cloud.ask("GET", "/secrets/other?api-version=7.5", token=token)[1]["error"]["code"] == "SecretNotFound"
    assert cloud.ask("GET", PATH, token=cloud.token())[0] == 401
