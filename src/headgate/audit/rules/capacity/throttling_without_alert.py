"""Nobody is alerted when an account throttles or a provisioned deployment is full."""

from datetime import date
from typing import Final

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import first_unknown, look, same
from headgate.audit.openai import serves_models, word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

_ALERT: Final = "microsoft.insights/metricalerts"
_METRICS: Final = frozenset(
    {
        "azureopenairequests",
        "azureopenaiprovisionedmanagedutilizationv2",
        "azureopenaiavailabilityrate",
        "clienterrors",
        "ratelimit",
        "totalerrors",
        "modelrequests",
        "provisionedutilization",
    }
)


@rule(
    id="CAP-018",
    severity="low",
    bullet="capacity.throttling",
    about="microsoft.cognitiveservices/accounts",
    references=("https://learn.microsoft.com/azure/ai-services/openai/how-to/monitor-openai",),
    reviewed=date(2026, 11, 24),
)
def throttling_without_alert(resource: Resource, graph: Graph) -> Verdict:
    """Nobody is alerted when an account throttles or a provisioned deployment is full.

    Why:
        Callers learn of 429 before anybody else does. An alert on requests split by status code, or on
        utilisation, tells whoever can raise the quota. Alerts on other metrics do not count.

    Fix (az):
        az monitor metrics alert create --name busy --resource-group GROUP --scopes ID --condition "total AzureOpenAIRequests > 10 where StatusCode includes 429"

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
        - type: Microsoft.Insights/metricAlerts
          name: busy
          properties: {enabled: true, scopes: [!id oai-a], criteria: {allOf: [{metricName: AzureOpenAIRequests}]}}

    Fail:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus

    Fail (an alert about something else):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
        - type: Microsoft.Insights/metricAlerts
          name: busy
          properties: {enabled: true, scopes: [!id oai-a], criteria: {allOf: [{metricName: SuccessRate}]}}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
        - type: Microsoft.Insights/metricAlerts
          name: busy
          properties: !unknown "it has no value"

    Unknown (an export without alerts):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
          source: az-export
    """
    if not serves_models(resource):
        return not_applicable("it holds no models")
    alerts = graph.of_type(_ALERT)
    for alert in alerts:
        if first_unknown(look(alert.properties, "scopes"), look(alert.properties, "criteria")) is None and _tells(
            alert, resource
        ):
            return passed(f"{alert.name} does", Quote(alert, "properties.criteria", look(alert.properties, "criteria")))
    if any(first_unknown(alert.properties) is not None for alert in alerts):
        return unknown("what the alerts are about cannot be told")
    if not graph.absence_counts(_ALERT, resource):
        return unknown("the alerts are not in what was given")
    if not alerts:
        return failed("there is no metric alert")
    return failed(f"none of {len(alerts)} metric alerts is about its requests or utilisation")


def _tells(alert: Resource, account: Resource) -> bool:
    scopes = look(alert.properties, "scopes")
    within = [
        one
        for one in (scopes if isinstance(scopes, list) else ())
        if account.id.startswith(str(one).lower().rstrip("/"))
    ]
    criteria = look(alert.properties, "criteria", "allOf")
    names = {word(look(one, "metricName")) for one in (criteria if isinstance(criteria, list) else ())}
    return bool(within) and bool(names & _METRICS) and same(look(alert.properties, "enabled"), False) is not True
