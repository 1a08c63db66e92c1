from headgate.audit.collect.flattened import nested
from headgate.audit.graph.value import MISSING, Unknown, look


def test_a_flattened_resource_gets_its_properties_back() -> None:
    item = {
        "id": "/x",
        "name": "a",
        "type": "t",
        "location": "l",
        "resourceGroup": "g",
        "publicNetworkAccess": "Disabled",
    }

    assert nested(item, "a.b/c") == {"location": "l", "properties": {"publicNetworkAccess": "Disabled"}}


def test_a_nested_resource_stays_as_it_is() -> None:
    assert nested({"kind": "OpenAI", "properties": {"a": 1}}, "a.b/c") == {"kind": "OpenAI", "properties": {"a": 1}}


def test_parts_of_lists_get_their_properties_back_however_deep() -> None:
    item = {"subnets": [{"name": "s", "addressPrefix": "p", "delegations": [{"name": "d", "serviceName": "w"}]}]}

    assert nested(item, "microsoft.network/virtualnetworks")["properties"] == {
        "subnets": [
            {
                "name": "s",
                "properties": {
                    "addressPrefix": "p",
                    "delegations": [{"name": "d", "properties": {"serviceName": "w"}}],
                },
            }
        ]
    }


def test_an_sku_that_arm_keeps_inside_goes_inside() -> None:
    assert nested({"sku": {"name": "Basic"}}, "microsoft.cache/redis") == {"properties": {"sku": {"name": "Basic"}}}
    assert nested({"sku": {"name": "S0"}}, "a.b/c")["sku"] == {"name": "S0"}


def test_lists_without_properties_say_nothing_of_them() -> None:
    """``az resource list`` and ``az keyvault list`` of a whole subscription."""
    generic = {
        "changedTime": "t", "createdTime": "t", "extendedLocation": None, "id": "/x", "kind": None, "name": "kv",
        "plan": None, "properties": None, "provisioningState": "Succeeded", "sku": None, "type": "t",
    }  # fmt: skip

    for item in (generic, {"id": "/x", "name": "kv", "tags": {}, "type": "t"}):
        assert isinstance(nested(item, "microsoft.keyvault/vaults")["properties"], Unknown)


def test_what_az_calls_otherwise_gets_arms_name() -> None:
    rules = {"defaultAction": "Deny", "ipRules": [{"ipAddressOrRange": "1.2.3.4"}]}
    item = {"enableHttpsTrafficOnly": False, "networkRuleSet": rules, "properties": None}

    assert nested(item, "microsoft.storage/storageaccounts")["properties"] == {
        "supportsHttpsTrafficOnly": False,
        "networkAcls": {"defaultAction": "Deny", "ipRules": [{"value": "1.2.3.4"}]},
    }


def test_what_az_leaves_out_is_unknown_and_not_absent() -> None:
    found = nested({"url": "https://oai.openai.azure.com"}, "microsoft.apimanagement/service/backends")["properties"]

    assert isinstance(look(found, "circuitBreaker"), Unknown)
    whole = nested({"properties": {"url": "x"}}, "microsoft.apimanagement/service/backends")["properties"]
    assert look(whole, "circuitBreaker") is MISSING
