"""The gateway log of API Management is sent nowhere."""

from datetime import date

from headgate.audit.diagnostics import judge_logs
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="LOG-003",
    severity="high",
    bullet="logging.apim",
    about="microsoft.apimanagement/service",
    references=("https://learn.microsoft.com/azure/api-management/monitor-api-management-reference",),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("567c93f7",), "azqr": ("apim-001",)},
)
def apim_logs_not_sent(resource: Resource, graph: Graph) -> Verdict:
    """The gateway log of API Management is sent nowhere.

    Why:
        GatewayLogs has one line per call: which API, which backend, what was answered and how long it took.
        Without it a failing backend is seen by callers only.

    Fix (az):
        az monitor diagnostic-settings create --name to-log --resource ID --workspace WORKSPACE_ID --logs '[{"categoryGroup": "allLogs", "enabled": true}]'

    Fix (bicep):
        resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
          name: 'to-log', scope: it
          properties: { workspaceId: workspace.id, logs: [ { categoryGroup: 'allLogs', enabled: true } ] }
        }

    Fix (terraform):
        resource "azurerm_monitor_diagnostic_setting" "logs" {
          target_resource_id = ID, log_analytics_workspace_id = WORKSPACE_ID
          enabled_log { category_group = "allLogs" }
        }

    Pass:
        - type: Microsoft.ApiManagement/service
          name: apim-prod
          sku: {name: Developer}
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: apim-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{categoryGroup: allLogs, enabled: true}]}

    Pass (by category):
        - type: Microsoft.ApiManagement/service
          name: apim-prod
          sku: {name: Developer}
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: apim-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{category: GatewayLogs, enabled: true}]}

    Fail:
        - type: Microsoft.ApiManagement/service
          name: apim-prod
          sku: {name: Developer}

    Fail (there, and off):
        - type: Microsoft.ApiManagement/service
          name: apim-prod
          sku: {name: Developer}
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: apim-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{category: GatewayLogs, enabled: false}]}

    Fail (sent nowhere):
        - type: Microsoft.ApiManagement/service
          name: apim-prod
          sku: {name: Developer}
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: apim-prod
          properties: {logs: [{category: GatewayLogs, enabled: true}]}

    Unknown:
        - type: Microsoft.ApiManagement/service
          name: apim-prod
          sku: {name: Developer}
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: apim-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: !unknown "parameter logs has no value"}

    Unknown (an export without the settings):
        - type: Microsoft.ApiManagement/service
          name: apim-prod
          source: az-export
          sku: {name: Developer}
    """
    return judge_logs(resource, graph, ["GatewayLogs"])
