"""Cosmos DB, Redis, PostgreSQL."""

from headgate.audit.graph.value import Value
from headgate.audit.terraform.mapping import Each, Inner, Table, To, each, enabled, ident, inverted, to, within


def _addresses(value: Value) -> Value:
    """Write addresses as objects: a list since version 4 of azurerm, a text with commas before."""
    listed = [one.strip() for one in value.split(",") if one.strip()] if isinstance(value, str) else value
    return [{"ipAddressOrRange": one} for one in listed] if isinstance(listed, list) else value


TABLES = (
    Table("azurerm_cosmosdb_account", "Microsoft.DocumentDB/databaseAccounts", {
        "kind": To("kind"), "public_network_access_enabled": enabled("publicNetworkAccess"),
        "local_authentication_disabled": to("disableLocalAuth"),
        "local_authentication_enabled": inverted("disableLocalAuth"),
        "is_virtual_network_filter_enabled": to("isVirtualNetworkFilterEnabled"),
        "automatic_failover_enabled": to("enableAutomaticFailover"), "minimal_tls_version": to("minimalTlsVersion"),
        "multiple_write_locations_enabled": to("enableMultipleWriteLocations"),
        "access_key_metadata_writes_enabled": inverted("disableKeyBasedMetadataWriteAccess"),
        "backup.type": to("backupPolicy.type"),
        "ip_range_filter": To("properties.ipRules", _addresses),
        "geo_location": each("locations", location=within("locationName"),
            failover_priority=within("failoverPriority"), zone_redundant=within("isZoneRedundant")),
        "capabilities": each("capabilities", name=within("name")),
    }, left_open=frozenset({"backup"})),
    Table("azurerm_cosmosdb_sql_container", "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers", {
        "default_ttl": to("resource.defaultTtl"),
    }, parent_names=("account_name", "database_name")),
    Table("azurerm_redis_cache", "Microsoft.Cache/redis", {
        "sku_name": to("sku.name"), "family": to("sku.family"), "capacity": to("sku.capacity"),
        "enable_non_ssl_port": to("enableNonSslPort"), "non_ssl_port_enabled": to("enableNonSslPort"),
        "minimum_tls_version": to("minimumTlsVersion"), "public_network_access_enabled": enabled("publicNetworkAccess"),
        "access_keys_authentication_enabled": inverted("disableAccessKeyAuthentication"),
        "redis_configuration.active_directory_authentication_enabled": to("redisConfiguration.aad-enabled"),
        "redis_configuration.maxmemory_policy": to("redisConfiguration.maxmemory-policy"),
    }),
    Table("azurerm_redis_enterprise_cluster", "Microsoft.Cache/redisEnterprise", {
        "sku_name": To("sku.name"), "minimum_tls_version": to("minimumTlsVersion"),
    }),
    Table("azurerm_redis_enterprise_database", "Microsoft.Cache/redisEnterprise/databases", {
        "client_protocol": to("clientProtocol"), "eviction_policy": to("evictionPolicy"),
        "module": Each("properties.modules", {"name": within("name")}),
    }, parent="cluster_id"),
    Table("azurerm_managed_redis", "Microsoft.Cache/redisEnterprise", {
        "sku_name": To("sku.name"), "public_network_access": to("publicNetworkAccess"),
        "high_availability_enabled": enabled("highAvailability"),
    }, inner=(Inner("default_database", "databases", {
        "access_keys_authentication_enabled": enabled("accessKeysAuthentication"),
        "client_protocol": to("clientProtocol"), "eviction_policy": to("evictionPolicy"),
        "clustering_policy": to("clusteringPolicy"), "module": Each("properties.modules", {"name": within("name")}),
    }),)),
    Table("azurerm_postgresql_flexible_server", "Microsoft.DBforPostgreSQL/flexibleServers", {
        "sku_name": To("sku.name"), "version": to("version"),
        "public_network_access_enabled": enabled("network.publicNetworkAccess"),
        "delegated_subnet_id": ident("network.delegatedSubnetResourceId"),
        "private_dns_zone_id": ident("network.privateDnsZoneArmResourceId"),
        "authentication.active_directory_auth_enabled": enabled("authConfig.activeDirectoryAuth"),
        "authentication.password_auth_enabled": enabled("authConfig.passwordAuth"),
        "backup_retention_days": to("backup.backupRetentionDays"),
        "geo_redundant_backup_enabled": enabled("backup.geoRedundantBackup"),
        "high_availability.mode": to("highAvailability.mode"),
    }, left_open=frozenset({"authentication"})),
    Table("azurerm_postgresql_flexible_server_firewall_rule",
        "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules", {
        "start_ip_address": to("startIpAddress"), "end_ip_address": to("endIpAddress"),
    }, parent="server_id"),
)  # fmt: skip
