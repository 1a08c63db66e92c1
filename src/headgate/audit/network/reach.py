"""Whether a resource can be reached privately: by an endpoint for the right sub-resource that is approved."""

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.ids import type_of
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look, present
from headgate.audit.network.endpoints import ENDPOINTS, Connection, leading_to, listed_states
from headgate.audit.network.services import SERVICES
from headgate.audit.setting import quoted
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown

_DELEGATED = "network.delegatedSubnetResourceId"


def _inside(resource: Resource) -> bool | Unknown:
    """Whether a resource itself stands in a subnet (of those here only databases can)."""
    return present(look(resource.properties, *_DELEGATED.split(".")))


def private_reach(resource: Resource, graph: Graph) -> Verdict:
    """Pass when an approved endpoint for the right sub-resource leads here; fail when it is known that none does."""
    inside = _inside(resource)
    if inside is True:
        return passed("it stands inside a subnet", quoted(resource, _DELEGATED))
    found, doubt = leading_to(resource, graph)
    if isinstance(inside, Unknown):
        doubt = doubt or inside
    judged = [(connection, _why_not(connection, resource)) for connection in found]
    for connection, wrong in judged:
        if wrong is None and not isinstance(connection.endpoint.certain, Unknown):
            return passed(f"{connection.endpoint.name} leads to it", _quote(connection))
    listed = _listed(resource)
    if listed is not None:
        return listed
    unsure = next((wrong for _, wrong in judged if isinstance(wrong, Unknown)), doubt)
    if unsure is not None:
        return unknown(f"whether an endpoint works cannot be told: {unsure.reason}", *(_quote(one) for one in found))
    if judged:
        told = "; ".join(f"{connection.endpoint.name} {wrong}" for connection, wrong in judged)
        return failed(f"no endpoint that leads to it works: {told}", *(_quote(one) for one in found))
    if not graph.absence_counts(ENDPOINTS, resource):
        return unknown("no endpoint is in the evidence; an export of private endpoints would tell")
    return failed("no private endpoint leads to it", Quote(resource, "", resource.name))


def _quote(connection: Connection) -> Quote:
    target = None if isinstance(connection.target, Unknown) else connection.target
    return Quote(connection.endpoint, connection.path, target)


def _why_not(connection: Connection, resource: Resource) -> str | Unknown | None:
    if isinstance(connection.groups, Unknown):
        return connection.groups
    if not set(connection.groups) & SERVICES[resource.type].zones.keys():
        return f"is for {', '.join(connection.groups) or 'no sub-resource'}"
    if isinstance(connection.state, Unknown):
        return connection.state
    return None if connection.state == "approved" else f"is {connection.state}"


def _listed(resource: Resource) -> Verdict | None:
    """Judge by the connections that a live resource lists itself."""
    states = listed_states(resource)
    quote = quoted(resource, "privateEndpointConnections")
    if isinstance(states, Unknown):
        return unknown(f"its connections cannot be told: {states.reason}", quote)
    if states is None:
        return None
    known = [state.lower() for state in states if isinstance(state, str)]
    if "approved" in known:
        return passed("it lists an approved connection", quote)
    hidden = next((state for state in states if isinstance(state, Unknown)), None)
    if hidden is not None:
        return unknown(f"the state of a connection cannot be told: {hidden.reason}", quote)
    return failed(f"it lists no approved connection ({', '.join(known) or 'none at all'})", quote)


def type_of_target(connection: Connection, graph: Graph) -> str | Unknown:
    """Return the type of what a connection leads to, from the graph or from the id itself."""
    found = graph.resolve(connection.target)
    if isinstance(found, Resource):
        return found.type
    if isinstance(found, Unknown):
        inferred = type_of(str(getattr(connection.target, "stand_in", "")))
        return inferred if inferred in SERVICES else found
    return type_of(connection.target) if isinstance(connection.target, str) else ""
