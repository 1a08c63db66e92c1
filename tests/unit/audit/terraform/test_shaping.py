import datetime
from typing import Any

from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import MISSING, Unknown, look
from headgate.audit.secrets import comes_from_listing
from headgate.audit.terraform.declared import declared_in
from headgate.audit.terraform.references import References
from headgate.audit.terraform.shaping import Shaping
from tests.unit.audit.terraform.plans import change, configured, plan, refers
from tests.unit.audit.terraform.shapes import seen

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


def test_what_is_left_to_azure_has_azures_default() -> None:
    address = "azurerm_network_security_group.g"
    diagnostic = "azurerm_api_management_diagnostic.d"
    found = seen(
        plan(
            change(address, {"name": "nsg", "resource_group_name": "rg"}, {**NEW, "security_rule": True}),
            change(
                "azurerm_network_security_rule.r",
                {"name": "ssh", "network_security_group_name": "nsg", "resource_group_name": "rg", "access": "Allow"},
                NEW,
            ),
            change(
                diagnostic,
                {"identifier": "applicationinsights", "api_management_name": "a", "resource_group_name": "rg"},
                {**NEW, "sampling_percentage": True, "http_correlation_protocol": True},
            ),
            resources=[
                configured(address, name={"constant_value": "nsg"}),
                configured(diagnostic, sampling_percentage=refers("var.rate")),
            ],
        )
    )

    rules = look(found["networksecuritygroups/nsg"].properties, "securityRules")
    assert [look(one, "name") for one in rules] == ["ssh"]  # type: ignore[union-attr]  # a list
    properties = found["diagnostics/applicationinsights"].properties
    assert look(properties, "httpCorrelationProtocol") is MISSING
    assert isinstance(look(properties, "sampling", "percentage"), Unknown)


def test_a_block_that_nobody_can_see_through_stays_unknown() -> None:
    address = "azurerm_network_security_group.g"
    [found] = shaped(
        plan(change(address, {"name": "nsg"}, {**NEW, "security_rule": True}), resources=[configured(address, name={})])
    )

    assert isinstance(look(found.properties, "securityRules"), Unknown)


def test_of_an_old_and_a_new_name_the_known_one_counts() -> None:
    values = {"name": "redis", "enable_non_ssl_port": False}
    [found] = shaped(plan(change("azurerm_redis_cache.r", values, {**NEW, "non_ssl_port_enabled": True})))

    assert look(found.properties, "enableNonSslPort") is False


def test_a_backend_has_its_breaker_and_its_credentials() -> None:
    condition = {"count": 1, "interval_duration": "PT10S", "status_code_range": [{"min": 429, "max": 429}]}
    rule = {"name": "b", "accept_retry_after_enabled": True, "failure_condition": [condition]}
    values = {
        "name": "oai", "url": "https://oai.openai.azure.com/openai",
        "circuit_breaker_rule": [rule], "credentials": [{"header": {"api-key": "{{key}}"}}],
    }  # fmt: skip
    [found] = shaped(plan(change("azurerm_api_management_backend.b", values)))

    [breaker] = look(found.properties, "circuitBreaker", "rules")  # type: ignore[misc]  # a list
    assert look(breaker, "failureCondition", "statusCodeRanges") == [{"min": 429, "max": 429}]
    assert look(breaker, "acceptRetryAfter") is True
    assert look(found.properties, "credentials", "header", "api-key") == ["{{key}}"]


def test_old_protocols_of_a_gateway_are_custom_properties() -> None:
    for attribute in ("frontend_tls10_enabled", "enable_frontend_tls10"):
        [found] = shaped(plan(change("azurerm_api_management.a", {"name": "a", "security": [{attribute: True}]})))
        key = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10"
        assert look(found.properties, "customProperties", key) == "true"


def test_bodies_of_answers_that_a_diagnostic_logs() -> None:
    values = {"identifier": "applicationinsights", "frontend_response": [{"body_bytes": 1024}]}
    [found] = shaped(plan(change("azurerm_api_management_diagnostic.d", values)))

    assert look(found.properties, "frontend", "response", "body", "bytes") == 1024


def test_the_database_of_a_managed_redis_is_a_resource_of_its_own() -> None:
    values = {
        "name": "redis",
        "default_database": [{"access_keys_authentication_enabled": True, "client_protocol": "Plaintext"}],
    }
    cluster, database = shaped(plan(change("azurerm_managed_redis.r", values)))

    assert (database.type, database.name) == (f"{cluster.type}/databases", "redis/default")
    assert database.properties == {"accessKeysAuthentication": "Enabled", "clientProtocol": "Plaintext"}


