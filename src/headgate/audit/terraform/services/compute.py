"""Function apps, web apps and container apps."""

from headgate.audit.terraform.mapping import Each, Fields, Table, To, each, enabled, ident, to, within

_SETTINGS = "properties.siteConfig.appSettings"


def _setting(name: str) -> To:
    """Write what azurerm keeps apart as the setting of an application that it is."""
    return To(_SETTINGS, lambda value: [{"name": name, "value": value}], wraps=True)


_APP: Fields = {
    "https_only": to("httpsOnly"), "public_network_access_enabled": enabled("publicNetworkAccess"),
    "virtual_network_subnet_id": ident("virtualNetworkSubnetId"), "service_plan_id": ident("serverFarmId"),
    "enabled": to("enabled"), "site_config.minimum_tls_version": to("siteConfig.minTlsVersion"),
    "site_config.ftps_state": to("siteConfig.ftpsState"), "site_config.http2_enabled": to("siteConfig.http20Enabled"),
    "app_settings": To(_SETTINGS,
        lambda value: [{"name": name, "value": one} for name, one in value.items()]
        if isinstance(value, dict) else value),
    "site_config.application_insights_connection_string": _setting("APPLICATIONINSIGHTS_CONNECTION_STRING"),
    "site_config.application_insights_key": _setting("APPINSIGHTS_INSTRUMENTATIONKEY"),
    "storage_account_access_key": _setting("AzureWebJobsStorage"),
    "connection_string": each("siteConfig.connectionStrings",
        name=within("name"), type=within("type"), value=within("connectionString")),
    "auth_settings_v2.auth_enabled": to("siteConfig.siteAuthEnabled"),
}  # fmt: skip

TABLES = (
    *(
        Table(f"azurerm_{system}_{kind}_app", "Microsoft.Web/sites", _APP, fixed={"kind": written})
        for system in ("linux", "windows")
        for kind, written in (("function", "functionapp"), ("web", "app"))
    ),
    Table("azurerm_function_app_flex_consumption", "Microsoft.Web/sites", _APP, fixed={"kind": "functionapp,linux"}),
    Table("azurerm_logic_app_standard", "Microsoft.Web/sites", _APP, fixed={"kind": "functionapp,workflowapp"}),
    Table("azurerm_app_service", "Microsoft.Web/sites", _APP, fixed={"kind": "app"}),
    Table("azurerm_function_app", "Microsoft.Web/sites", _APP, fixed={"kind": "functionapp"}),
    Table("azurerm_kubernetes_cluster", "Microsoft.ContainerService/managedClusters", {}),
    Table("azurerm_service_plan", "Microsoft.Web/serverfarms", {"sku_name": To("sku.name"), "os_type": To("kind")}),
    Table("azurerm_container_app", "Microsoft.App/containerApps", {
        "ingress.external_enabled": to("configuration.ingress.external"),
        "secret": Each("properties.configuration.secrets", {
            "name": within("name"), "value": within("value"), "key_vault_secret_id": within("keyVaultUrl"),
            "identity": within("identity"),
        }),
        "template.container": Each("properties.template.containers", {
            "name": within("name"), "image": within("image"),
            "env": Each("env", {
                "name": within("name"), "value": within("value"), "secret_name": within("secretRef"),
            }),
        }),
        "container_app_environment_id": ident("managedEnvironmentId"),
    }),
    Table("azurerm_container_app_environment", "Microsoft.App/managedEnvironments", {
        "internal_load_balancer_enabled": to("vnetConfiguration.internal"),
        "infrastructure_subnet_id": ident("vnetConfiguration.infrastructureSubnetId"),
    }),
)  # fmt: skip
