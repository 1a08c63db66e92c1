"""Azure OpenAI and AI Services accounts and their deployments."""

from headgate.audit.terraform.mapping import SKU, Each, Table, To, each, enabled, inverted, objects, to, within

_ACCOUNT = "Microsoft.CognitiveServices/accounts"
_COMMON = {
    **SKU,
    "custom_subdomain_name": to("customSubDomainName"),
    "outbound_network_access_restricted": to("restrictOutboundNetworkAccess"),
    "fqdns": to("allowedFqdnList"),
    "network_acls.default_action": to("networkAcls.defaultAction"),
    "network_acls.bypass": to("networkAcls.bypass"),
    "network_acls.ip_rules": objects("networkAcls.ipRules", "value"),
    "network_acls.virtual_network_rules": each(
        "networkAcls.virtualNetworkRules", subnet_id=within("id", identifier=True)
    ),
    "customer_managed_key.key_vault_key_id": To("properties.encryption.keySource", lambda _: "Microsoft.KeyVault"),
}

_CONNECTIONS = {
    "account_key": "AccountKey",
    "account_managed_identity": "AccountManagedIdentity",
    "api_key": "ApiKey",
    "custom_keys": "CustomKeys",
    "entra_id": "AAD",
}
"""How a connection authenticates, by the end of its type in azurerm."""

TABLES = (
    *(
        Table(
            f"azurerm_cognitive_account_connection_{kind}",
            f"{_ACCOUNT}/connections",
            {"category": to("category"), "target": to("target")},
            parent="cognitive_account_id",
            fixed={"properties.authType": how},
        )
        for kind, how in _CONNECTIONS.items()
    ),
    Table(
        "azurerm_cognitive_account",
        _ACCOUNT,
        {
            **_COMMON,
            "kind": To("kind"),
            "local_auth_enabled": inverted("disableLocalAuth"),
            "public_network_access_enabled": enabled("publicNetworkAccess"),
            "dynamic_throttling_enabled": to("dynamicThrottlingEnabled"),
            "project_management_enabled": to("allowProjectManagement"),
            "network_injection": each(
                "networkInjections", scenario=within("scenario"), subnet_id=within("subnetArmId", identifier=True)
            ),
        },
    ),
    Table(
        "azurerm_ai_services",
        _ACCOUNT,
        {
            **_COMMON,
            "local_authentication_enabled": inverted("disableLocalAuth"),
            "public_network_access": to("publicNetworkAccess"),
        },
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
        {
            "base_policy_name": to("basePolicyName"),
            "mode": to("mode"),
            "content_filter": Each(
                "properties.contentFilters",
                {
                    "name": within("name"),
                    "filter_enabled": within("enabled"),
                    "block_enabled": within("blocking"),
                    "severity_threshold": within("severityThreshold"),
                    "source": within("source"),
                },
            ),
        },
        parent="cognitive_account_id",
    ),
    Table(
        "azurerm_cognitive_account_project",
        f"{_ACCOUNT}/projects",
        {"display_name": to("displayName"), "description": to("description")},
        parent="cognitive_account_id",
    ),
    Table(
        "azurerm_cognitive_account_customer_managed_key",
        _ACCOUNT,
        {"key_vault_key_id": To("properties.encryption.keySource", lambda _: "Microsoft.KeyVault")},
        onto="cognitive_account_id",
    ),
)
