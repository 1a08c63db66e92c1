"""A function app sends its telemetry nowhere."""

from datetime import date

from headgate.audit.diagnostics import judge_logs
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.settings_of import app_settings
from headgate.audit.verdict import Verdict, failed, not_applicable, passed, unknown


@rule(
    id="LOG-006",
    severity="medium",
    bullet="logging.functions",
    about="microsoft.web/sites",
    references=("https://learn.microsoft.com/azure/azure-functions/configure-monitoring",),
    reviewed=date(2026, 11, 24),
)
def function_without_telemetry(resource: Resource, graph: Graph) -> Verdict:
    """A function app sends its telemetry nowhere.

    Why:
        A function that is no part of a trace is a hole in it: its failures are found by those who miss its
        results.

    Fix (az):
        az functionapp config appsettings set --ids ID --settings APPLICATIONINSIGHTS_CONNECTION_STRING=CONNECTION_STRING

    Fix (bicep):
        appSettings: [ { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString } ]

    Pass:
        - type: Microsoft.Web/sites
          name: func-bot
          kind: functionapp,linux
          properties: {siteConfig: {appSettings: [{name: APPLICATIONINSIGHTS_CONNECTION_STRING, value: InstrumentationKey=1}]}}

    Pass (by its logs):
        - type: Microsoft.Web/sites
          name: func-bot
          kind: functionapp
        - type: Microsoft.Insights/diagnosticSettings
          name: to-log
          scope: func-bot
          properties: {workspaceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/log, logs: [{category: FunctionAppLogs, enabled: true}]}

    Fail:
        - type: Microsoft.Web/sites
          name: func-bot
          kind: functionapp,linux
          properties: {siteConfig: {appSettings: [{name: FUNCTIONS_WORKER_RUNTIME, value: python}]}}

    Unknown:
        - type: Microsoft.Web/sites
          name: func-bot
          kind: functionapp,linux
          properties: {siteConfig: {appSettings: !unknown "they are read from elsewhere"}}

    Not applicable:
        - type: Microsoft.Web/sites
          name: app-bot
          kind: app,linux
    """
    if "functionapp" not in word(resource.kind):
        return not_applicable("it is no function app")
    names, complete = app_settings(resource, graph)
    if "applicationinsights_connection_string" in names or "appinsights_instrumentationkey" in names:
        return passed("its settings name Application Insights")
    logged = judge_logs(resource, graph, ["FunctionAppLogs"])
    if logged.outcome == "pass":
        return logged
    if not complete:
        return unknown("its settings are not shown whole; az functionapp config appsettings list would tell")
    if logged.outcome == "unknown":
        return logged
    return failed("no setting names Application Insights, and no diagnostic setting sends FunctionAppLogs")