def test_what_a_function_app_keeps_apart_is_a_setting() -> None:
    address = "azurerm_linux_function_app.f"
    storage = change("azurerm_storage_account.s", {"name": "st", "resource_group_name": "rg"}, NEW)
    app = change(
        address,
        {
            "name": "fn",
            "app_settings": {"MODE": "x"},
            "site_config": [{}],
        },
        {**NEW, "storage_account_access_key": True, "site_config": [{"application_insights_connection_string": True}]},
    )
    configuration = configured(
        address,
        storage_account_access_key=refers("azurerm_storage_account.s.primary_access_key"),
        site_config=[{"application_insights_connection_string": refers("azurerm_application_insights.i.x")}],
    )
    found = shaped(plan(storage, app, resources=[configuration]))[1]

    listed = look(found.properties, "siteConfig", "appSettings")
    names = [look(one, "name") for one in listed]  # type: ignore[union-attr]  # a list
    assert names == ["MODE", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AzureWebJobsStorage"]
    assert comes_from_listing(look(listed, 2, "value"))


def test_a_container_shows_its_variables_and_where_its_secrets_are_kept() -> None:
    values = {
        "name": "ca",
        "secret": [
            {"name": "key", "key_vault_secret_id": "https://kv.vault.azure.net/secrets/k", "identity": "System"}
        ],
        "template": [{"container": [{"name": "bot", "env": [{"name": "OPENAI_API_KEY", "secret_name": "key"}]}]}],
    }
    [found] = shaped(plan(change("azurerm_container_app.c", values)))

    assert look(found.properties, "template", "containers", 0, "env", 0, "secretRef") == "key"
    assert str(look(found.properties, "configuration", "secrets", 0, "keyVaultUrl")).startswith("https://kv.")


def test_addresses_of_cosmos_are_a_list_or_before_version_4_a_text() -> None:
    for written in ("1.2.3.4,5.6.7.0/24", ["1.2.3.4", "5.6.7.0/24"]):
        [found] = shaped(plan(change("azurerm_cosmosdb_account.c", {"name": "c", "ip_range_filter": written})))
        assert look(found.properties, "ipRules", 1, "ipAddressOrRange") == "5.6.7.0/24"


def test_a_list_of_ids_is_filled_in_where_it_refers_to_as_many() -> None:
    address = "azurerm_monitor_metric_alert.m"
    alert = change(address, {"name": "busy", "scopes": [None]}, {**NEW, "scopes": [True]})
    written = configured(address, scopes=refers("azurerm_cognitive_account.a.id"))
    found = shaped(plan(ACCOUNT, alert, resources=[written]))[1]

    assert look(found.properties, "scopes") == [ACCOUNT_ID]


def test_a_name_that_refers_to_something_is_certainly_there() -> None:
    address = "azurerm_cognitive_account.b"
    named = change(address, {"name": "b", "kind": "OpenAI"}, {**NEW, "custom_subdomain_name": True})
    random = change("random_string.r", {}, {"result": True})
    written = configured(address, custom_subdomain_name=refers("random_string.r.result"))
    found = shaped(plan(random, named, resources=[written]))[0]

    assert getattr(look(found.properties, "customSubDomainName"), "filled", False) is True


def test_a_group_that_is_sent_and_not_kept_is_found_in_the_configuration() -> None:
    address = "azurerm_subnet.s"
    group = change("azurerm_network_security_group.g", {"name": "nsg", "resource_group_name": "rg"}, NEW)
    subnet = change(address, {"name": "pe", "virtual_network_name": "v", "network_security_group_id_wo": None}, NEW)
    written = configured(address, network_security_group_id_wo=refers("azurerm_network_security_group.g.id"))
    found = shaped(plan(group, subnet, resources=[written]))

    assert look(found[1].properties, "networkSecurityGroup", "id") == found[0].id


def test_a_block_that_azure_fills_is_absent_where_it_is_not_written() -> None:
    address = "azurerm_cosmosdb_account.c"
    account = change(address, {"name": "cosmos"}, {**NEW, "backup": True})
    [found] = shaped(plan(account, resources=[configured(address, name={"constant_value": "cosmos"})]))
    [hidden] = shaped(plan(account))

    assert look(found.properties, "backupPolicy", "type") is MISSING
    assert isinstance(look(hidden.properties, "backupPolicy", "type"), Unknown), "there is no configuration"


def test_a_named_value_that_refers_to_a_secret_follows_it_or_names_one_version() -> None:
    address = "azurerm_api_management_named_value.n"
    vault = change("azurerm_key_vault.k", {"name": "kv", "resource_group_name": "rg"}, NEW)
    kept = change("azurerm_key_vault_secret.s", {"name": "openai-key"}, {**NEW, "key_vault_id": True})
    value = change(address, {"name": "key"}, {**NEW, "value_from_key_vault": [{"secret_id": True}]})

    def named(attribute: str) -> object:
        resources = [
            configured("azurerm_key_vault_secret.s", key_vault_id=refers("azurerm_key_vault.k.id")),
            configured(
                address, value_from_key_vault=[{"secret_id": refers(f"azurerm_key_vault_secret.s.{attribute}")}]
            ),
        ]
        return look(shaped(plan(vault, kept, value, resources=resources))[2].properties, "keyVault", "secretIdentifier")

    assert named("versionless_id") == "https://kv.vault.azure.net/secrets/openai-key"
    assert named("id") == "https://kv.vault.azure.net/secrets/openai-key/{version}"


def test_an_alert_on_the_activity_log_has_its_conditions() -> None:
    criteria = [
        {"category": "Administrative", "operation_name": "Microsoft.CognitiveServices/accounts/listKeys/action"}
    ]
    [found] = shaped(plan(change("azurerm_monitor_activity_log_alert.a", {"name": "keys", "criteria": criteria})))

    listed = look(found.properties, "condition", "allOf")
    assert [look(one, "field") for one in listed] == ["category", "operationName"]  # type: ignore[union-attr]  # a list


def test_a_connection_says_how_it_authenticates() -> None:
    [found] = shaped(
        plan(change("azurerm_cognitive_account_connection_api_key.c", {"name": "c", "category": "ApiKey"}))
    )

    assert look(found.properties, "authType") == "ApiKey"
