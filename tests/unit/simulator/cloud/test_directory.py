from tests.unit.simulator.cloud.clouds import APP, BASE, PERSON, SmallCloud


def test_azures_services_get_the_first_version_and_applications_the_second() -> None:
    cloud = SmallCloud()
    first, second = (
        cloud.directory.keys.claims(cloud.token(each)) or {} for each in ("https://ai.azure.com", "app-id")
    )

    assert (first["ver"], first["iss"][-1], first["appid"]) == ("1.0", "/", APP.client_id)
    assert (second["ver"], second["iss"][-5:], second["azp"]) == ("2.0", "/v2.0", APP.client_id)
    assert first["groups"] == ["group-1", "group-2"]


def test_too_many_groups_are_to_be_asked_for() -> None:
    cloud = SmallCloud()
    claims = cloud.directory.keys.claims(cloud.token(principal=PERSON)) or {}

    assert "groups" not in claims
    assert claims["_claim_names"] == {"groups": "src1"}
    source = claims["_claim_sources"]["src1"]["endpoint"]
    assert source == f"{BASE}/v1.0/directoryObjects/{PERSON.object_id}/getMemberObjects"


def test_a_token_is_good_for_its_audience_and_its_hour() -> None:
    cloud = SmallCloud()
    bearer = f"Bearer {cloud.token()}".encode()
    audiences = frozenset({"https://cognitiveservices.azure.com"})

    assert cloud.directory.caller(bearer, audiences) == APP.object_id
    assert cloud.directory.caller(bearer, frozenset({"https://graph.microsoft.com"})) is None
    cloud.clock.seconds += 3_600
    assert cloud.directory.caller(bearer, audiences) is None
