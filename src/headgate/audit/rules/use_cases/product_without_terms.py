"""A product of API Management asks for agreement to nothing."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, present
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.setting import quoted, setting
from headgate.audit.verdict import Verdict, failed, not_applicable, passed, unknown


@rule(
    id="USE-010",
    severity="info",
    bullet="use-cases.service-principal",
    about="microsoft.apimanagement/service/products",
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-add-products",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000050",)},
)
def product_without_terms(resource: Resource, _: Graph) -> Verdict:
    """A product of API Management asks for agreement to nothing.

    Why:
        Who subscribes should have read what the models may be used for, what is logged, and who pays.

    Fix (bicep):
        properties: { terms: 'Models are called for …; calls are logged; …' }

    Fix (terraform):
        terms = "Models are called for …"

    Pass:
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {state: published, terms: Models are called for the bot only.}

    Fail:
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {state: published}

    Unknown:
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {state: published, terms: !unknown "parameter 'terms' has no value"}

    Not applicable (nobody sees it):
        - type: Microsoft.ApiManagement/service/products
          name: apim/bot
          properties: {state: notPublished}
    """
    terms, state = setting(resource, "terms"), setting(resource, "state")
    quote = quoted(resource, "terms")
    if present(terms) is True:
        return passed("it has terms", quote)
    for hidden in (terms, state):
        if isinstance(hidden, Unknown):
            return (
                passed("it has terms", quote)
                if hidden.filled and hidden is terms
                else unknown(f"its terms cannot be told: {hidden.reason}", quote)
            )
    if word(state) in {"", "notpublished"}:
        return not_applicable("it is not published: only administrators see it")
    return failed("terms is not set", quote)
