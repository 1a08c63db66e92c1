"""A circuit breaker does not open at 429, or does not wait as long as Azure says."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Missing, Unknown, UnknownValueError, Value, look, present, same
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="CAP-014",
    severity="medium",
    bullet="capacity.load-balancing",
    about="microsoft.apimanagement/service/backends",
    references=("https://learn.microsoft.com/azure/api-management/backends",),
    reviewed=date(2026, 11, 24),
)
def breaker_misses_throttling(resource: Resource, _: Graph) -> Verdict:
    """A circuit breaker does not open at 429, or does not wait as long as Azure says.

    Why:
        429 is how Azure OpenAI says that a deployment is full, and Retry-After for how long. A breaker that
        ignores either sends callers into the next refusal.

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
          properties: {url: https://oai-east.openai.azure.com/openai, circuitBreaker: {rules: [{failureCondition: {count: 3, interval: PT1M, statusCodeRanges: [{min: 500, max: 599}]}, tripDuration: PT10S, acceptRetryAfter: true}]}}

    Fail (without Retry-After):
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {url: https://oai-east.openai.azure.com/openai, circuitBreaker: {rules: [{failureCondition: {count: 3, interval: PT1M, statusCodeRanges: [{min: 429, max: 429}, {min: 500, max: 599}]}, tripDuration: PT10S}]}}

    Unknown:
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {url: https://oai-east.openai.azure.com/openai, circuitBreaker: !unknown "it has no value"}

    Not applicable:
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {url: https://oai-east.openai.azure.com/openai}
    """
    if word(look(resource.properties, "type")) == "pool":
        return not_applicable("it is a pool; breakers belong to its members")
    if not _models_behind(look(resource.properties, "url")):
        return not_applicable("its address is not one of Azure OpenAI")
    rules = look(resource.properties, "circuitBreaker", "rules")
    quote = Quote(resource, "properties.circuitBreaker.rules", rules)

    if not present(rules):
        return not_applicable("it has no breaker; see CAP-013")
    for one in rules if isinstance(rules, list) else ():
        if _opens_at_429(look(one, "failureCondition", "statusCodeRanges")):
            if same(look(one, "acceptRetryAfter"), True):
                return passed("it opens at 429, for as long as Retry-After says", quote)
            return failed("it opens at 429, but does not heed Retry-After: acceptRetryAfter is not true", quote)
    return failed("no rule opens at 429", quote)


def _models_behind(url: Value | Missing) -> bool:
    return any(
        host in word(url) for host in (".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com")
    )


def _opens_at_429(ranges: Value | Missing) -> bool:
    if isinstance(ranges, Unknown):
        raise UnknownValueError(ranges.reason)
    return any(
        int(word(look(one, "min")) or 0) <= 429 <= int(word(look(one, "max")) or 0)
        for one in (ranges if isinstance(ranges, list) else ())
    )
