"""AI Search."""

from headgate.audit.terraform.mapping import Table, To, inverted, objects, to

TABLES = (
    Table("azurerm_search_service", "Microsoft.Search/searchServices", {
        "sku": To("sku.name"), "replica_count": to("replicaCount"), "partition_count": to("partitionCount"),
        "public_network_access_enabled": To("properties.publicNetworkAccess",
            lambda value: "enabled" if value is True else "disabled"),
        "local_authentication_enabled": inverted("disableLocalAuth"),
        "authentication_failure_mode": to("authOptions.aadOrApiKey.aadAuthFailureMode"),
        "semantic_search_sku": to("semanticSearch"), "hosting_mode": to("hostingMode"),
        "customer_managed_key_enforcement_enabled": To("properties.encryptionWithCmk.enforcement",
            lambda value: "Enabled" if value is True else "Disabled"),
        "allowed_ips": objects("networkRuleSet.ipRules", "value"),
        "network_rule_bypass_option": to("networkRuleSet.bypass"),
    }),
)  # fmt: skip
