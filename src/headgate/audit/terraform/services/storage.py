"""Storage accounts and Event Hubs."""

from headgate.audit.terraform.mapping import Table, To, enabled, inverted, to

TABLES = (
    Table("azurerm_storage_account", "Microsoft.Storage/storageAccounts", {
        "account_kind": To("kind"), "public_network_access_enabled": enabled("publicNetworkAccess"),
        "shared_access_key_enabled": to("allowSharedKeyAccess"),
        "allow_nested_items_to_be_public": to("allowBlobPublicAccess"), "min_tls_version": to("minimumTlsVersion"),
        "https_traffic_only_enabled": to("supportsHttpsTrafficOnly"),
        "enable_https_traffic_only": to("supportsHttpsTrafficOnly"),
        "default_to_oauth_authentication": to("defaultToOAuthAuthentication"),
        "network_rules.default_action": to("networkAcls.defaultAction"),
        "network_rules.ip_rules": To("properties.networkAcls.ipRules",
            lambda value: [{"value": one} for one in value] if isinstance(value, list) else value),
    }),
    Table("azurerm_eventhub_namespace", "Microsoft.EventHub/namespaces", {
        "sku": To("sku.name"), "public_network_access_enabled": enabled("publicNetworkAccess"),
        "local_authentication_enabled": inverted("disableLocalAuth"), "minimum_tls_version": to("minimumTlsVersion"),
    }),
)  # fmt: skip
