"""A search service can be reached from the public internet."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.network.public import judge_closed
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="NET-002",
    severity="high",
    bullet="security.private-endpoints",
    about="microsoft.search/searchservices",
    references=("https://learn.microsoft.com/azure/search/service-create-private-endpoint",),
    reviewed=date(2026, 11, 24),
    also={
        "azure-policy": ("ee980b6d-0eca-4501-8d54-f6290fd512c3",),
        "checkov": (
            "CKV_AZURE_210",
            "CKV_AZURE_124",
        ),
        "azqr": ("srch-004",),
        "prowler": ("aisearch_service_not_publicly_accessible",),
    },
)
def search_reachable_publicly(resource: Resource, _: Graph) -> Verdict:
    """A search service can be reached from the public internet.

    Why:
        Its public endpoint answers everybody who has or guesses a credential; a private endpoint beside it closes nothing.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.publicNetworkAccess=Disabled

    Fix (bicep):
        properties: {publicNetworkAccess: 'Disabled'}

    Fix (terraform):
        public_network_access_enabled = false

    Pass:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          properties: {publicNetworkAccess: Disabled}

    Fail:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          properties: {publicNetworkAccess: Enabled}

    Fail (by default):
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          properties: {publicNetworkAccess: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          existing: true
    """
    return judge_closed(resource)
