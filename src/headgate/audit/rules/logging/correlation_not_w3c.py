"""API Management does not pass the W3C trace context on."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="LOG-007",
    severity="low",
    bullet="logging.traceable",
    about=("microsoft.apimanagement/service/apis/diagnostics", "microsoft.apimanagement/service/diagnostics"),
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-app-insights",),
    reviewed=date(2026, 11, 24),
)
def correlation_not_w3c(resource: Resource, _: Graph) -> Verdict:
    """API Management does not pass the W3C trace context on.

    Why:
        With the Legacy protocol, the default, API Management begins ids of its own. What OpenTelemetry
        measured before and after it cannot be joined to one trace.

    Fix (az):
        az rest --method patch --url DIAGNOSTIC_ID?api-version=2022-08-01 --body '{"properties": {"httpCorrelationProtocol": "W3C"}}'

    Fix (bicep):
        properties: { httpCorrelationProtocol: 'W3C' }

    Fix (terraform):
        http_correlation_protocol = "W3C"

    Pass:
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/chat/applicationinsights
          properties: {httpCorrelationProtocol: W3C}

    Fail (the default is Legacy):
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/chat/applicationinsights
          properties: {alwaysLog: allErrors}

    Unknown:
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/chat/applicationinsights
          properties: {httpCorrelationProtocol: !unknown it has no value}

    Not applicable:
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/chat/azuremonitor
          properties: {alwaysLog: allErrors}
    """
    if resource.short_name.lower() != "applicationinsights":
        return not_applicable("only diagnostics for Application Insights carry a correlation protocol")
    value = look(resource.properties, "httpCorrelationProtocol")
    quote = Quote(resource, "properties.httpCorrelationProtocol", value)
    protocol = word(value)
    if protocol == "w3c":
        return passed("it is W3C", quote)
    return failed(f"it is {protocol or 'not set, which means Legacy'}", quote)
