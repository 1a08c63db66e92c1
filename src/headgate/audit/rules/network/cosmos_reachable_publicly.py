"""A Cosmos DB account can be reached from the public internet."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.network.public import judge_closed
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="NET-004",
    severity="high",
    bullet="security.private-endpoints",
    about="microsoft.documentdb/databaseaccounts",
    references=("https://learn.microsoft.com/azure/cosmos-db/how-to-configure-private-endpoints",),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("797b37f7-06b8-444c-b1ad-fc62867f335a",), "checkov": ("CKV_AZURE_101",)},
)
def cosmos_reachable_publicly(resource: Resource, _: Graph) -> Verdict:
    """A Cosmos DB account can be reached from the public internet.

    Why:
        Its public endpoint answers everybody who has or guesses a credential; a private endpoint beside it closes nothing.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.publicNetworkAccess=Disabled

    Fix (bicep):
        properties: {publicNetworkAccess: 'Disabled'}

    Fix (terraform):
        public_network_access_enabled = false

    Pass:
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          properties: {publicNetworkAccess: Disabled}

    Fail:
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          properties: {publicNetworkAccess: Enabled}

    Fail (by default):
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          properties: {publicNetworkAccess: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.DocumentDB/databaseAccounts
          name: cosno-bot-prod
          existing: true
    """
    return judge_closed(resource)
