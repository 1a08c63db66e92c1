"""Rules of network security groups: who is let in, and to which ports.

Microsoft Learn: Network security groups. Rules are taken by priority, the lowest first; the first that matches decides.
"""

import ipaddress
from collections.abc import Iterator

from msgspec import Struct

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import MISSING, Missing, Unknown, Value, first_unknown, look

RULES = "microsoft.network/networksecuritygroups/securityrules"

_ANYBODY = frozenset({"*", "internet", "any", "0.0.0.0/0", "::/0", "0.0.0.0"})  # noqa: S104 - compared, not bound
WIDE_PREFIX = 8
"""A range of IPv4 addresses of this prefix or shorter is half the internet's neighbourhood, not a caller."""


class Filter(Struct, frozen=True, eq=False):
    """One security rule."""

    owner: Resource
    path: str
    name: str
    priority: int
    allows: bool
    inbound: bool
    protocols: str
    sources: tuple[str, ...]
    ports: tuple[str, ...]
    narrowed: bool
    """It is about some addresses behind the group, or about some ports of those who call, only."""

    def from_anybody(self) -> bool:
        """Whether its sources hold the whole internet."""
        return any(anybody(source) for source in self.sources)

    def from_everybody(self) -> bool:
        """Whether its sources hold all of the internet, not a great part of it."""
        return any(source.strip().lower() in _ANYBODY - {"::/0"} for source in self.sources)

    def takes(self, port: int) -> bool:
        """Whether it is about TCP, and a destination port is among its ports."""
        return self.protocols not in _NOT_TCP and any(_holds(ports, port) for ports in self.ports)

    def all_ports(self) -> bool:
        """Whether it is about every port."""
        return any(ports in {"*", "0-65535", "1-65535"} for ports in self.ports)


def anybody(source: str) -> bool:
    """Whether an address, range or tag stands for the whole internet or a great part of it."""
    text = source.strip().lower()
    if text in _ANYBODY:
        return True
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    if network.is_private and network.prefixlen > 0:
        return False
    return network.prefixlen <= WIDE_PREFIX


def _holds(ports: str, port: int) -> bool:
    if ports == "*":
        return True
    low, _, high = ports.partition("-")
    return low.isdigit() and (high or low).isdigit() and int(low) <= port <= int(high or low)


def filters_of(group: Resource, graph: Graph) -> list[Filter] | Unknown:
    """Return the inbound and outbound rules of a group by priority; unknown when one of them is."""
    listed = look(group.properties, "securityRules")
    if isinstance(listed, Unknown):
        return listed
    if group.existing and listed is MISSING:
        return Unknown(f"{group.name} is only referred to")
    found: list[Filter] = []
    for owner, path, name, value in _written(group, listed, graph):
        one = _filter(owner, path, name, value)
        if isinstance(one, Unknown):
            return one
        found.append(one)
    return sorted(found, key=lambda one: one.priority)


def _written(group: Resource, listed: Value | Missing, graph: Graph) -> Iterator[tuple[Resource, str, Value, Value]]:
    for number, one in enumerate(listed if isinstance(listed, list) else ()):
        inner = look(one, "properties")
        value = one if isinstance(inner, Missing) else inner
        yield group, f"properties.securityRules[{number}]", _text(look(one, "name")), value
    for child in graph.children(group, RULES):
        yield child, "properties", child.short_name, child.properties


def _text(value: Value | Missing) -> Value:
    return "" if isinstance(value, Missing) else value


def _filter(owner: Resource, path: str, name: Value, value: Value) -> Filter | Unknown:
    hidden = first_unknown(
        value if isinstance(value, Unknown) else None,
        *(look(value, key) for key in ("access", "direction", "protocol", "priority", *_SOURCES, *_PORTS)),
    )
    if hidden is not None:
        return hidden
    priority = look(value, "priority")
    return Filter(
        owner=owner,
        path=path,
        name=name if isinstance(name, str) else "",
        priority=int(priority) if isinstance(priority, int | float | str) and str(priority).isdigit() else 65000,
        allows=str(look(value, "access")).lower() == "allow",
        inbound=str(look(value, "direction")).lower() == "inbound",
        protocols=str(look(value, "protocol")).lower(),
        sources=_texts(value, *_SOURCES),
        ports=_texts(value, *_PORTS),
        narrowed=_narrowed(value),
    )


def _narrowed(value: Value) -> bool:
    targets = _texts(value, "destinationAddressPrefix", "destinationAddressPrefixes")
    callers = _texts(value, "sourcePortRange", "sourcePortRanges")
    grouped = look(value, "destinationApplicationSecurityGroups")
    everywhere = {"*", "any", "0.0.0.0/0", "virtualnetwork"}
    return (
        (bool(targets) and not any(one.lower() in everywhere for one in targets))
        or (bool(callers) and not any(one in {"*", "0-65535"} for one in callers))
        or (not isinstance(grouped, Missing) and grouped is not None)
    )


_NOT_TCP = frozenset({"udp", "icmp", "esp", "ah"})
_SOURCES = ("sourceAddressPrefix", "sourceAddressPrefixes")
_PORTS = ("destinationPortRange", "destinationPortRanges")


def _texts(value: Value, one: str, several: str) -> tuple[str, ...]:
    single, many = look(value, one), look(value, several)
    found = [single] if isinstance(single, str | int) and str(single) else []
    return tuple(str(each) for each in [*found, *(many if isinstance(many, list) else [])])


def opening(filters: list[Filter], port: int) -> Filter | None:
    """Return the rule that lets anybody on the internet reach a port; None when none does.

    A rule that denies all of the internet before it, for all that is behind the group, takes the allowing one back.
    """
    for one in filters:
        if not one.inbound or not one.takes(port):
            continue
        if one.allows and one.from_anybody():
            return one
        if not one.allows and one.from_everybody() and not one.narrowed:
            return None
    return None
