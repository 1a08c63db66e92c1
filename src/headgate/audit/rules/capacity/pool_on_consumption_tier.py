"""A pool or circuit breaker is configured in the Consumption tier, which has neither."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look, present
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="CAP-016",
    severity="high",
    bullet="capacity.load-balancing",
    about="microsoft.apimanagement/service/backends",
    references=("https://learn.microsoft.com/azure/api-management/backends",),
    reviewed=date(2026, 11, 24),
)
def pool_on_consumption_tier(resource: Resource, graph: Graph) -> Verdict:
    """A pool or circuit breaker is configured in the Consumption tier, which has neither.

    Why:
        The Consumption tier of API Management does not support them: what the template promises does not
        happen.

    Fix (bicep):
        sku: { name: 'StandardV2', capacity: 1 }

    Pass:
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {type: Pool, pool: {services: [{id: /a}, {id: /b}]}}
        - type: Microsoft.ApiManagement/service
          name: apim
          sku: {name: StandardV2}

    Fail:
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {type: Pool, pool: {services: [{id: /a}, {id: /b}]}}
        - type: Microsoft.ApiManagement/service
          name: apim
          sku: {name: Consumption}

    Unknown:
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {type: Pool, pool: {services: [{id: /a}, {id: /b}]}}

    Not applicable:
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {url: https://oai-east.openai.azure.com/openai}
    """
    pool = word(look(resource.properties, "type")) == "pool"
    if not pool and not present(look(resource.properties, "circuitBreaker")):
        return not_applicable("it has neither pool nor breaker")
    service = graph.parent(resource)
    sku = "" if service is None else word(look(service.sku, "name"))
    if service is None or not sku:
        return unknown("the tier of the service is not shown")
    quote = Quote(service, "sku.name", look(service.sku, "name"))
    return failed("the tier is Consumption", quote) if sku == "consumption" else passed(f"the tier is {sku}", quote)
