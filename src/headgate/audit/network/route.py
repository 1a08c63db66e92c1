"""The route to the gateway: whether API Management can be reached around it.

Microsoft Learn: Configure Front Door in front of API Management; Secure traffic to Front Door origins. Either the
public endpoint is closed, or only Front Door's addresses get through *and* the policy compares the id of the profile.
"""

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.network.filters import Filter, filters_of, opening
from headgate.audit.network.front_door_id import id_check
from headgate.audit.network.subnets import group_of, subnet_named
from headgate.audit.setting import one_of, quoted, setting, sku_name
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown

TAG = "azurefrontdoor.backend"
FRONT_DOORS = ("microsoft.cdn/profiles", "microsoft.network/frontdoors")
POLICIES = "microsoft.apimanagement/service/policies"


def judge_route(service: Resource, graph: Graph) -> Verdict:
    """Pass when the gateway is reached by its route only."""
    access = setting(service, "publicNetworkAccess", default="Enabled")
    mode = setting(service, "virtualNetworkType", default="None")
    quotes = (quoted(service, "publicNetworkAccess"), quoted(service, "virtualNetworkType"))
    if one_of(access, ("Disabled",)) is True:
        return passed("its public endpoint is closed", quotes[0])
    if one_of(mode, ("Internal",)) is True:
        return passed("it answers inside its network only", quotes[1])
    for value in (access, mode):
        if isinstance(value, Unknown):
            return unknown(f"how it is reached cannot be told: {value.reason}", *quotes)
    tier = sku_name(service)
    if isinstance(tier, Unknown):
        return unknown(f"its tier, on which the meaning of its network hangs, cannot be told: {tier.reason}", *quotes)
    if tier.endswith("v2"):
        beside = f"; in tier {tier} a network is for what it sends"
        return failed(f"its public endpoint answers everybody{_in_front(graph)}{beside}", *quotes)
    if one_of(mode, ("External",)) is not True:
        return failed(f"its public endpoint answers everybody{_in_front(graph)}", *quotes)
    return _filtered(service, graph, quotes)


def _in_front(graph: Graph) -> str:
    """Say what a reader would otherwise look for: that no route leads to it at all."""
    return "" if any(graph.of_type(kind) for kind in FRONT_DOORS) else ", and there is no Front Door here to go around"


def _filtered(service: Resource, graph: Graph, quotes: tuple[Quote, ...]) -> Verdict:
    """Judge a gateway with a public address inside a network: by the filter of its subnet, and by its policy."""
    filters = _filters(service, graph)
    if isinstance(filters, Unknown):
        return unknown(f"who gets through to it cannot be told: {filters.reason}", *quotes)
    found = opening(filters, 443)
    if found is not None:
        return failed(f"rule {found.name} lets the whole internet reach it", Quote(found.owner, found.path, found.name))
    tagged = next((one for one in filters if one.inbound and one.allows and TAG in _lower(one.sources)), None)
    if tagged is None:
        return passed("nobody on the internet gets through to it", *quotes)
    tag = Quote(tagged.owner, tagged.path, "AzureFrontDoor.Backend")
    checking = id_check(service, graph)
    if isinstance(checking, Unknown):
        return unknown(f"whether every call's X-Azure-FDID is compared cannot be told: {checking.reason}", tag)
    if checking is not None:
        return passed(
            "Front Door's addresses get through, and its id is compared", tag, Quote(checking, "", "X-Azure-FDID")
        )
    if not graph.absence_counts(POLICIES, service):
        return unknown("Front Door's addresses get through; the policies that may compare its id are not here", tag)
    return failed(
        "the addresses of every Front Door get through, and X-Azure-FDID is not compared for every call",
        tag,
    )


def _lower(texts: tuple[str, ...]) -> set[str]:
    return {text.lower() for text in texts}


def _filters(service: Resource, graph: Graph) -> list[Filter] | Unknown:
    subnet = subnet_named(look(service.properties, "virtualNetworkConfiguration", "subnetResourceId"), graph)
    if isinstance(subnet, Unknown):
        return subnet
    group = group_of(subnet, graph)
    if isinstance(group, Unknown):
        return group
    if group is None:
        return Unknown(f"subnet {subnet.name} has no network security group")
    return filters_of(group, graph)
