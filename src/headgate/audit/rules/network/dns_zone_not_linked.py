"""The private zone of an endpoint is not linked to the network of the endpoint."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.network.links import judge_links
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="NET-016",
    severity="high",
    bullet="security.private-endpoints",
    about="microsoft.network/privateendpoints",
    references=("https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links",),
    reviewed=date(2026, 11, 24),
)
def dns_zone_not_linked(resource: Resource, graph: Graph) -> Verdict:
    """The private zone of an endpoint is not linked to the network of the endpoint.

    Why:
        A private zone answers only in networks that are linked to it. Unlinked, its records are seen by nobody, and callers beside
        the endpoint resolve the public address.

    Fix (az):
        az network private-dns link vnet create --zone-name privatelink.openai.azure.com --name link --virtual-network VNET_ID --registration-enabled false --resource-group GROUP

    Fix (bicep):
        resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
          parent: zone
          name: 'link'
          location: 'global'
          properties: { virtualNetwork: { id: network.id }, registrationEnabled: false }
        }

    Fix (terraform):
        resource "azurerm_private_dns_zone_virtual_network_link" "link" { virtual_network_id = azurerm_virtual_network.network.id }

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
        - type: Microsoft.Network/privateDnsZones/virtualNetworkLinks
          name: privatelink.openai.azure.com/link
          properties: {virtualNetwork: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet}}

    Pass (through a peered network):
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
        - type: Microsoft.Network/privateDnsZones/virtualNetworkLinks
          name: privatelink.openai.azure.com/link
          properties: {virtualNetwork: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/hub}}
        - type: Microsoft.Network/virtualNetworks/virtualNetworkPeerings
          name: vnet/to-hub
          id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/virtualNetworkPeerings/to-hub
          properties: {remoteVirtualNetwork: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/hub}}

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
        - type: Microsoft.Network/privateEndpoints/privateDnsZoneGroups
          name: pep-oai/default
          properties:
            privateDnsZoneConfigs:
              - {name: oai, properties: {privateDnsZoneId: !id privatelink.openai.azure.com}}
        - type: Microsoft.Network/privateDnsZones
          name: privatelink.openai.azure.com

    Fail (to another network):
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
        - type: Microsoft.Network/privateDnsZones/virtualNetworkLinks
          name: privatelink.openai.azure.com/link
          properties: {virtualNetwork: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet2}}

    Unknown (a zone of somebody else):
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
          existing: true

    Unknown (to which network):
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
        - type: Microsoft.Network/privateDnsZones/virtualNetworkLinks
          name: privatelink.openai.azure.com/link
          properties: {virtualNetwork: {id: !unknown "parameter 'vnetId' has no value"}}

    Not applicable:
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
    """
    return judge_links(resource, graph)
