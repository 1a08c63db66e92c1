"""Private endpoints: where each leads, and whether its connection stands."""

from typing import Literal, TypeAlias

from msgspec import Struct

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Missing, Unknown, Value, look

ENDPOINTS = "microsoft.network/privateendpoints"

State: TypeAlias = Literal["approved", "pending", "rejected", "disconnected"]

_LISTS = ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections")


class Connection(Struct, frozen=True, eq=False):
    """One connection of a private endpoint."""

    endpoint: Resource
    path: str
    target: Value | Missing
    """The id of what it leads to."""
    groups: tuple[str, ...] | Unknown
    state: str | Unknown
    """``approved`` for one that asks for no approval and says nothing else."""

    def leads_to(self, resource: Resource, graph: Graph) -> bool | Unknown:
        """Whether it leads to a resource."""
        found = graph.resolve(self.target)
        if isinstance(found, Unknown):
            return found
        if isinstance(found, Resource):
            return found is resource
        return isinstance(self.target, str) and self.target.lower().rstrip("/") == resource.id


def connections_of(endpoint: Resource) -> list[Connection]:
    """Return the connections of an endpoint, those that ask for approval last."""
    found = []
    for name in _LISTS:
        listed = look(endpoint.properties, name)
        if not isinstance(listed, list):
            continue
        for number, one in enumerate(listed):
            found.append(_connection(endpoint, name, number, one))
    return found


def unreadable(endpoint: Resource) -> Unknown | None:
    """Return why the connections of an endpoint cannot be told; None when they can."""
    for name in _LISTS:
        listed = look(endpoint.properties, name)
        if isinstance(listed, Unknown):
            return listed
        if isinstance(listed, list):
            hidden = next((one for one in listed if isinstance(one, Unknown)), None)
            if hidden is not None:
                return hidden
    return Unknown(f"{endpoint.name} is only referred to") if endpoint.existing else None


def _connection(endpoint: Resource, name: str, number: int, one: Value) -> Connection:
    return Connection(
        endpoint=endpoint,
        path=f"properties.{name}[{number}]",
        target=_either(one, "privateLinkServiceId"),
        groups=_groups(_either(one, "groupIds")),
        state=_state(_either(one, "privateLinkServiceConnectionState", "status"), waits=name.startswith("manual")),
    )


def _either(one: Value, *path: str) -> Value | Missing:
    """Look below ``properties`` and beside it: some exports leave that level out."""
    inner = look(one, "properties", *path)
    return look(one, *path) if isinstance(inner, Missing) else inner


def _groups(value: Value | Missing) -> tuple[str, ...] | Unknown:
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, list):
        return ()
    hidden = next((one for one in value if isinstance(one, Unknown)), None)
    return hidden or tuple(one.lower() for one in value if isinstance(one, str))


def _state(value: Value | Missing, *, waits: bool) -> str | Unknown:
    if isinstance(value, Unknown):
        return value
    if isinstance(value, str) and value:
        return value.lower()
    return "pending" if waits else "approved"


def leading_to(resource: Resource, graph: Graph) -> tuple[list[Connection], Unknown | None]:
    """Return the connections that lead to a resource, and why there may be more."""
    found: list[Connection] = []
    doubt: Unknown | None = None
    for endpoint in graph.of_type(ENDPOINTS):
        hidden = unreadable(endpoint)
        if hidden is not None and not endpoint.existing:
            doubt = doubt or hidden
        for connection in connections_of(endpoint):
            leads = connection.leads_to(resource, graph)
            if isinstance(leads, Unknown):
                doubt = doubt or leads
            elif leads:
                found.append(connection)
                if isinstance(endpoint.certain, Unknown):
                    doubt = doubt or endpoint.certain
    return found, doubt


def listed_states(resource: Resource) -> list[Value | Missing] | Unknown | None:
    """Return the states of the connections that a resource itself lists; None when it lists none (templates do not)."""
    listed = look(resource.properties, "privateEndpointConnections")
    if isinstance(listed, Unknown):
        return listed
    if not isinstance(listed, list):
        return None
    return [_either(one, "privateLinkServiceConnectionState", "status") for one in listed]
