"""A search service accepts api keys."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="IDN-002",
    severity="high",
    bullet="identity.entra",
    about="microsoft.search/searchservices",
    references=("https://learn.microsoft.com/azure/search/search-security-enable-roles",),
    reviewed=date(2026, 11, 24),
    also={
        "azure-policy": (
            "6300012e-e9a4-4649-b41f-a85f5c43be91",
            "71ef260a-8f18-47b7-abcb-62d0673d94dc",
        )
    },
)
def search_accepts_keys(resource: Resource, _: Graph) -> Verdict:
    """A search service accepts api keys.

    Why:
        A key is a shared secret: what is done with it belongs to nobody, it does not expire, and whoever may list it has
        all of the data.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.disableLocalAuth=true

    Fix (bicep):
        properties: {disableLocalAuth: true}

    Fix (terraform):
        local_authentication_enabled = false

    Pass:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          properties: {disableLocalAuth: true}

    Fail:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          properties: {disableLocalAuth: false}

    Fail (by default):
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          properties: {disableLocalAuth: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          existing: true
    """
    return expect(resource, "disableLocalAuth", True, default=False, otherwise="keys are accepted")
