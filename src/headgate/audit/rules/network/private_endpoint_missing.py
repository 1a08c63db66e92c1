"""An account has no working private endpoint."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.network.reach import private_reach
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="NET-011",
    severity="high",
    bullet="security.private-endpoints",
    about="microsoft.cognitiveservices/accounts",
    references=(
        "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks#use-private-endpoints",
    ),
    reviewed=date(2026, 11, 24),
    also={
        "psrule": ("AZR-000283",),
        "azure-policy": (
            "db630ad5-52e9-4f4d-9c44-53912fe40053",
            "d6759c02-b87f-42b7-892e-71b3f471d782",
        ),
        "azqr": ("aif-004",),
        "review-checklists": ("AI.77",),
    },
)
def private_endpoint_missing(resource: Resource, graph: Graph) -> Verdict:
    """An account has no working private endpoint.

    Why:
        Closing the public endpoint alone leaves nobody who can call; leaving it open leaves everybody. What makes an account
        private is an endpoint in a network, for the right sub-resource, whose connection is approved.

    Fix (az):
        az network private-endpoint create --name pep-NAME --resource-group GROUP --subnet SUBNET_ID --private-connection-resource-id RESOURCE_ID --group-id GROUP_ID --connection-name link

    Fix (bicep):
        resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
          name: 'pep-${account.name}'
          properties: {
            subnet: { id: subnet.id }
            privateLinkServiceConnections: [{ name: 'link', properties: { privateLinkServiceId: account.id, groupIds: ['account'] } }]
          }
        }

    Fix (terraform):
        resource "azurerm_private_endpoint" "account" { private_service_connection { subresource_names = ["account"], is_manual_connection = false } }

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id oai-bot-prod, groupIds: [account]}

    Pass (live, it lists its connections):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {privateEndpointConnections: [{properties: {privateLinkServiceConnectionState: {status: Approved}}}]}
          source: live

    Fail (closed, and no endpoint leads to it):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}

    Fail (waits for approval):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            manualPrivateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id oai-bot-prod, groupIds: [account]}

    Fail (for another sub-resource):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id oai-bot-prod, groupIds: [vault]}

    Fail (leads elsewhere):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/other, groupIds: [account]}

    Fail (live, rejected):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {privateEndpointConnections: [{properties: {privateLinkServiceConnectionState: {status: Rejected}}}]}
          source: live

    Unknown (an export of accounts only):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}
          source: az-export

    Unknown (where the endpoint leads):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !unknown "parameter 'accountId' has no value", groupIds: [account]}
    """
    return private_reach(resource, graph)
