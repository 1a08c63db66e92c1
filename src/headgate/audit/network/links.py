"""Links between private zones and networks: whether those beside an endpoint see its name."""

from collections.abc import Iterator

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Missing, Unknown, Value, look
from headgate.audit.network.subnets import NETWORKS, network_of_subnet
from headgate.audit.network.zones import zone_ids
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

LINKS = "microsoft.network/privatednszones/virtualnetworklinks"
PEERINGS = f"{NETWORKS}/virtualnetworkpeerings"


def judge_links(endpoint: Resource, graph: Graph) -> Verdict:
    """Pass when every zone of an endpoint is linked to its network, or to one that is peered with it."""
    zones = list(zone_ids(endpoint, graph))
    if not zones:
        return not_applicable("it has no zone group")
    network = network_of_subnet(look(endpoint.properties, "subnet", "id"), graph)
    if isinstance(network, Unknown):
        return unknown(f"its network cannot be told: {network.reason}")
    near = _near(network, graph)
    quotes: list[Quote] = []
    for where, path, value in zones:
        judged = _judge(value, near, graph)
        if judged.outcome != "pass":
            return Verdict(judged.outcome, judged.because, (*judged.evidence, Quote(where, path, _shown(value))))
        quotes += judged.evidence
    return passed("its zones are linked to its network", *quotes)


def _shown(value: Value | Missing) -> Value | Missing:
    return None if isinstance(value, Unknown) else value


def _judge(value: Value | Missing, near: set[str], graph: Graph) -> Verdict:
    zone = graph.resolve(value)
    if isinstance(zone, Unknown):
        return unknown(f"its zone cannot be told: {zone.reason}")
    if zone is None:
        return unknown("its zone is not in the evidence")
    links = graph.children(zone, LINKS)
    hidden: Unknown | None = None
    for link in links:
        network = _network_of(link, graph)
        if isinstance(network, Unknown):
            hidden = network
        elif network in near:
            return passed("linked", Quote(link, "properties.virtualNetwork.id", network))
    if hidden is not None:
        return unknown(f"the network of a link of {zone.name} cannot be told: {hidden.reason}")
    if zone.existing or not graph.absence_counts(LINKS, zone):
        return unknown(f"the links of {zone.name} are not in the evidence")
    others = f" but to {len(links)} other network(s)" if links else ""
    return failed(f"{zone.name} is not linked to its network{others}", Quote(zone, "", zone.name))


def _network_of(link: Resource, graph: Graph) -> str | Unknown:
    value = look(link.properties, "virtualNetwork", "id")
    found = graph.resolve(value)
    if isinstance(found, Resource):
        return found.id
    if isinstance(found, Unknown):
        stand_in = getattr(value, "stand_in", None)
        return stand_in.lower() if isinstance(stand_in, str) and "/virtualnetworks/" in stand_in.lower() else found
    return value.lower().rstrip("/") if isinstance(value, str) else Unknown("it names no network")


def _near(network: str, graph: Graph) -> set[str]:
    """Return a network and those that are peered with it, where its resolver may stand."""
    near = {network}
    for here, remote in _peerings(graph):
        found = graph.resolve(remote)
        there = found.id if isinstance(found, Resource) else remote.lower() if isinstance(remote, str) else ""
        if here == network and there:
            near.add(there)
        if there == network:
            near.add(here)
    return near


def _peerings(graph: Graph) -> Iterator[tuple[str, Value | Missing]]:
    """Yield networks and the id of one that each is peered with, wherever that is written."""
    for peering in graph.of_type(PEERINGS):
        here = peering.id.partition("/virtualnetworkpeerings/")[0]
        yield here, look(peering.properties, "remoteVirtualNetwork", "id")
    for network in graph.of_type(NETWORKS):
        listed = look(network.properties, "virtualNetworkPeerings")
        for one in listed if isinstance(listed, list) else ():
            yield network.id, look(one, "properties", "remoteVirtualNetwork", "id")
