from headgate.audit.graph.value import Unknown, Value, look
from headgate.audit.terraform.inside import with_ids
from tests.unit.audit.terraform.plans import change, configured, plan, refers
from tests.unit.audit.terraform.shapes import seen

LATER = Unknown("known only after terraform apply")
GROUP = "/subscriptions/s/resourcegroups/rg/providers"
ACCOUNT = f"{GROUP}/microsoft.cognitiveservices/accounts/oai"
SUBNET = f"{GROUP}/microsoft.network/virtualnetworks/v/subnets/pe"
BODY: Value = {
    "properties": {
        "subnet": {"id": LATER},
        "privateLinkServiceConnections": [{"properties": {"privateLinkServiceId": LATER, "requestMessage": LATER}}],
    }
}


def test_the_place_of_an_id_tells_which_of_the_resources_it_is() -> None:
    found = with_ids(BODY, [ACCOUNT, SUBNET])

    assert look(found, "properties", "subnet", "id") == SUBNET
    connection = look(found, "properties", "privateLinkServiceConnections", 0, "properties")
    assert look(connection, "privateLinkServiceId") == ACCOUNT
    assert isinstance(look(connection, "requestMessage"), Unknown)


def test_of_several_none_is_meant() -> None:
    found = with_ids(BODY, [SUBNET, SUBNET.replace("pe", "apps")])

    assert isinstance(look(found, "properties", "subnet", "id"), Unknown)


def test_an_endpoint_of_azapi_leads_to_the_account_of_the_same_plan() -> None:
    kind = "Microsoft.Network/privateEndpoints@2024-05-01"
    account = {"type": "Microsoft.CognitiveServices/accounts@2025-06-01", "name": "ai", "body": {}}
    data = plan(
        change("azapi_resource.a", account, {"id": True}),
        change("azapi_resource.p", {"type": kind, "name": "pe", "body": {"properties": {}}}, {"body": BODY_HIDDEN}),
        resources=[configured("azapi_resource.p", body=refers("azapi_resource.a.id", "azapi_resource.a"))],
    )
    found = seen(data)

    connections = look(found["privateendpoints/pe"].properties, "privateLinkServiceConnections")
    assert look(connections, 0, "properties", "privateLinkServiceId") == found["accounts/ai"].id


BODY_HIDDEN = {"properties": {"privateLinkServiceConnections": [{"properties": {"privateLinkServiceId": True}}]}}
