"""Subnets, whether they stand inside their network or beside it, and the filters attached to them."""

from msgspec import Struct

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.ids import parent_id
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Missing, Unknown, Value, look

NETWORKS = "microsoft.network/virtualnetworks"
SUBNETS = f"{NETWORKS}/subnets"
GROUPS = "microsoft.network/networksecuritygroups"


class Subnet(Struct, frozen=True, eq=False):
    """One subnet, wherever it is written."""

    id: str
    name: str
    owner: Resource
    """The network that it is written in, or the subnet's own resource."""
    path: str
    """Where it is in the owner; empty for its own resource."""
    properties: Value


def subnets(graph: Graph) -> dict[str, Subnet]:
    """Return all subnets by id; one that is its own resource is preferred to the same one inside its network."""
    found: dict[str, Subnet] = {}
    for network in graph.of_type(NETWORKS):
        listed = look(network.properties, "subnets")
        for number, one in enumerate(listed if isinstance(listed, list) else ()):
            name = look(one, "name")
            if isinstance(name, str):
                identifier = f"{network.id}/subnets/{name.lower()}"
                inner = look(one, "properties")
                path = f"properties.subnets[{number}]"
                found[identifier] = Subnet(
                    identifier, name, network, path, one if isinstance(inner, Missing) else inner
                )
    for subnet in graph.of_type(SUBNETS):
        if not (subnet.existing and subnet.id in found):
            found[subnet.id] = Subnet(subnet.id, subnet.short_name, subnet, "", subnet.properties)
    return found


def subnet_named(value: Value | Missing, graph: Graph) -> Subnet | Unknown:
    """Return the subnet that an id names; unknown when it cannot be told or is not in the evidence."""
    identifier = id_of(value, graph)
    if isinstance(identifier, Unknown):
        return identifier
    found = subnets(graph).get(identifier)
    if found is None:
        return Unknown("its subnet is not in the evidence")
    return Unknown(f"{found.owner.name} is only referred to") if found.owner.existing else found


def id_of(value: Value | Missing, graph: Graph) -> str | Unknown:
    """Return an id in lower case; one that is unknown in part is looked up by what stands for it."""
    if isinstance(value, Unknown):
        stand_in = getattr(value, "stand_in", None)
        resolved = graph.resolve(value)
        if isinstance(resolved, Resource):
            return resolved.id
        return stand_in.lower() if isinstance(stand_in, str) and "/subnets/" in stand_in.lower() else value
    return value.lower().rstrip("/") if isinstance(value, str) and value else Unknown("it names no subnet")


def network_of_subnet(value: Value | Missing, graph: Graph) -> str | Unknown:
    """Return the id of the network that a subnet's id lies in."""
    identifier = id_of(value, graph)
    if isinstance(identifier, Unknown):
        return identifier
    return parent_id(identifier) or Unknown("it names no subnet of a virtual network")


def group_of(subnet: Subnet, graph: Graph) -> Resource | Unknown | None:
    """Return the network security group of a subnet; None when it has none."""
    named = look(subnet.properties, "networkSecurityGroup", "id")
    if isinstance(named, Missing) or named is None:
        whole = look(subnet.properties, "networkSecurityGroup")
        return whole if isinstance(whole, Unknown) else None
    found = graph.resolve(named)
    return Unknown("its network security group is not in the evidence") if found is None else found
