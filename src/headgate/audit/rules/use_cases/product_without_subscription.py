"""A product of API Management can be called without a subscription."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed


@rule(
    id="USE-007",
    severity="high",
    bullet="use-cases.service-principal",
    about="microsoft.apimanagement/service/products",
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-add-products",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000046",)},
)
def product_without_subscription(resource: Resource, _: Graph) -> Verdict:
    """A product of API Management can be called without a subscription.

    Why:
        Its callers are anonymous: no use case can be told, limited or charged, unless a policy validates a
        token in every call.

    Fix (bicep):
        properties: { subscriptionRequired: true }

    Fix (terraform):
        subscription_required = true

    Pass:
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {displayName: bot, subscriptionRequired: true}

    Pass (the default):
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {displayName: bot}

    Fail:
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {subscriptionRequired: false}

    Unknown:
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {subscriptionRequired: !unknown "later"}
    """
    value = look(resource.properties, "subscriptionRequired")
    quote = Quote(resource, "properties.subscriptionRequired", value)
    return (
        failed("subscriptionRequired is false", quote)
        if word(value) == "false"
        else passed("a subscription is required", quote)
    )
