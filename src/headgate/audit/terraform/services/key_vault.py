"""Key Vault."""

from headgate.audit.terraform.mapping import Table, enabled, objects, to

TABLES = (
    Table("azurerm_key_vault", "Microsoft.KeyVault/vaults", {
        "sku_name": to("sku.name"), "tenant_id": to("tenantId"),
        "enable_rbac_authorization": to("enableRbacAuthorization"),
        "rbac_authorization_enabled": to("enableRbacAuthorization"),
        "purge_protection_enabled": to("enablePurgeProtection"),
        "soft_delete_retention_days": to("softDeleteRetentionInDays"),
        "public_network_access_enabled": enabled("publicNetworkAccess"),
        "network_acls.default_action": to("networkAcls.defaultAction"), "network_acls.bypass": to("networkAcls.bypass"),
        "network_acls.ip_rules": objects("networkAcls.ipRules", "value"),
        "network_acls.virtual_network_subnet_ids": objects("networkAcls.virtualNetworkRules", "id"),
    }, left_open=frozenset({"network_acls"})),
    Table("azurerm_key_vault_secret", "Microsoft.KeyVault/vaults/secrets", {
        "content_type": to("contentType"), "value": to("value"), "expiration_date": to("attributes.exp"),
    }, parent="key_vault_id"),
)  # fmt: skip
