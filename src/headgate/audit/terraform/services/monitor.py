"""Diagnostic settings, workspaces, Application Insights, alerts."""

from headgate.audit.terraform.mapping import Each, Table, To, enabled, ident, inverted, to, within

_LOG = {"category": within("category"), "category_group": within("categoryGroup")}
_CONDITIONS = "properties.condition.allOf"

TABLES = (
    Table("azurerm_monitor_diagnostic_setting", "Microsoft.Insights/diagnosticSettings", {
        "log_analytics_workspace_id": ident("workspaceId"), "storage_account_id": ident("storageAccountId"),
        "eventhub_authorization_rule_id": ident("eventHubAuthorizationRuleId"), "eventhub_name": to("eventHubName"),
        "partner_solution_id": ident("marketplacePartnerId"),
        "log_analytics_destination_type": to("logAnalyticsDestinationType"),
        "enabled_log": Each("properties.logs", {**_LOG, "enabled": within("enabled")}),
        "log": Each("properties.logs", {**_LOG, "enabled": within("enabled")}),
        "metric": Each("properties.metrics", {"category": within("category"), "enabled": within("enabled")}),
        "enabled_metric": Each("properties.metrics", {"category": within("category"), "enabled": within("enabled")}),
    }, scope="target_resource_id"),
    Table("azurerm_log_analytics_workspace", "Microsoft.OperationalInsights/workspaces", {
        "sku": to("sku.name"), "retention_in_days": to("retentionInDays"),
        "daily_quota_gb": to("workspaceCapping.dailyQuotaGb"),
        "local_authentication_disabled": to("features.disableLocalAuth"),
        "local_authentication_enabled": inverted("features.disableLocalAuth"),
        "internet_ingestion_access_type": to("publicNetworkAccessForIngestion"),
        "internet_query_access_type": to("publicNetworkAccessForQuery"),
        "internet_ingestion_enabled": enabled("publicNetworkAccessForIngestion"),
        "internet_query_enabled": enabled("publicNetworkAccessForQuery"),
    }),
    Table("azurerm_application_insights", "Microsoft.Insights/components", {
        "application_type": to("Application_Type"), "workspace_id": ident("WorkspaceResourceId"),
        "sampling_percentage": to("SamplingPercentage"), "local_authentication_disabled": to("DisableLocalAuth"),
        "local_authentication_enabled": inverted("DisableLocalAuth"),
        "retention_in_days": to("RetentionInDays"),
    }),
    Table("azurerm_monitor_metric_alert", "Microsoft.Insights/metricAlerts", {
        "scopes": ident("scopes"), "enabled": to("enabled"), "severity": to("severity"),
        "criteria": Each("properties.criteria.allOf", {
            "metric_name": within("metricName"), "metric_namespace": within("metricNamespace"),
            "operator": within("operator"), "threshold": within("threshold"),
        }),
    }),
    Table("azurerm_monitor_activity_log_alert", "Microsoft.Insights/activityLogAlerts", {
        "scopes": ident("scopes"), "enabled": to("enabled"),
        "criteria.category": To(_CONDITIONS, lambda value: [{"field": "category", "equals": value}], wraps=True),
        "criteria.operation_name": To(
            _CONDITIONS, lambda value: [{"field": "operationName", "equals": value}], wraps=True
        ),
    }),
)  # fmt: skip
