"""A key vault can be reached from the public internet."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.network.public import judge_public_endpoint
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="NET-003",
    severity="high",
    bullet="security.private-endpoints",
    about="microsoft.keyvault/vaults",
    references=("https://learn.microsoft.com/azure/key-vault/general/network-security",),
    reviewed=date(2026, 11, 24),
    also={"checkov": ("CKV_AZURE_189",), "azure-policy": ("405c5871-3e91-4644-8a63-58e19d68ff5b",)},
)
def key_vault_reachable_publicly(resource: Resource, _: Graph) -> Verdict:
    """A key vault can be reached from the public internet.

    Why:
        Its public endpoint answers everybody who has or guesses a credential; a private endpoint beside it closes nothing.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.publicNetworkAccess=Disabled

    Fix (bicep):
        properties: {publicNetworkAccess: 'Disabled'}

    Fix (terraform):
        public_network_access_enabled = false

    Pass:
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {publicNetworkAccess: Disabled}

    Fail:
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {publicNetworkAccess: Enabled}

    Fail (by default):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {}

    Pass (rules that let nobody in):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {publicNetworkAccess: Enabled, networkAcls: {defaultAction: Deny, ipRules: [], virtualNetworkRules: []}}

    Fail (rules that let somebody in):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {publicNetworkAccess: Enabled, networkAcls: {defaultAction: Deny, ipRules: [{value: 203.0.113.7}]}}

    Unknown:
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          properties: {publicNetworkAccess: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.KeyVault/vaults
          name: kv-bot-prod
          existing: true
    """
    return judge_public_endpoint(resource)
