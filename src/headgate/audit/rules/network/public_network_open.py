"""An account can be reached from the public internet."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.network.public import judge_public_endpoint
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="NET-001",
    severity="high",
    bullet="security.private-endpoints",
    about="microsoft.cognitiveservices/accounts",
    references=("https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",),
    reviewed=date(2026, 11, 24),
    also={
        "psrule": (
            "AZR-000280",
            "AZR-000283",
        ),
        "azure-policy": (
            "47ba1dd7-28d9-4b07-a8d5-9813bed64e0c",
            "037eea7a-bd0a-46c5-9a66-03aea78705d3",
        ),
        "checkov": ("CKV_AZURE_134",),
    },
)
def public_network_open(resource: Resource, _: Graph) -> Verdict:
    """An account can be reached from the public internet.

    Why:
        Whoever has a key or a token can call it from anywhere. Address rules narrow that and do not end it: an account
        with address rules is still a public one, whatever other tools say of it.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.publicNetworkAccess=Disabled

    Fix (bicep):
        properties: {publicNetworkAccess: 'Disabled'}

    Fix (terraform):
        public_network_access_enabled = false

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {publicNetworkAccess: Disabled}

    Fail:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {publicNetworkAccess: Enabled}

    Fail (by default):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {}

    Pass (rules that let nobody in):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {publicNetworkAccess: Enabled, networkAcls: {defaultAction: Deny, ipRules: [], virtualNetworkRules: []}}

    Fail (rules that let somebody in):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {publicNetworkAccess: Enabled, networkAcls: {defaultAction: Deny, ipRules: [{value: 203.0.113.7}]}}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          properties: {publicNetworkAccess: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          existing: true
    """
    return judge_public_endpoint(resource)
