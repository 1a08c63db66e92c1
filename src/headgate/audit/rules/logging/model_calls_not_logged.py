"""An API's Azure Monitor diagnostic leaves model calls out."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import MISSING, look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="LOG-010",
    severity="low",
    bullet="logging.apim",
    about=("microsoft.apimanagement/service/apis/diagnostics",),
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-llm-logs",),
    reviewed=date(2026, 11, 24),
)
def model_calls_not_logged(resource: Resource, _: Graph) -> Verdict:
    """An API's Azure Monitor diagnostic leaves model calls out.

    Why:
        GatewayLlmLogs stays empty until largeLanguageModel.logs is enabled for the API, whatever the
        diagnostic setting of the service sends.

    Fix (bicep):
        properties: { largeLanguageModel: { logs: 'enabled', requests: { messages: 'all', maxSizeInBytes: 262144 } } }

    Fix (portal):
        API > Settings > Azure Monitor: log LLM messages

    Pass:
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/openai/azuremonitor
          properties: {largeLanguageModel: {logs: enabled}}

    Fail:
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/openai/azuremonitor
          properties: {largeLanguageModel: {logs: disabled}}

    Fail (off by default):
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/openai/azuremonitor
          properties: {verbosity: information}

    Unknown:
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/openai/azuremonitor
          properties: {largeLanguageModel: !unknown it has no value}

    Not applicable:
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/chat/applicationinsights
          properties: {}

    Not applicable (an API without models):
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/orders/azuremonitor
          properties: {}
    """
    if resource.short_name.lower() != "azuremonitor":
        return not_applicable("only diagnostics for Azure Monitor log model calls")
    value = look(resource.properties, "largeLanguageModel", "logs")
    if value is MISSING and not any(part in resource.name.lower() for part in ("openai", "inference", "llm", "aoai")):
        return not_applicable("nothing shows that the API is about models")
    quote = Quote(resource, "properties.largeLanguageModel.logs", value)
    logged = word(value)
    return passed("they are logged", quote) if logged == "enabled" else failed(f"it is {logged or 'not set'}", quote)
