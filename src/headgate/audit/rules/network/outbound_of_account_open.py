"""An account may call any address on the internet."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="NET-010",
    severity="low",
    bullet="security.private-endpoints",
    about="microsoft.cognitiveservices/accounts",
    references=("https://learn.microsoft.com/azure/ai-services/cognitive-services-data-loss-prevention",),
    reviewed=date(2026, 11, 24),
    also={"checkov": ("CKV_AZURE_247",)},
)
def outbound_of_account_open(resource: Resource, _: Graph) -> Verdict:
    """An account may call any address on the internet.

    Why:
        Features that fetch by themselves (images by URL, data sources, webhooks) can carry data out to an address that an
        attacker names in a prompt.

    Fix (az):
        az resource update --ids ACCOUNT_ID --set properties.restrictOutboundNetworkAccess=true properties.allowedFqdnList='["stbotprod.blob.core.windows.net"]'

    Fix (bicep):
        properties: { restrictOutboundNetworkAccess: true, allowedFqdnList: ['stbotprod.blob.core.windows.net'] }

    Fix (terraform):
        outbound_network_access_restricted = true

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {restrictOutboundNetworkAccess: true}

    Fail:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {restrictOutboundNetworkAccess: false}

    Fail (by default):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {restrictOutboundNetworkAccess: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          existing: true
    """
    return expect(resource, "restrictOutboundNetworkAccess", True, default=False, otherwise="it may call any address")
