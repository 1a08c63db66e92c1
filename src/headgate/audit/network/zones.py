"""Private DNS zones of endpoints: which are needed, and which are there."""

from collections.abc import Iterator

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Missing, Unknown, Value, look
from headgate.audit.network.endpoints import connections_of, unreadable
from headgate.audit.network.services import OTHER_ZONES, SERVICES, zones_of
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

ZONE_GROUPS = "microsoft.network/privateendpoints/privatednszonegroups"
ZONES = "microsoft.network/privatednszones"
RECORDS = "microsoft.network/privatednszones/a"


def zones_needed(endpoint: Resource, graph: Graph) -> set[str] | Unknown:
    """Return the zones that the names behind an endpoint need; empty when it leads to nothing judged here."""
    hidden = unreadable(endpoint)
    if hidden is not None:
        return hidden
    needed: set[str] = set()
    for connection in connections_of(endpoint):
        target = graph.resolve(connection.target)
        if isinstance(target, Unknown):
            return target
        if target is None or target.type not in SERVICES:
            continue
        for group in _known(connection.groups):
            zones = zones_of(target, group)
            if isinstance(zones, Unknown):
                return zones
            needed.update(zones)
    return needed


def _known(groups: tuple[str, ...] | Unknown) -> tuple[str, ...]:
    return () if isinstance(groups, Unknown) else groups


def zone_ids(endpoint: Resource, graph: Graph) -> Iterator[tuple[Resource, str, Value | Missing]]:
    """Yield the zones that the zone groups of an endpoint name: where it is written, and the id."""
    for group in graph.children(endpoint, ZONE_GROUPS):
        listed = look(group.properties, "privateDnsZoneConfigs")
        if isinstance(listed, Unknown):
            yield group, "properties.privateDnsZoneConfigs", listed
        for number, one in enumerate(listed if isinstance(listed, list) else ()):
            inner = look(one, "properties", "privateDnsZoneId")
            value = look(one, "privateDnsZoneId") if isinstance(inner, Missing) else inner
            yield group, f"properties.privateDnsZoneConfigs[{number}]", value


def zone_name(value: Value | Missing, graph: Graph) -> str | Unknown:
    """Return the name of the zone that an id names, in lower case."""
    if isinstance(value, Unknown):
        found = graph.resolve(value)
        text = found.id if isinstance(found, Resource) else str(getattr(value, "stand_in", ""))
        name = text.rstrip("/").rpartition("/")[2]
        return name.lower() if name.startswith("privatelink.") and "{" not in name else value
    return value.rstrip("/").rpartition("/")[2].lower() if isinstance(value, str) else ""


def judge_zones(endpoint: Resource, graph: Graph) -> Verdict:
    """Pass when every zone that the names behind an endpoint need gets its record."""
    needed = zones_needed(endpoint, graph)
    if isinstance(needed, Unknown):
        return unknown(f"what it leads to cannot be told: {needed.reason}")
    if not needed:
        return not_applicable("it leads to nothing whose names are judged here")
    written = [(Quote(where, path, None if isinstance(value, Unknown) else value), zone_name(value, graph))
               for where, path, value in zone_ids(endpoint, graph)]  # fmt: skip
    names = {name for _, name in written if isinstance(name, str)}
    quotes = [quote for quote, _ in written]
    missing = sorted(zone for zone in needed if not _has(zone, names, graph))
    if not missing:
        return passed(f"its names are in {', '.join(sorted(needed))}", *quotes)
    hidden = next((name for _, name in written if isinstance(name, Unknown)), None)
    if hidden is not None:
        return unknown(f"a zone cannot be told ({hidden.reason}); needed: {', '.join(missing)}", *quotes)
    if not graph.absence_counts(ZONE_GROUPS, endpoint):
        return unknown(f"its zone groups are not in the evidence; needed: {', '.join(missing)}")
    had = f"it has {', '.join(sorted(names))}" if names else "it has no zone group"
    return failed(f"{had}, and lacks {', '.join(missing)}", *(quotes or [Quote(endpoint, "", endpoint.name)]))


def _has(zone: str, names: set[str], graph: Graph) -> bool:
    if zone in names or any(zone in SERVICES[kind].zones.get("redisenterprise", ()) and names & other
                            for kind, other in OTHER_ZONES.items()):  # fmt: skip
        return True
    return any(record.name.lower().startswith(f"{zone}/") for record in graph.of_type(RECORDS))
