from headgate.audit.collect.flattened import nested


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
    assert nested({"sku": {"name": "S0"}}, "a.b/c") == {"sku": {"name": "S0"}, "properties": {}}
