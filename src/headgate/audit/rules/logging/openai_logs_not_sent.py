"""The requests of an account are logged nowhere."""

from datetime import date

from headgate.audit.diagnostics import judge_logs
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.openai import serves_models
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, not_applicable


@rule(
    id="LOG-001",
    severity="high",
    bullet="logging.openai",
    about="microsoft.cognitiveservices/accounts",
    references=(
        "https://learn.microsoft.com/azure/ai-services/openai/how-to/monitor-openai",
        "https://learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings",
    ),
    reviewed=date(2026, 11, 24),
    also={
        "azure-policy": (
            "55d1f543-d1b0-4811-9663-d6d0dbc6326d",
            "0628b917-d4b4-4af5-bc2b-b4f87cd173ab",
            "14e81583-c89c-47db-af0d-f9ddddcccd9f",
            "1b4d1c4e-934c-4703-944c-27c82c06bebb",
        ),
        "azqr": ("aif-001",),
        "aprl": ("72b1b4ad",),
    },
)
def openai_logs_not_sent(resource: Resource, graph: Graph) -> Verdict:
    """The requests of an account are logged nowhere.

    Why:
        Without the RequestResponse log nobody can say when which deployment was called, how it answered and
        how long it took. A setting whose logs are all off, or that has no destination, logs nothing.

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
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: oai-bot-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{categoryGroup: allLogs, enabled: true}]}

    Pass (by category):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: oai-bot-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{category: RequestResponse, enabled: true}]}

    Fail:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI

    Fail (there, and off):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: oai-bot-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{category: RequestResponse, enabled: false}]}

    Fail (sent nowhere):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: oai-bot-prod
          properties: {logs: [{category: RequestResponse, enabled: true}]}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: oai-bot-prod
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: !unknown "parameter logs has no value"}

    Unknown (an export without the settings):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          source: az-export
          kind: OpenAI
    """
    if not serves_models(resource):
        return not_applicable(f"an account of kind {resource.kind} holds no models")
    return judge_logs(resource, graph, ["RequestResponse"])
