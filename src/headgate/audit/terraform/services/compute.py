"""Function apps, web apps and container apps."""

from headgate.audit.terraform.mapping import Table, To, enabled, ident, to

_APP = {
    "https_only": to("httpsOnly"), "public_network_access_enabled": enabled("publicNetworkAccess"),
    "virtual_network_subnet_id": ident("virtualNetworkSubnetId"), "service_plan_id": ident("serverFarmId"),
    "enabled": to("enabled"), "site_config.minimum_tls_version": to("siteConfig.minTlsVersion"),
    "site_config.ftps_state": to("siteConfig.ftpsState"), "site_config.http2_enabled": to("siteConfig.http20Enabled"),
    "site_config.application_insights_connection_string": to("siteConfig.applicationInsightsConnectionString"),
    "app_settings": To("properties.siteConfig.appSettings",
        lambda value: [{"name": name, "value": one} for name, one in value.items()]
        if isinstance(value, dict) else value),
    "auth_settings_v2.auth_enabled": to("siteConfig.siteAuthEnabled"),
}  # fmt: skip

TABLES = (
    *(
        Table(f"azurerm_{system}_{kind}_app", "Microsoft.Web/sites", _APP, fixed={"kind": written})
        for system in ("linux", "windows")
        for kind, written in (("function", "functionapp"), ("web", "app"))
    ),
    Table("azurerm_function_app_flex_consumption", "Microsoft.Web/sites", _APP, fixed={"kind": "functionapp,linux"}),
    Table("azurerm_service_plan", "Microsoft.Web/serverfarms", {"sku_name": To("sku.name"), "os_type": To("kind")}),
    Table("azurerm_container_app", "Microsoft.App/containerApps", {
        "ingress.external_enabled": to("configuration.ingress.external"),
        "container_app_environment_id": ident("managedEnvironmentId"),
    }),
    Table("azurerm_container_app_environment", "Microsoft.App/managedEnvironments", {
        "internal_load_balancer_enabled": to("vnetConfiguration.internal"),
        "infrastructure_subnet_id": ident("vnetConfiguration.infrastructureSubnetId"),
    }),
)  # fmt: skip
