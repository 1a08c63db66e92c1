"""A subscription of API Management opens every API."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.ids import parent_id
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown


@rule(
    id="USE-006",
    severity="medium",
    bullet="use-cases.service-principal",
    about="microsoft.apimanagement/service/subscriptions",
    references=("https://learn.microsoft.com/azure/api-management/api-management-subscriptions",),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("3aa03346-d8c5-4994-a5bc-7652c2a2aef1",)},
)
def subscription_for_all_apis(resource: Resource, _: Graph) -> Verdict:
    """A subscription of API Management opens every API.

    Why:
        Whoever holds its key may call all that is there now and all that comes. It belongs to no use case,
        so nothing of it can be limited or charged.

    Fix (bicep):
        properties: { scope: product.id, displayName: 'support-bot' }

    Fix (az):
        az rest --method patch --url SUBSCRIPTION_ID?api-version=2022-08-01 --body '{"properties": {"scope": "/products/support-bot"}}'

    Pass:
        - type: Microsoft.ApiManagement/service/subscriptions
          name: apim/bot
          properties: {scope: /products/bot}

    Fail:
        - type: Microsoft.ApiManagement/service/subscriptions
          name: apim/all
          properties: {scope: /apis}

    Unknown:
        - type: Microsoft.ApiManagement/service/subscriptions
          name: apim/all
          properties: {scope: !unknown "later"}
    """
    value = look(resource.properties, "scope")
    quote = Quote(resource, "properties.scope", value)
    scope = word(value).rstrip("/")
    if not scope:
        return unknown("its scope is not shown", quote)
    if scope.endswith("/apis") or scope == "apis":
        return failed("its scope is all APIs", quote)
    if parent_id(resource.id) == scope:
        return failed("its scope is the whole service", quote)
    return passed(f"its scope is {value}", quote)
