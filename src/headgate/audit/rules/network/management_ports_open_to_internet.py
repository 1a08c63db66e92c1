"""A network security group lets the internet reach ports of administration."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.network.filters import filters_of, opening
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown


@rule(
    id="NET-023",
    severity="high",
    bullet="security.private-endpoints",
    about="microsoft.network/networksecuritygroups",
    references=("https://learn.microsoft.com/azure/security/fundamentals/network-best-practices",),
    reviewed=date(2026, 11, 24),
    also={
        "checkov": (
            "CKV_AZURE_9",
            "CKV_AZURE_10",
        )
    },
)
def management_ports_open_to_internet(resource: Resource, graph: Graph) -> Verdict:
    """A network security group lets the internet reach ports of administration.

    Why:
        A machine inside the network is inside everything that is private. SSH and RDP that anybody may try are tried all day.

    Fix (az):
        az network nsg rule delete --nsg-name NSG --resource-group GROUP --name RULE # and use Bastion

    Fix (bicep):
        sourceAddressPrefix: '10.0.0.0/16'

    Fix (terraform):
        source_address_prefix = "10.0.0.0/16"

    Pass:
        - type: Microsoft.Network/networkSecurityGroups
          name: nsg
          properties: {securityRules: [{name: r, properties: {priority: 100, access: Allow, direction: Inbound, protocol: Tcp, sourceAddressPrefix: 10.0.0.0/8, destinationPortRange: '22'}}]}

    Pass (nothing is allowed):
        - type: Microsoft.Network/networkSecurityGroups
          name: nsg
          properties: {securityRules: []}

    Fail:
        - type: Microsoft.Network/networkSecurityGroups
          name: nsg
          properties: {securityRules: [{name: r, properties: {priority: 100, access: Allow, direction: Inbound, protocol: Tcp, sourceAddressPrefix: Internet, destinationPortRange: '22'}}]}

    Fail (every port):
        - type: Microsoft.Network/networkSecurityGroups
          name: nsg
          properties: {securityRules: [{name: r, properties: {priority: 100, access: Allow, direction: Inbound, protocol: Tcp, sourceAddressPrefix: '*', destinationPortRange: '*'}}]}

    Unknown:
        - type: Microsoft.Network/networkSecurityGroups
          name: nsg
          properties: {securityRules: !unknown "parameter 'rules' has no value"}
    """
    filters = filters_of(resource, graph)
    if isinstance(filters, Unknown):
        return unknown(f"its rules cannot be told: {filters.reason}")
    for port in (22, 3389):
        found = opening(filters, port)
        if found is not None:
            return failed(
                f"rule {found.name} lets anybody reach port {port}",
                Quote(found.owner, found.path, ", ".join(found.sources)),
            )
    return passed(
        "nobody on the internet reaches ports 22 and 3389",
        Quote(resource, "properties.securityRules", look(resource.properties, "securityRules")),
    )
