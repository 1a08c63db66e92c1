import datetime
from typing import Any

from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import Unknown, look
from headgate.audit.terraform.declared import declared_in
from headgate.audit.terraform.references import References
from headgate.audit.terraform.shaping import Shaping
from tests.unit.audit.terraform.plans import change, configured, plan, refers

SOURCE = Source("plan.json", "terraform-plan", datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC))
NEW = {"id": True}
ACCOUNT = change(
    "azurerm_cognitive_account.a",
    {
        "name": "oai",
        "resource_group_name": "rg",
        "kind": "OpenAI",
        "sku_name": "S0",
        "location": "swedencentral",
        "local_auth_enabled": False,
        "public_network_access_enabled": False,
        "network_acls": [{"default_action": "Deny", "ip_rules": ["1.2.3.4"]}],
    },
    NEW,
)
ACCOUNT_ID = "/subscriptions/template/resourcegroups/rg/providers/microsoft.cognitiveservices/accounts/oai"


def shaped(data: dict[str, Any]) -> list[Resource]:
    declared = declared_in(data)
    shaping = Shaping(References(data, declared), SOURCE)
    return [resource for one in declared for resource in shaping.resources(one)]


def test_an_account_in_arms_shape() -> None:
    [found] = shaped(plan(ACCOUNT))

    assert (found.id, found.name, found.kind, found.sku) == (ACCOUNT_ID, "oai", "OpenAI", {"name": "S0"})
    assert found.properties == {
        "disableLocalAuth": True,
        "publicNetworkAccess": "Disabled",
        "networkAcls": {"defaultAction": "Deny", "ipRules": [{"value": "1.2.3.4"}]},
    }


def test_a_deployment_finds_its_account_before_there_is_one() -> None:
    deployment = change(
        "azurerm_cognitive_deployment.d",
        {"name": "gpt", "model": [{"name": "gpt-4o", "version": "2024-11-20"}], "sku": [{"name": "Standard"}]},
        {**NEW, "cognitive_account_id": True},
    )
    configuration = configured(
        "azurerm_cognitive_deployment.d", cognitive_account_id=refers("azurerm_cognitive_account.a.id")
    )
    found = shaped(plan(ACCOUNT, deployment, resources=[configuration]))

    assert (found[1].id, found[1].name) == (f"{ACCOUNT_ID}/deployments/gpt", "oai/gpt")
    assert look(found[1].properties, "model", "name") == "gpt-4o"


def test_a_private_endpoint_with_its_zones() -> None:
    endpoint = change(
        "azurerm_private_endpoint.p",
        {
            "name": "pe",
            "resource_group_name": "rg",
            "private_service_connection": [
                {"name": "c", "is_manual_connection": False, "subresource_names": ["account"]}
            ],
            "private_dns_zone_group": [{"name": "default"}],
        },
        {
            **NEW,
            "private_service_connection": [{"private_connection_resource_id": True}],
            "private_dns_zone_group": [{"private_dns_zone_ids": True}],
        },
    )
    zone = change(
        "azurerm_private_dns_zone.z", {"name": "privatelink.openai.azure.com", "resource_group_name": "rg"}, NEW
    )
    configuration = configured(
        "azurerm_private_endpoint.p",
        private_service_connection=[{"private_connection_resource_id": refers("azurerm_cognitive_account.a.id")}],
        private_dns_zone_group=[{"private_dns_zone_ids": refers("azurerm_private_dns_zone.z.id")}],
    )
    found = {
        one.type.rpartition("/")[2]: one for one in shaped(plan(ACCOUNT, endpoint, zone, resources=[configuration]))
    }

    connection = look(found["privateendpoints"].properties, "privateLinkServiceConnections", 0, "properties")
    assert connection == {"privateLinkServiceId": ACCOUNT_ID, "groupIds": ["account"]}
    configs = look(found["privatednszonegroups"].properties, "privateDnsZoneConfigs")
    assert configs == [{"properties": {"privateDnsZoneId": found["privatednszones"].id}}]


def test_diagnostics_and_roles_know_what_they_are_about() -> None:
    diagnostic = change(
        "azurerm_monitor_diagnostic_setting.d",
        {"name": "d", "target_resource_id": ACCOUNT_ID, "enabled_log": [{"category": "Audit"}]},
        {**NEW, "log_analytics_workspace_id": True},
    )
    role = change(
        "azurerm_role_assignment.r",
        {"role_definition_name": "Cognitive Services OpenAI User"},
        {**NEW, "scope": True, "name": True, "principal_id": True},
    )
    configuration = configured("azurerm_role_assignment.r", scope=refers("azurerm_cognitive_account.a.id"))
    found = shaped(plan(ACCOUNT, diagnostic, role, resources=[configuration]))

    assert [one.scope for one in found] == [None, ACCOUNT_ID, ACCOUNT_ID]
    assert look(found[1].properties, "logs") == [{"category": "Audit", "enabled": True}]
    assert isinstance(look(found[1].properties, "workspaceId"), Unknown)
    assert str(look(found[2].properties, "roleDefinitionId")).endswith("5e0bd9bd-7b93-4f28-af87-19fc36ad61bd")


def test_azapi_is_arm_already() -> None:
    body = {"kind": "AIServices", "properties": {"disableLocalAuth": True}}
    values = {
        "type": "Microsoft.CognitiveServices/accounts@2024-10-01",
        "name": "ai",
        "location": "eastus",
        "body": body,
    }
    [found] = shaped(plan(change("azapi_resource.a", {**values, "parent_id": "/subscriptions/s/resourceGroups/RG"})))

    assert found.id == "/subscriptions/s/resourcegroups/rg/providers/microsoft.cognitiveservices/accounts/ai"
    assert (found.kind, found.location, found.properties) == ("AIServices", "eastus", {"disableLocalAuth": True})


def test_a_state_has_the_real_ids() -> None:
    values = {"id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv", "name": "kv"}
    resources = [{"address": "azurerm_key_vault.k", "type": "azurerm_key_vault", "values": values}]
    [found] = shaped({"format_version": "1.0", "values": {"root_module": {"resources": resources}}})

    assert found.id == str(values["id"]).lower()


def test_parents_in_a_circle_end() -> None:
    address = "azurerm_cognitive_deployment.d"
    loop = configured(address, cognitive_account_id=refers(f"{address}.id"))
    [found] = shaped(plan(change(address, {"name": "d"}, {**NEW, "cognitive_account_id": True}), resources=[loop]))

    assert found.type == "microsoft.cognitiveservices/accounts/deployments"
