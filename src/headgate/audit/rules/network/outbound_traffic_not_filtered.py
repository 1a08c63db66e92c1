"""What applications send out of a network passes no filter."""

from collections.abc import Iterator
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Missing, Unknown, Value, look, present
from headgate.audit.network.subnets import Subnet, subnets
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown

ROUTES = "microsoft.network/routetables/routes"
_APPLICATIONS = frozenset({"microsoft.web/serverfarms", "microsoft.app/environments"})


@rule(
    id="NET-029",
    severity="low",
    bullet="security.private-endpoints",
    about="graph",
    references=(
        "https://learn.microsoft.com/azure/architecture/ai-ml/architecture/baseline-openai-e2e-chat",
        "https://learn.microsoft.com/azure/app-service/network-secure-outbound-traffic-azure-firewall",
    ),
    reviewed=date(2026, 11, 24),
)
def outbound_traffic_not_filtered(graph: Graph) -> Iterator[Verdict]:
    """What applications send out of a network passes no filter.

    Why:
        An application that is taken over, or a tool that a model was talked into calling, sends what it knows to any address.
        A route to a firewall makes every destination somebody's decision.

    Fix (bicep):
        properties: { routes: [ { name: 'out', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: firewall } } ] }

    Fix (az):
        az network route-table route create --route-table-name RT --resource-group GROUP --name out --address-prefix 0.0.0.0/0 --next-hop-type VirtualAppliance --next-hop-ip-address FIREWALL

    Fix (terraform):
        route { name = "out", address_prefix = "0.0.0.0/0", next_hop_type = "VirtualAppliance", next_hop_in_ip_address = FIREWALL }

    Pass:
        - type: Microsoft.Network/virtualNetworks/subnets
          name: vnet/app
          properties: {delegations: [{name: app, properties: {serviceName: Microsoft.Web/serverFarms}}], routeTable: {id: !id rt-app}}
        - type: Microsoft.Network/routeTables
          name: rt-app
          properties: {routes: [{name: out, properties: {addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.0.4}}]}

    Fail:
        - type: Microsoft.Network/virtualNetworks/subnets
          name: vnet/app
          properties: {delegations: [{name: app, properties: {serviceName: Microsoft.App/environments}}]}

    Fail (a route to nowhere in particular):
        - type: Microsoft.Network/virtualNetworks/subnets
          name: vnet/app
          properties: {delegations: [{name: app, properties: {serviceName: Microsoft.Web/serverFarms}}], routeTable: {id: !id rt-app}}
        - type: Microsoft.Network/routeTables
          name: rt-app
          properties: {routes: [{name: out, properties: {addressPrefix: 0.0.0.0/0, nextHopType: Internet}}]}

    Unknown:
        - type: Microsoft.Network/virtualNetworks/subnets
          name: vnet/app
          properties: {delegations: [{name: app, properties: {serviceName: Microsoft.Web/serverFarms}}], routeTable: {id: !unknown "parameter 'table' has no value"}}

    Not applicable (no application stands in it):
        - type: Microsoft.Network/virtualNetworks/subnets
          name: vnet/pep
          properties: {addressPrefix: 10.0.2.0/24}
    """
    for subnet in subnets(graph).values():
        holds = False if subnet.owner.existing else _holds_applications(subnet)
        if isinstance(holds, Unknown):
            why = f"whether applications stand in subnet {subnet.name} cannot be told: {holds.reason}"
            yield unknown(why).on(subnet.owner)
        elif holds:
            yield _judge(subnet, graph).on(subnet.owner)


def _holds_applications(subnet: Subnet) -> bool | Unknown:
    """Whether it is delegated to a service that runs applications."""
    listed = look(subnet.properties, "delegations")
    if isinstance(listed, Unknown):
        return listed
    names = [_either(one, "serviceName") for one in (listed if isinstance(listed, list) else ())]
    if any(isinstance(name, str) and name.lower() in _APPLICATIONS for name in names):
        return True
    return next((name for name in names if isinstance(name, Unknown)), False)


def _either(one: Value, key: str) -> Value | Missing:
    inner = look(one, "properties", key)
    return look(one, key) if isinstance(inner, Missing) else inner


def _judge(subnet: Subnet, graph: Graph) -> Verdict:
    named = look(subnet.properties, "routeTable", "id")
    inside = "" if subnet.path == "" else f"{subnet.path}."
    quote = Quote(subnet.owner, f"{inside}properties.routeTable", look(subnet.properties, "routeTable"))
    if isinstance(named, Missing) or present(named) is False:
        return failed(f"subnet {subnet.name} has no route table: what leaves it goes straight to the internet", quote)
    table = graph.resolve(named)
    if isinstance(table, Unknown):
        return unknown(f"the route table of subnet {subnet.name} cannot be told: {table.reason}", quote)
    if table is None or table.existing:
        return unknown(f"the route table of subnet {subnet.name} is not in the evidence", quote)
    return _judge_table(subnet.name, table, graph)


def _judge_table(name: str, table: Resource, graph: Graph) -> Verdict:
    listed = look(table.properties, "routes")
    quote = Quote(table, "properties.routes", listed)
    if isinstance(listed, Unknown):
        return unknown(f"the routes of {table.name} cannot be told: {listed.reason}", quote)
    routes = [*(listed if isinstance(listed, list) else ()), *(one.properties for one in graph.children(table, ROUTES))]
    for route in routes:
        if word(_either(route, "addressPrefix")) == "0.0.0.0/0":
            hop = word(_either(route, "nextHopType"))
            if hop in {"virtualappliance", "virtualnetworkgateway", "none"}:
                return passed(f"{table.name} sends what leaves subnet {name} to {hop}", quote)
    return failed(f"no route of {table.name} leads what leaves subnet {name} to a filter", quote)
