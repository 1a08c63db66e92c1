"""API Management can be reached around the route that leads to it."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.network.route import judge_route
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="NET-022",
    severity="high",
    bullet="security.apim-route",
    about="microsoft.apimanagement/service",
    references=(
        "https://learn.microsoft.com/azure/api-management/front-door-api-management",
        "https://learn.microsoft.com/azure/frontdoor/origin-security",
    ),
    reviewed=date(2026, 11, 24),
    also={"checkov": ("CKV_AZURE_174",), "azure-policy": ("df73bd95-24da-4a4f-96b9-4e8b94b402bd",)},
)
def gateway_reachable_around_its_route(resource: Resource, graph: Graph) -> Verdict:
    """API Management can be reached around the route that leads to it.

    Why:
        What Front Door filters, it filters for those who come through it. An address range or service tag alone is not enough: it
        is shared by all customers of Front Door, and anybody can point a profile of his own at the gateway.

    Fix (bicep):
        properties: { publicNetworkAccess: 'Disabled' } // and sharedPrivateLinkResource on the origin of Front Door

    Fix (policy):
        <check-header name="X-Azure-FDID" failed-check-httpcode="403" failed-check-error-message="Not through the front door" ignore-case="false">
          <value>{{FrontDoorId}}</value>
        </check-header>

    Fix (az):
        az network nsg rule create --nsg-name NSG --resource-group GROUP --name front-door --priority 100 --access Allow --direction Inbound --source-address-prefixes AzureFrontDoor.Backend --destination-port-ranges 443

    Pass (closed):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          sku: {name: Premium, capacity: 1}
          properties: {publicNetworkAccess: Disabled}
        - type: Microsoft.Cdn/profiles
          name: afd-ai-prod
          sku: {name: Premium_AzureFrontDoor}
        - type: Microsoft.Cdn/profiles/originGroups/origins
          name: afd-ai-prod/gateway/apim
          properties: {hostName: apim-ai-prod.azure-api.net, sharedPrivateLinkResource: {privateLink: {id: !id apim-ai-prod}, groupId: Gateway}}

    Pass (inside its network):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          sku: {name: Premium, capacity: 1}
          properties: {virtualNetworkType: Internal}

    Pass (tag and id):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          sku: {name: Premium, capacity: 1}
          properties: {virtualNetworkType: External, virtualNetworkConfiguration: {subnetResourceId: /subscriptions/template/resourceGroups/template/providers/Microsoft.Network/virtualNetworks/vnet/subnets/apim}}
        - type: Microsoft.Cdn/profiles
          name: afd-ai-prod
          sku: {name: Premium_AzureFrontDoor}
        - type: Microsoft.Cdn/profiles/originGroups/origins
          name: afd-ai-prod/gateway/apim
          properties: {hostName: apim-ai-prod.azure-api.net}
        - type: Microsoft.Network/virtualNetworks
          name: vnet
          properties: {subnets: [{name: apim, properties: {networkSecurityGroup: {id: !id nsg-apim}}}]}
        - type: Microsoft.Network/networkSecurityGroups
          name: nsg-apim
          properties: {securityRules: [{name: web, properties: {priority: 100, access: Allow, direction: Inbound, protocol: Tcp, sourceAddressPrefix: AzureFrontDoor.Backend, destinationPortRange: '443'}}]}
        - policy: '<policies><inbound><check-header name="X-Azure-FDID" failed-check-httpcode="403"><value>{{FrontDoorId}}</value></check-header></inbound></policies>'

    Fail (open):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          sku: {name: Premium, capacity: 1}
          properties: {}

    Fail (private link, and still open):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          sku: {name: Premium, capacity: 1}
          properties: {publicNetworkAccess: Enabled}
        - type: Microsoft.Cdn/profiles
          name: afd-ai-prod
          sku: {name: Premium_AzureFrontDoor}
        - type: Microsoft.Cdn/profiles/originGroups/origins
          name: afd-ai-prod/gateway/apim
          properties: {hostName: apim-ai-prod.azure-api.net, sharedPrivateLinkResource: {privateLink: {id: !id apim-ai-prod}, groupId: Gateway}}

    Fail (tag without id):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          sku: {name: Premium, capacity: 1}
          properties: {virtualNetworkType: External, virtualNetworkConfiguration: {subnetResourceId: /subscriptions/template/resourceGroups/template/providers/Microsoft.Network/virtualNetworks/vnet/subnets/apim}}
        - type: Microsoft.Cdn/profiles
          name: afd-ai-prod
          sku: {name: Premium_AzureFrontDoor}
        - type: Microsoft.Cdn/profiles/originGroups/origins
          name: afd-ai-prod/gateway/apim
          properties: {hostName: apim-ai-prod.azure-api.net}
        - type: Microsoft.Network/virtualNetworks
          name: vnet
          properties: {subnets: [{name: apim, properties: {networkSecurityGroup: {id: !id nsg-apim}}}]}
        - type: Microsoft.Network/networkSecurityGroups
          name: nsg-apim
          properties: {securityRules: [{name: web, properties: {priority: 100, access: Allow, direction: Inbound, protocol: Tcp, sourceAddressPrefix: AzureFrontDoor.Backend, destinationPortRange: '443'}}]}

    Fail (id without tag):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          sku: {name: Premium, capacity: 1}
          properties: {virtualNetworkType: External, virtualNetworkConfiguration: {subnetResourceId: /subscriptions/template/resourceGroups/template/providers/Microsoft.Network/virtualNetworks/vnet/subnets/apim}}
        - type: Microsoft.Cdn/profiles
          name: afd-ai-prod
          sku: {name: Premium_AzureFrontDoor}
        - type: Microsoft.Cdn/profiles/originGroups/origins
          name: afd-ai-prod/gateway/apim
          properties: {hostName: apim-ai-prod.azure-api.net}
        - type: Microsoft.Network/virtualNetworks
          name: vnet
          properties: {subnets: [{name: apim, properties: {networkSecurityGroup: {id: !id nsg-apim}}}]}
        - type: Microsoft.Network/networkSecurityGroups
          name: nsg-apim
          properties: {securityRules: [{name: web, properties: {priority: 100, access: Allow, direction: Inbound, protocol: Tcp, sourceAddressPrefix: Internet, destinationPortRange: '443'}}]}
        - policy: '<policies><inbound><check-header name="X-Azure-FDID" failed-check-httpcode="403"><value>{{FrontDoorId}}</value></check-header></inbound></policies>'

    Unknown:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          sku: {name: Premium, capacity: 1}
          properties: {publicNetworkAccess: !unknown "parameter 'public' has no value"}

    Unknown (the policies are not here):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          sku: {name: Premium, capacity: 1}
          properties: {virtualNetworkType: External, virtualNetworkConfiguration: {subnetResourceId: /subscriptions/template/resourceGroups/template/providers/Microsoft.Network/virtualNetworks/vnet/subnets/apim}}
        - type: Microsoft.Cdn/profiles
          name: afd-ai-prod
          sku: {name: Premium_AzureFrontDoor}
        - type: Microsoft.Cdn/profiles/originGroups/origins
          name: afd-ai-prod/gateway/apim
          properties: {hostName: apim-ai-prod.azure-api.net}
        - type: Microsoft.Network/virtualNetworks
          name: vnet
          properties: {subnets: [{name: apim, properties: {networkSecurityGroup: {id: !id nsg-apim}}}]}
        - type: Microsoft.Network/networkSecurityGroups
          name: nsg-apim
          properties: {securityRules: [{name: web, properties: {priority: 100, access: Allow, direction: Inbound, protocol: Tcp, sourceAddressPrefix: AzureFrontDoor.Backend, destinationPortRange: '443'}}]}
        - gaps: [a linked template]
    """
    return judge_route(resource, graph)
