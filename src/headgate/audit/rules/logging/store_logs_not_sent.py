"""Who reads what from a store is logged nowhere."""

from datetime import date
from typing import Final

from headgate.audit.diagnostics import judge_logs
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_WANTED: Final = {
    "microsoft.documentdb/databaseaccounts": ("DataPlaneRequests", ()),
    "microsoft.keyvault/vaults": ("AuditEvent", ("audit",)),
    "microsoft.search/searchservices": ("OperationLogs", ()),
}
"""By type: the category, and the groups that hold it."""


@rule(
    id="LOG-013",
    severity="low",
    bullet="logging.traceable",
    about=tuple(_WANTED),
    references=(
        "https://learn.microsoft.com/azure/search/search-monitor-enable-logging",
        "https://learn.microsoft.com/azure/key-vault/general/logging",
        "https://learn.microsoft.com/azure/cosmos-db/monitor-resource-logs",
    ),
    reviewed=date(2026, 11, 24),
    also={
        "azure-policy": ("b4330a05-a843-4bc8-bf9a-cacce50c67f4", "cf820ca0-f99e-4f3e-84fb-66e913812d21"),
    },
)
def store_logs_not_sent(resource: Resource, graph: Graph) -> Verdict:
    """Who reads what from a store is logged nowhere.

    Why:
        A question passes the search index, the vault and the database. When an answer was wrong or a secret is out, the trace ends
        at the store that kept no log.

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
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: srch-bot-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{category: OperationLogs, enabled: true}]}

    Pass (a group that holds it):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: kv-bot-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{categoryGroup: audit, enabled: true}]}

    Fail:
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod

    Fail (there, and off):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: kv-bot-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{category: AuditEvent, enabled: false}]}

    Unknown:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: srch-bot-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: !unknown "parameter 'logs' has no value"}

    Unknown (an export without the settings):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          source: az-export
    """
    category, groups = _WANTED[resource.type]
    return judge_logs(resource, graph, [category], groups=groups)
