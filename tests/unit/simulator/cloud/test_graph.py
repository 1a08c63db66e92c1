from tests.unit.simulator.cloud.clouds import BASE, PERSON, SmallCloud

AUDIENCE = "https://graph.microsoft.com"


def test_all_groups_come_at_once_where_the_token_says() -> None:
    cloud = SmallCloud()
    path = f"/v1.0/directoryObjects/{PERSON.object_id}/getMemberObjects"

    _, found = cloud.ask("POST", path, {"securityEnabledOnly": True}, token=cloud.token(AUDIENCE))
    assert found["value"] == PERSON.groups


def test_or_page_by_page() -> None:
    cloud = SmallCloud()
    token, path, groups = cloud.token(AUDIENCE), f"/v1.0/users/{PERSON.object_id}/transitiveMemberOf", []
    pages = 0
    while path:
        _, page = cloud.ask("GET", path, token=token)
        groups += [each["id"] for each in page["value"]]
        path, pages = page.get("@odata.nextLink", "").removeprefix(BASE), pages + 1

    assert (groups, pages) == (PERSON.groups, 3)


def test_strangers_and_wrong_tokens_are_refused() -> None:
    cloud = SmallCloud()
    path = f"/v1.0/users/{PERSON.object_id}/memberOf"

    assert cloud.ask("GET", path, token=cloud.token())[0] == 401
    assert cloud.ask("GET", "/v1.0/users/nobody/memberOf", token=cloud.token(AUDIENCE))[0] == 404
