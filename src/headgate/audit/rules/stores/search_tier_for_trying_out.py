"""A search service has the tier for trying things out."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.rule import rule
from headgate.audit.setting import sku_name
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown


@rule(
    id="DAT-010",
    severity="medium",
    bullet="stores.vector",
    about="microsoft.search/searchservices",
    references=("https://learn.microsoft.com/azure/search/search-sku-tier",),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("a049bf77-880b-470f-ba6d-9f21c530cf83",), "psrule": ("Azure.Search.SKU",)},
)
def search_tier_for_trying_out(resource: Resource, _: Graph) -> Verdict:
    """A search service has the tier for trying things out.

    Why:
        The free tier is shared, has no private endpoint, no identity, no replicas, and is deleted when it is idle.

    Fix (bicep):
        sku: { name: 'standard' }

    Fix (terraform):
        sku = "standard"

    Fix (az):
        az search service create --sku standard … # a tier is chosen when it is made

    Pass:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          sku: {name: standard}
          properties: {}

    Fail:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          sku: {name: free}
          properties: {}

    Unknown:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          sku: {name: !unknown "parameter 'sku' has no value"}
          properties: {}
    """
    name = sku_name(resource)
    quote = Quote(resource, "sku.name", look(resource.sku, "name"))
    if isinstance(name, Unknown):
        return unknown(f"its tier cannot be told: {name.reason}", quote)
    return (
        failed("its tier is free", quote) if name == "free" else passed(f"its tier is {name or 'the default'}", quote)
    )
