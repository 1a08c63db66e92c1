"""Subnets inside their network and beside it."""

from datetime import date

from headgate.audit.examples import build
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from headgate.audit.network.subnets import Subnet, group_of, network_of_subnet, subnet_named, subnets

NETWORK = "/subscriptions/template/resourcegroups/template/providers/microsoft.network/virtualnetworks/net"


def _graph() -> Graph:
    return build(
        """
        - type: Microsoft.Network/virtualNetworks
          name: net
          properties:
            subnets:
              - {name: One, properties: {networkSecurityGroup: {id: !id nsg}}}
              - {name: two, addressPrefix: 10.0.0.0/24}
        - {type: Microsoft.Network/virtualNetworks/subnets, name: net/three,
           properties: {networkSecurityGroup: {id: /x}}}
        - {type: Microsoft.Network/networkSecurityGroups, name: nsg}
        """,
        date(2026, 1, 1),
    ).graph


def test_subnets_are_found_wherever_they_are_written() -> None:
    found = subnets(_graph())

    assert [one.name for one in found.values()] == ["One", "two", "three"]
    assert found[f"{NETWORK}/subnets/one"].path == "properties.subnets[0]"


def test_a_subnet_has_a_group_none_or_one_that_is_not_here() -> None:
    graph = _graph()
    one, two, three = (group_of(subnet, graph) for subnet in subnets(graph).values())

    assert isinstance(one, Resource)
    assert two is None
    assert isinstance(three, Unknown)


def test_an_id_names_a_subnet_and_its_network() -> None:
    graph = _graph()

    assert isinstance(subnet_named(f"{NETWORK}/subnets/ONE", graph), Subnet)
    assert isinstance(subnet_named(f"{NETWORK}/subnets/none", graph), Unknown)
    assert isinstance(subnet_named(Unknown("later"), graph), Unknown)
    assert network_of_subnet(f"{NETWORK}/subnets/One", graph) == NETWORK
