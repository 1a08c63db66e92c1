"""Everybody in the network reaches the private endpoints of a subnet."""

from collections.abc import Iterator
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Missing, Unknown, Value, look
from headgate.audit.network.endpoints import ENDPOINTS
from headgate.audit.network.filters import Filter, filters_of
from headgate.audit.network.subnets import Subnet, group_of, id_of, subnet_named
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown

_ENFORCED = frozenset({"enabled", "networksecuritygroupenabled"})


@rule(
    id="NET-028",
    severity="low",
    bullet="security.private-endpoints",
    about="graph",
    references=("https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy",),
    reviewed=date(2026, 11, 24),
)
def endpoint_subnet_open(graph: Graph) -> Iterator[Verdict]:
    """Everybody in the network reaches the private endpoints of a subnet.

    Why:
        A private endpoint keeps the internet out, not the neighbours: every machine of the network and of those peered with it may
        call the models. A network security group narrows that to the gateway, but it counts for private endpoints only where
        the subnet says so, and an empty one narrows nothing.

    Fix (az):
        az network vnet subnet update --ids SUBNET_ID --network-security-group NSG --private-endpoint-network-policies NetworkSecurityGroupEnabled

    Fix (bicep):
        properties: { networkSecurityGroup: { id: nsg.id }, privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled' }

    Fix (terraform):
        private_endpoint_network_policies = "NetworkSecurityGroupEnabled"

    Pass:
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties: {subnet: {id: !id vnet/pep}}
        - type: Microsoft.Network/virtualNetworks/subnets
          name: vnet/pep
          properties: {networkSecurityGroup: {id: !id nsg-pep}, privateEndpointNetworkPolicies: Enabled}
        - type: Microsoft.Network/networkSecurityGroups
          name: nsg-pep
          properties: {securityRules: [{name: gateway, properties: {priority: 100, access: Allow, direction: Inbound, protocol: Tcp, sourceAddressPrefix: 10.0.1.0/24, destinationPortRange: '443'}}, {name: rest, properties: {priority: 4000, access: Deny, direction: Inbound, protocol: '*', sourceAddressPrefix: '*', destinationPortRange: '*'}}]}

    Fail (no group):
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties: {subnet: {id: !id vnet/pep}}
        - type: Microsoft.Network/virtualNetworks/subnets
          name: vnet/pep
          properties: {addressPrefix: 10.0.2.0/24}

    Fail (a group that does not count):
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties: {subnet: {id: !id vnet/pep}}
        - type: Microsoft.Network/virtualNetworks/subnets
          name: vnet/pep
          properties: {networkSecurityGroup: {id: !id nsg-pep}, privateEndpointNetworkPolicies: Disabled}
        - type: Microsoft.Network/networkSecurityGroups
          name: nsg-pep
          properties: {securityRules: [{name: rest, properties: {priority: 4000, access: Deny, direction: Inbound, protocol: '*', sourceAddressPrefix: '*', destinationPortRange: '*'}}]}

    Fail (a group without rules):
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties: {subnet: {id: !id vnet/pep}}
        - type: Microsoft.Network/virtualNetworks/subnets
          name: vnet/pep
          properties: {networkSecurityGroup: {id: !id nsg-pep}, privateEndpointNetworkPolicies: Enabled}
        - type: Microsoft.Network/networkSecurityGroups
          name: nsg-pep
          properties: {securityRules: []}

    Fail (rules about something else):
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties: {subnet: {id: !id vnet/vm}}
        - type: Microsoft.Network/virtualNetworks/subnets
          name: vnet/vm
          properties: {networkSecurityGroup: {id: !id nsg-vm}, privateEndpointNetworkPolicies: Enabled}
        - type: Microsoft.Network/networkSecurityGroups
          name: nsg-vm
          properties: {securityRules: [{name: ssh, properties: {priority: 100, access: Allow, direction: Inbound, protocol: Tcp, sourceAddressPrefix: '*', destinationPortRange: '22'}}]}

    Unknown:
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties: {subnet: {id: !id vnet/pep}}
        - type: Microsoft.Network/virtualNetworks/subnets
          name: vnet/pep
          properties: {networkSecurityGroup: {id: !id nsg-pep}, privateEndpointNetworkPolicies: !unknown "parameter 'policies' has no value"}
        - type: Microsoft.Network/networkSecurityGroups
          name: nsg-pep
          properties: {securityRules: [{name: rest, properties: {priority: 4000, access: Deny, direction: Inbound, protocol: '*', sourceAddressPrefix: '*', destinationPortRange: '*'}}]}

    Not applicable (the subnet stands elsewhere):
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties: {subnet: {id: /subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub/subnets/pep}}
    """
    judged: set[str] = set()
    for endpoint in graph.of_type(ENDPOINTS):
        named = look(endpoint.properties, "subnet", "id")
        identifier = id_of(named, graph)
        if isinstance(named, Unknown) and isinstance(identifier, Unknown):
            yield unknown(f"the subnet of {endpoint.name} cannot be told: {identifier.reason}").on(endpoint)
            continue
        subnet = subnet_named(named, graph)
        if not isinstance(subnet, Unknown) and subnet.id not in judged:
            judged.add(subnet.id)
            yield _judge(subnet, graph).on(subnet.owner)


def _judge(subnet: Subnet, graph: Graph) -> Verdict:
    name = f"subnet {subnet.name}"
    group = group_of(subnet, graph)
    if isinstance(group, Unknown):
        return unknown(f"the group of {name} cannot be told: {group.reason}", _quote(subnet, "networkSecurityGroup"))
    if group is None:
        return failed(f"{name} has no network security group", _quote(subnet, "networkSecurityGroup"))
    policies = look(subnet.properties, "privateEndpointNetworkPolicies")
    quote = _quote(subnet, "privateEndpointNetworkPolicies")
    if isinstance(policies, Unknown):
        return unknown(f"whether the group of {name} counts cannot be told: {policies.reason}", quote)
    if word(policies) not in _ENFORCED:
        told = word(policies) or "not set, which means disabled"
        return failed(f"privateEndpointNetworkPolicies of {name} is {told}: its group does not count", quote)
    return _judge_group(name, group, graph)


def _judge_group(name: str, group: Resource, graph: Graph) -> Verdict:
    filters = filters_of(group, graph)
    quote = Quote(group, "properties.securityRules", look(group.properties, "securityRules"))
    if isinstance(filters, Unknown):
        return unknown(f"the rules of {group.name} cannot be told: {filters.reason}", quote)
    deciding = next((one for one in filters if one.inbound and one.takes(443) and _from_the_network(one)), None)
    if deciding is None:
        return failed(
            f"no rule of {group.name} keeps the rest of the network out of {name}: Azure's own lets it in", quote
        )
    own = Quote(deciding.owner, deciding.path, deciding.name)
    if deciding.allows:
        return failed(f"rule {deciding.name} of {group.name} lets everybody of the network reach {name}", own)
    return passed(f"rule {deciding.name} of {group.name} keeps the rest of the network out of {name}", own)


def _from_the_network(one: Filter) -> bool:
    return one.from_anybody() or "virtualnetwork" in {source.lower() for source in one.sources}


def _quote(subnet: Subnet, key: str) -> Quote:
    value: Value | Missing = look(subnet.properties, key)
    inside = "" if subnet.path == "" else f"{subnet.path}."
    return Quote(subnet.owner, f"{inside}properties.{key}", value)
