"""The access log of Front Door is sent nowhere."""

from datetime import date

from headgate.audit.diagnostics import judge_logs
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, not_applicable


@rule(
    id="LOG-005",
    severity="medium",
    bullet="logging.traceable",
    about="microsoft.cdn/profiles",
    references=("https://learn.microsoft.com/azure/frontdoor/front-door-diagnostics",),
    reviewed=date(2026, 11, 24),
    also={"azqr": ("afd-001",)},
)
def front_door_logs_not_sent(resource: Resource, graph: Graph) -> Verdict:
    """The access log of Front Door is sent nowhere.

    Why:
        A request begins at Front Door. Its access log has the reference that callers see in an error;
        without it the first hop of every request is dark.

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
        - type: Microsoft.Cdn/profiles
          name: afd-prod
          sku: {name: Premium_AzureFrontDoor}
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: afd-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{categoryGroup: allLogs, enabled: true}]}

    Pass (by category):
        - type: Microsoft.Cdn/profiles
          name: afd-prod
          sku: {name: Premium_AzureFrontDoor}
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: afd-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{category: FrontDoorAccessLog, enabled: true}]}

    Fail:
        - type: Microsoft.Cdn/profiles
          name: afd-prod
          sku: {name: Premium_AzureFrontDoor}

    Fail (there, and off):
        - type: Microsoft.Cdn/profiles
          name: afd-prod
          sku: {name: Premium_AzureFrontDoor}
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: afd-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{category: FrontDoorAccessLog, enabled: false}]}

    Fail (sent nowhere):
        - type: Microsoft.Cdn/profiles
          name: afd-prod
          sku: {name: Premium_AzureFrontDoor}
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: afd-prod
          properties: {logs: [{category: FrontDoorAccessLog, enabled: true}]}

    Unknown:
        - type: Microsoft.Cdn/profiles
          name: afd-prod
          sku: {name: Premium_AzureFrontDoor}
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: afd-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: !unknown "parameter logs has no value"}

    Unknown (an export without the settings):
        - type: Microsoft.Cdn/profiles
          name: afd-prod
          source: az-export
          sku: {name: Premium_AzureFrontDoor}
    """
    if "frontdoor" not in word(look(resource.sku, "name")):
        return not_applicable("the profile is no Front Door")
    return judge_logs(resource, graph, ["FrontDoorAccessLog"])
