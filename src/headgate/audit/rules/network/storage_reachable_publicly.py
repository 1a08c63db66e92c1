"""A storage account can be reached from the public internet."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.network.public import judge_public_endpoint
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="NET-007",
    severity="medium",
    bullet="security.private-endpoints",
    about="microsoft.storage/storageaccounts",
    references=("https://learn.microsoft.com/azure/storage/common/storage-network-security",),
    reviewed=date(2026, 11, 24),
    also={"checkov": ("CKV_AZURE_59",), "azure-policy": ("b2982f36-99f2-4db5-8eff-283140c09693",)},
)
def storage_reachable_publicly(resource: Resource, _: Graph) -> Verdict:
    """A storage account can be reached from the public internet.

    Why:
        Its public endpoint answers everybody who has or guesses a credential; a private endpoint beside it closes nothing.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.publicNetworkAccess=Disabled

    Fix (bicep):
        properties: {publicNetworkAccess: 'Disabled'}

    Fix (terraform):
        public_network_access_enabled = false

    Pass:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {publicNetworkAccess: Disabled}

    Fail:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {publicNetworkAccess: Enabled}

    Fail (by default):
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {}

    Pass (rules that let nobody in):
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {publicNetworkAccess: Enabled, networkAcls: {defaultAction: Deny, ipRules: [], virtualNetworkRules: []}}

    Fail (rules that let somebody in):
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {publicNetworkAccess: Enabled, networkAcls: {defaultAction: Deny, ipRules: [{value: 203.0.113.7}]}}

    Unknown:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {publicNetworkAccess: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          existing: true
    """
    return judge_public_endpoint(resource)
