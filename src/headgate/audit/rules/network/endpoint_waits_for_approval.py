"""A private endpoint waits for an approval, or was refused."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import MISSING, Unknown
from headgate.audit.network.endpoints import connections_of, unreadable
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown


@rule(
    id="NET-013",
    severity="high",
    bullet="security.private-endpoints",
    about="microsoft.network/privateendpoints",
    references=(
        "https://learn.microsoft.com/azure/private-link/private-endpoint-overview#access-to-a-private-link-resource-using-approval-workflow",
    ),
    reviewed=date(2026, 11, 24),
    also={"azqr": ("aif-004",)},
)
def endpoint_waits_for_approval(resource: Resource, _: Graph) -> Verdict:
    """A private endpoint waits for an approval, or was refused.

    Why:
        Until the owner of the resource approves the connection no packet passes. Tools that count endpoints take it for a working
        one.

    Fix (az):
        az network private-endpoint-connection approve --id CONNECTION_ID

    Fix (bicep):
        privateLinkServiceConnections: [ … ] // not manualPrivateLinkServiceConnections

    Fix (terraform):
        private_service_connection { is_manual_connection = false }

    Pass:
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: /x, groupIds: [account]}

    Pass (approved by hand):
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            manualPrivateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: /x, groupIds: [account], privateLinkServiceConnectionState: {status: Approved}}

    Fail:
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            manualPrivateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: /x, groupIds: [account]}

    Fail (rejected):
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: /x, groupIds: [account], privateLinkServiceConnectionState: {status: Rejected}}

    Unknown:
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: /x, groupIds: [account], privateLinkServiceConnectionState: {status: !unknown "parameter 'x' has no value"}}
    """
    hidden = unreadable(resource)
    if hidden is not None:
        return unknown(f"its connections cannot be told: {hidden.reason}")
    connections = connections_of(resource)
    if not connections:
        return failed("it has no connection", Quote(resource, "properties.privateLinkServiceConnections", MISSING))
    for connection in connections:
        quote = Quote(resource, connection.path, connection.state)
        if isinstance(connection.state, Unknown):
            return unknown(f"the state of its connection cannot be told: {connection.state.reason}", quote)
        if connection.state != "approved":
            return failed(f"its connection is {connection.state}", quote)
    return passed("every connection is approved", *(Quote(resource, one.path, one.state) for one in connections))
