"""Storage accounts and Event Hubs."""

from headgate.audit.graph.value import Value
from headgate.audit.terraform.mapping import Table, To, enabled, inverted, objects, to

_ACCOUNT = "Microsoft.Storage/storageAccounts"


def _bypass(value: Value) -> Value:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else value


TABLES = (
    Table("azurerm_storage_account", _ACCOUNT, {
        "account_kind": To("kind"), "public_network_access_enabled": enabled("publicNetworkAccess"),
        "shared_access_key_enabled": to("allowSharedKeyAccess"),
        "allow_nested_items_to_be_public": to("allowBlobPublicAccess"), "min_tls_version": to("minimumTlsVersion"),
        "https_traffic_only_enabled": to("supportsHttpsTrafficOnly"),
        "enable_https_traffic_only": to("supportsHttpsTrafficOnly"),
        "default_to_oauth_authentication": to("defaultToOAuthAuthentication"),
        "network_rules.default_action": to("networkAcls.defaultAction"),
        "network_rules.bypass": To("properties.networkAcls.bypass", _bypass),
        "network_rules.ip_rules": objects("networkAcls.ipRules", "value"),
        "network_rules.virtual_network_subnet_ids": objects("networkAcls.virtualNetworkRules", "id"),
    }, left_open=frozenset({"network_rules"})),
    Table("azurerm_storage_account_network_rules", _ACCOUNT, {
        "default_action": to("networkAcls.defaultAction"), "bypass": To("properties.networkAcls.bypass", _bypass),
        "ip_rules": objects("networkAcls.ipRules", "value"),
        "virtual_network_subnet_ids": objects("networkAcls.virtualNetworkRules", "id"),
    }, onto="storage_account_id"),
    Table("azurerm_eventhub_namespace", "Microsoft.EventHub/namespaces", {
        "sku": To("sku.name"), "public_network_access_enabled": enabled("publicNetworkAccess"),
        "local_authentication_enabled": inverted("disableLocalAuth"), "minimum_tls_version": to("minimumTlsVersion"),
    }),
)  # fmt: skip
