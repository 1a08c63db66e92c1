"""Anybody who can sign up may subscribe to a product of API Management."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look, same
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="USE-008",
    severity="low",
    bullet="use-cases.service-principal",
    about="microsoft.apimanagement/service/products",
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-add-products",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000047",)},
)
def product_without_approval(resource: Resource, _: Graph) -> Verdict:
    """Anybody who can sign up may subscribe to a product of API Management.

    Why:
        A use case is somebody's decision: without approval, callers come that nobody knows or budgeted for.

    Fix (bicep):
        properties: { approvalRequired: true, subscriptionsLimit: 1 }

    Fix (terraform):
        approval_required = true

    Pass:
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {approvalRequired: true}

    Fail:
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {subscriptionRequired: true, state: published}

    Unknown:
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {approvalRequired: !unknown "later"}

    Not applicable (nobody sees it):
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {state: notPublished}
    """
    value = look(resource.properties, "approvalRequired")
    quote = Quote(resource, "properties.approvalRequired", value)
    if same(value, True):
        return passed("somebody approves each subscription", quote)
    if word(look(resource.properties, "state")) in {"", "notpublished"} and not word(value):
        return not_applicable("it is not published: only administrators see it")
    return failed(f"approvalRequired is {word(value) or 'not set, which means false'}", quote)
