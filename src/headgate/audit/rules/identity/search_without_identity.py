"""A search service has no identity of its own."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown


@rule(
    id="IDN-027",
    severity="low",
    bullet="identity.entra",
    about="microsoft.search/searchservices",
    references=("https://learn.microsoft.com/azure/search/search-how-to-managed-identities",),
    reviewed=date(2026, 11, 24),
    also={"checkov": ("CKV_AZURE_207",)},
)
def search_without_identity(resource: Resource, _: Graph) -> Verdict:
    """A search service has no identity of its own.

    Why:
        Indexers and vectorizers call storage and models. Without an identity they do so with keys and connection strings.

    Fix (az):
        az search service update --name SEARCH --resource-group GROUP --identity-type SystemAssigned

    Fix (bicep):
        identity: { type: 'SystemAssigned' }

    Fix (terraform):
        identity { type = "SystemAssigned" }

    Pass:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          identity: {type: SystemAssigned}

    Fail:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod

    Fail (said):
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          identity: {type: None}

    Unknown:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          identity: !unknown "parameter 'identity' has no value"
    """
    kind = look(resource.identity, "type")
    quote = Quote(resource, "identity.type", kind)
    if isinstance(kind, Unknown):
        return unknown(f"its identity cannot be told: {kind.reason}", quote)
    if resource.existing and word(kind) == "":
        return unknown("it is only referred to", quote)
    if word(kind) in {"", "none"}:
        return failed("it has no identity", quote)
    return passed(f"its identity is {kind}", quote)
