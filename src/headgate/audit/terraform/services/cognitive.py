"""Azure OpenAI and AI Services accounts and their deployments."""

from headgate.audit.terraform.mapping import SKU, Table, To, each, enabled, ident, inverted, to, within

_ACCOUNT = "Microsoft.CognitiveServices/accounts"
_COMMON = {
    **SKU,
    "custom_subdomain_name": to("customSubDomainName"),
    "outbound_network_access_restricted": to("restrictOutboundNetworkAccess"),
    "fqdns": to("allowedFqdnList"),
    "dynamic_throttling_enabled": to("dynamicThrottlingEnabled"),
    "network_acls.default_action": to("networkAcls.defaultAction"),
    "network_acls.bypass": to("networkAcls.bypass"),
    "network_acls.ip_rules": To(
        "properties.networkAcls.ipRules",
        lambda value: [{"value": one} for one in value] if isinstance(value, list) else value,
    ),
    "network_acls.virtual_network_rules": each(
        "networkAcls.virtualNetworkRules", subnet_id=within("id", identifier=True)
    ),
    "customer_managed_key.key_vault_key_id": To("properties.encryption.keySource", lambda _: "Microsoft.KeyVault"),
    "local_auth_enabled": inverted("disableLocalAuth"),
    "local_authentication_enabled": inverted("disableLocalAuth"),
}

TABLES = (
    Table(
        "azurerm_cognitive_account",
        _ACCOUNT,
        {**_COMMON, "kind": To("kind"), "public_network_access_enabled": enabled("publicNetworkAccess")},
    ),
    Table(
        "azurerm_ai_services",
        _ACCOUNT,
        {**_COMMON, "public_network_access": to("publicNetworkAccess")},
        fixed={"kind": "AIServices"},
    ),
    Table(
        "azurerm_cognitive_deployment",
        f"{_ACCOUNT}/deployments",
        {
            "model.format": to("model.format"),
            "model.name": to("model.name"),
            "model.version": to("model.version"),
            "sku.name": To("sku.name"),
            "sku.capacity": To("sku.capacity"),
            "scale.type": To("sku.name"),
            "scale.capacity": To("sku.capacity"),
            "rai_policy_name": to("raiPolicyName"),
            "version_upgrade_option": to("versionUpgradeOption"),
            "dynamic_throttling_enabled": to("dynamicThrottlingEnabled"),
        },
        parent="cognitive_account_id",
    ),
    Table(
        "azurerm_cognitive_account_rai_policy",
        f"{_ACCOUNT}/raiPolicies",
        {"base_policy_name": to("basePolicyName"), "mode": to("mode")},
        parent="cognitive_account_id",
    ),
    Table(
        "azurerm_cognitive_account_customer_managed_key",
        f"{_ACCOUNT}/encryption",
        {"key_vault_key_id": ident("keyVaultProperties.keyIdentifier")},
        parent="cognitive_account_id",
        name="=default",
    ),
)
