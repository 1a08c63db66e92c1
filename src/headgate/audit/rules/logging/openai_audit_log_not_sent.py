"""What is done to an account is logged nowhere."""

from datetime import date

from headgate.audit.diagnostics import judge_logs
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.openai import serves_models
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, not_applicable


@rule(
    id="LOG-002",
    severity="medium",
    bullet="logging.openai",
    about="microsoft.cognitiveservices/accounts",
    references=("https://learn.microsoft.com/azure/ai-services/openai/how-to/monitor-openai",),
    reviewed=date(2026, 11, 24),
)
def openai_audit_log_not_sent(resource: Resource, graph: Graph) -> Verdict:
    """What is done to an account is logged nowhere.

    Why:
        The Audit log says who listed or regenerated keys and changed the account. After an incident it is
        the only witness, and it cannot be had afterwards.

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
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{category: Audit, enabled: true}]}

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
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{category: Audit, enabled: false}]}

    Fail (sent nowhere):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: oai-bot-prod
          properties: {logs: [{category: Audit, enabled: true}]}

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
    return judge_logs(resource, graph, ["Audit"], groups=["audit"])
