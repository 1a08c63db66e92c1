import json

from headgate.audit.graph.value import Unknown, look
from tests.unit.audit.terraform.plans import change, plan
from tests.unit.audit.terraform.shapes import seen

ACCOUNT = {
    "type": "Microsoft.CognitiveServices/accounts@2025-06-01",
    "name": "ai",
    "parent_id": "/subscriptions/s/resourceGroups/rg",
}


def test_the_body_is_an_object_or_the_text_that_versions_before_2_have() -> None:
    body = {"kind": "AIServices", "properties": {"disableLocalAuth": True}}
    for written in (body, json.dumps(body)):
        found = seen(plan(change("azapi_resource.a", {**ACCOUNT, "body": written})))["accounts/ai"]
        assert (found.kind, found.properties) == ("AIServices", body["properties"])


def test_a_body_that_is_no_json_is_unknown() -> None:
    found = seen(plan(change("azapi_resource.a", {**ACCOUNT, "body": "{"})))["accounts/ai"]

    assert isinstance(found.properties, Unknown)


def test_the_block_identity_is_arms_identity() -> None:
    identity = [{"type": "UserAssigned", "identity_ids": ["/subscriptions/s/id"]}]
    found = seen(plan(change("azapi_resource.a", {**ACCOUNT, "body": {}, "identity": identity})))["accounts/ai"]

    assert found.identity == {"type": "UserAssigned", "userAssignedIdentities": {"/subscriptions/s/id": {}}}


def test_a_data_source_shows_what_it_exports_and_nothing_of_the_rest() -> None:
    read = change("azapi_resource.a", {**ACCOUNT, "output": {"properties": {"disableLocalAuth": False}}})
    found = seen(plan({**read, "mode": "data"}))["accounts/ai"]

    assert found.existing
    assert look(found.properties, "disableLocalAuth") is False


def test_an_identity_that_is_not_known_yet_is_unknown() -> None:
    one = change("azapi_resource.a", {**ACCOUNT, "body": {}}, {"identity": True})

    assert isinstance(look(seen(plan(one))["accounts/ai"].identity, "type"), Unknown)
