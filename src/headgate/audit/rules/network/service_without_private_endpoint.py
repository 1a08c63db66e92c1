"""A service beside the models has no working private endpoint."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.network.reach import private_reach
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="NET-012",
    severity="medium",
    bullet="security.private-endpoints",
    about=(
        "microsoft.search/searchservices",
        "microsoft.keyvault/vaults",
        "microsoft.documentdb/databaseaccounts",
        "microsoft.cache/redis",
        "microsoft.cache/redisenterprise",
        "microsoft.dbforpostgresql/flexibleservers",
        "microsoft.storage/storageaccounts",
        "microsoft.eventhub/namespaces",
    ),
    references=("https://learn.microsoft.com/azure/private-link/private-endpoint-dns",),
    reviewed=date(2026, 11, 24),
    also={
        "azure-policy": (
            "a6abeaec-4d90-4a02-805f-6b26c4d3fbe9",
            "58440f8a-10c5-4151-bdce-dfbaad4a20b7",
            "7803067c-7d34-46e3-8c79-0ca68fc4036d",
            "960e650e-9ce3-4316-9590-8ee2c016ca2f",
            "6edd7eda-6dd8-40f7-810d-67160c639cd9",
            "b8564268-eb4a-4337-89be-a19db070c59d",
        )
    },
)
def service_without_private_endpoint(resource: Resource, graph: Graph) -> Verdict:
    """A service beside the models has no working private endpoint.

    Why:
        Prompts, documents and secrets pass through the services beside the models. A way that stays inside the network for the
        models alone protects the smaller part.

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
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {publicNetworkAccess: Disabled}
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id stbotprod, groupIds: [blob]}

    Pass (inside a subnet of its own):
        - type: Microsoft.DBforPostgreSQL/flexibleServers
          name: psql-bot-prod
          properties: {network: {delegatedSubnetResourceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/psql}}

    Fail:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {publicNetworkAccess: Disabled}

    Fail (waits for approval):
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {publicNetworkAccess: Disabled}
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            manualPrivateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id stbotprod, groupIds: [blob]}

    Unknown:
        - type: Microsoft.Storage/storageAccounts
          name: stbotprod
          properties: {publicNetworkAccess: Disabled}
          source: az-export
    """
    return private_reach(resource, graph)
