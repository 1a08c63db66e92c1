"""The name of what a private endpoint leads to does not lead to the endpoint."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.network.zones import judge_zones
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="NET-015",
    severity="high",
    bullet="security.private-endpoints",
    about="microsoft.network/privateendpoints",
    references=("https://learn.microsoft.com/azure/private-link/private-endpoint-dns",),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("c4bc6f10-cb41-49eb-b000-d5ab82e2a091",)},
)
def endpoint_without_its_dns_zone(resource: Resource, graph: Graph) -> Verdict:
    """The name of what a private endpoint leads to does not lead to the endpoint.

    Why:
        Without a record in the right private zone callers resolve the public name, get the public address, and are refused, or go
        around the endpoint. An account of kind AIServices answers under three names and needs three zones.

    Fix (az):
        az network private-endpoint dns-zone-group create --endpoint-name PEP --resource-group GROUP --name default --zone-name ZONE --private-dns-zone ZONE

    Fix (bicep):
        resource zones 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = {
          parent: endpoint
          name: 'default'
          properties: { privateDnsZoneConfigs: [{ name: 'oai', properties: { privateDnsZoneId: zone.id } }] }
        }

    Fix (terraform):
        private_dns_zone_group { private_dns_zone_ids = [azurerm_private_dns_zone.openai.id] }

    Pass:
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id oai-bot-prod, groupIds: [account]}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}
        - type: Microsoft.Network/privateEndpoints/privateDnsZoneGroups
          name: pep-oai/default
          properties:
            privateDnsZoneConfigs:
              - {name: oai, properties: {privateDnsZoneId: !id privatelink.openai.azure.com}}
        - type: Microsoft.Network/privateDnsZones
          name: privatelink.openai.azure.com

    Pass (a record written by hand):
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id oai-bot-prod, groupIds: [account]}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}
        - type: Microsoft.Network/privateDnsZones
          name: privatelink.openai.azure.com
        - type: Microsoft.Network/privateDnsZones/A
          name: privatelink.openai.azure.com/oai-bot-prod

    Fail:
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id oai-bot-prod, groupIds: [account]}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}

    Fail (another zone):
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id oai-bot-prod, groupIds: [account]}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}
        - type: Microsoft.Network/privateEndpoints/privateDnsZoneGroups
          name: pep-oai/default
          properties:
            privateDnsZoneConfigs:
              - {name: oai, properties: {privateDnsZoneId: !id privatelink.cognitiveservices.azure.com}}
        - type: Microsoft.Network/privateDnsZones
          name: privatelink.cognitiveservices.azure.com

    Fail (AIServices with one of three):
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id oai-bot-prod, groupIds: [account]}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: AIServices
          properties: {publicNetworkAccess: Disabled}
        - type: Microsoft.Network/privateEndpoints/privateDnsZoneGroups
          name: pep-oai/default
          properties:
            privateDnsZoneConfigs:
              - {name: oai, properties: {privateDnsZoneId: !id privatelink.openai.azure.com}}
        - type: Microsoft.Network/privateDnsZones
          name: privatelink.openai.azure.com

    Unknown (an export of endpoints only):
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id oai-bot-prod, groupIds: [account]}
          source: az-export
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}

    Unknown (which zone):
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id oai-bot-prod, groupIds: [account]}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}
        - type: Microsoft.Network/privateEndpoints/privateDnsZoneGroups
          name: pep-oai/default
          properties:
            privateDnsZoneConfigs:
              - {name: oai, properties: {privateDnsZoneId: !unknown "parameter 'zoneId' has no value"}}
    """
    return judge_zones(resource, graph)
