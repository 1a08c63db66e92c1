"""A backend of API Management has no circuit breaker."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Missing, Value, look, present
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="CAP-013",
    severity="medium",
    bullet="capacity.load-balancing",
    about="microsoft.apimanagement/service/backends",
    references=("https://learn.microsoft.com/azure/api-management/backends",),
    reviewed=date(2026, 11, 24),
)
def backend_without_breaker(resource: Resource, _: Graph) -> Verdict:
    """A backend of API Management has no circuit breaker.

    Why:
        A pool goes on sending to a member that answers 429 or is down, as nothing tells it: each of these
        calls costs its caller a retry or an error.

    Fix (bicep):
        circuitBreaker: { rules: [ { name: 'busy', tripDuration: 'PT10S', acceptRetryAfter: true
          failureCondition: { count: 1, interval: 'PT1M', statusCodeRanges: [ { min: 429, max: 429 }, { min: 500, max: 599 } ] } } ] }

    Pass:
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {url: https://oai-east.openai.azure.com/openai, circuitBreaker: {rules: [{failureCondition: {count: 3, interval: PT1M, statusCodeRanges: [{min: 429, max: 429}, {min: 500, max: 599}]}, tripDuration: PT10S, acceptRetryAfter: true}]}}

    Fail:
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {url: https://oai-east.openai.azure.com/openai, protocol: http}

    Unknown:
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {url: https://oai-east.openai.azure.com/openai, circuitBreaker: !unknown "it has no value"}

    Not applicable:
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {url: 'https://orders.contoso.com'}
    """
    if word(look(resource.properties, "type")) == "pool":
        return not_applicable("it is a pool; breakers belong to its members")
    if not _models_behind(look(resource.properties, "url")):
        return not_applicable("its address is not one of Azure OpenAI")
    rules = look(resource.properties, "circuitBreaker", "rules")
    quote = Quote(resource, "properties.circuitBreaker.rules", rules)

    return passed("it has one", quote) if present(rules) else failed("it has none", quote)


def _models_behind(url: Value | Missing) -> bool:
    return any(
        host in word(url) for host in (".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com")
    )
