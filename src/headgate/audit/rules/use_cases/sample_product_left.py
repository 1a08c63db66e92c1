"""A sample product of API Management is still there."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown


@rule(
    id="USE-009",
    severity="low",
    bullet="use-cases.service-principal",
    about="microsoft.apimanagement/service/products",
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-add-products",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000048",)},
)
def sample_product_left(resource: Resource, _: Graph) -> Verdict:
    """A sample product of API Management is still there.

    Why:
        Starter and Unlimited come with a new service. Unlimited has no limit; what is in either belongs to
        no use case.

    Fix (az):
        az apim product delete --product-id unlimited --delete-subscriptions true --service-name APIM --resource-group GROUP

    Pass:
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {displayName: bot}

    Fail:
        - type: Microsoft.ApiManagement/service/products
          name: apim/unlimited
          properties: {displayName: Unlimited}

    Unknown:
        - type: Microsoft.ApiManagement/service/products
          name: "(unknown: it has no value)"
          properties: {displayName: bot}
    """
    name = resource.short_name.lower()
    if "(unknown" in resource.name:
        return unknown("its name cannot be told")
    said = Quote(resource, "name", name)
    return failed(f"it is {name}", said) if name in {"starter", "unlimited"} else passed(f"it is {name}", said)
