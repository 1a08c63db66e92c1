from headgate.audit.graph.value import look
from tests.unit.audit.terraform.plans import change, configured, plan, refers
from tests.unit.audit.terraform.shapes import seen

SUBNET = change(
    "azurerm_subnet.s", {"name": "pe", "virtual_network_name": "v", "resource_group_name": "rg"}, {"id": True}
)
STORAGE_ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st"


def test_a_group_associated_with_a_subnet_is_the_subnets_group() -> None:
    group = change("azurerm_network_security_group.g", {"name": "nsg", "resource_group_name": "rg"}, {"id": True})
    tie = change(
        "azurerm_subnet_network_security_group_association.t",
        {},
        {"id": True, "subnet_id": True, "network_security_group_id": True},
    )
    configuration = configured(
        "azurerm_subnet_network_security_group_association.t",
        subnet_id=refers("azurerm_subnet.s.id"),
        network_security_group_id=refers("azurerm_network_security_group.g.id"),
    )
    found = seen(plan(SUBNET, group, tie, resources=[configuration]))

    subnet = found["subnets/pe"]
    assert look(subnet.properties, "networkSecurityGroup", "id") == found["networksecuritygroups/nsg"].id
    assert not subnet.existing


def test_network_rules_of_an_account_that_is_not_declared_here_show_only_themselves() -> None:
    rules = change(
        "azurerm_storage_account_network_rules.r",
        {"storage_account_id": STORAGE_ID, "default_action": "Deny", "bypass": ["None"]},
    )
    account = seen(plan(rules))["storageaccounts/st"]

    assert account.existing
    assert account.properties == {"networkAcls": {"defaultAction": "Deny", "bypass": "None"}}


def test_an_update_by_azapi_wins_over_what_it_updates() -> None:
    account = change(
        "azurerm_cognitive_account.a",
        {"name": "oai", "resource_group_name": "rg", "local_auth_enabled": True, "kind": "OpenAI"},
        {"id": True},
    )
    update = change(
        "azapi_update_resource.u",
        {
            "type": "Microsoft.CognitiveServices/accounts@2025-06-01",
            "body": {"properties": {"disableLocalAuth": True}},
        },
        {"resource_id": True},
    )
    configuration = configured("azapi_update_resource.u", resource_id=refers("azurerm_cognitive_account.a.id"))
    found = seen(plan(account, update, resources=[configuration]))["accounts/oai"]

    assert look(found.properties, "disableLocalAuth") is True
    assert found.kind == "OpenAI"
