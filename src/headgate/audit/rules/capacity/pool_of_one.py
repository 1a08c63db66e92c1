"""A pool of API Management has one member or none."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="CAP-015",
    severity="medium",
    bullet="capacity.load-balancing",
    about="microsoft.apimanagement/service/backends",
    references=("https://learn.microsoft.com/azure/api-management/backends",),
    reviewed=date(2026, 11, 24),
)
def pool_of_one(resource: Resource, _: Graph) -> Verdict:
    """A pool of API Management has one member or none.

    Why:
        There is nothing to balance over: when the one is full or down, so is the pool.

    Fix (bicep):
        pool: { services: [ { id: east.id, priority: 1 }, { id: west.id, priority: 2 } ] }

    Pass:
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {type: Pool, pool: {services: [{id: /a, priority: 1}, {id: /b, priority: 2}]}}

    Fail:
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {type: Pool, pool: {services: [{id: /a}]}}

    Unknown:
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {type: Pool, pool: {services: !unknown "it has no value"}}

    Not applicable:
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai-east
          properties: {url: https://oai-east.openai.azure.com/openai}
    """
    if word(look(resource.properties, "type")) != "pool":
        return not_applicable("it is no pool")
    services = look(resource.properties, "pool", "services")
    quote = Quote(resource, "properties.pool.services", services)
    if isinstance(services, Unknown):
        return unknown(services.reason, quote)
    count = len(services) if isinstance(services, list) else 0
    return passed(f"it has {count} members", quote) if count > 1 else failed(f"it has {count}", quote)
