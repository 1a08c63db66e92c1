"""Resources of a plan or a state in ARM's shape."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from headgate.audit.arm.opaque import opaque
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import MISSING, Missing, Unknown, Value, look
from headgate.audit.terraform.azapi import azapi_resource
from headgate.audit.terraform.declared import Declared
from headgate.audit.terraform.identifying import Identifiers
from headgate.audit.terraform.inside import with_ids
from headgate.audit.terraform.keys import KEYS, LISTED, name_keys
from headgate.audit.terraform.mapping import COMMON, Each, Fields, Inner, Table, To
from headgate.audit.terraform.principals import principal_type
from headgate.audit.terraform.references import References
from headgate.audit.terraform.services import TABLES

_ENVELOPE = ("location", "kind", "sku", "identity", "tags", "zones", "properties")
_IDENTITY: Fields = {name: target for name, target in COMMON.items() if name.startswith("identity.")}


class Shaping:
    """Turns what is declared into resources of the graph."""

    def __init__(self, references: References, source: Source) -> None:
        self._references = references
        self._source = source
        self._ids = Identifiers(references)
        self._types = {one.type for one in references.declared}

    def resources(self, one: Declared) -> Iterator[Resource]:
        """Yield the resource of a declaration, and the children that azurerm writes inside it."""
        table = TABLES.get(one.type)
        if one.type == "azapi_resource":
            yield self._azapi(one)
        elif table is not None and not table.onto:
            yield from self._shaped(one, table)

    def additions(self, one: Declared) -> Iterator[Resource]:
        """Yield what a declaration adds to another resource; with the id of that one."""
        table = TABLES.get(one.type)
        if one.type == "azapi_update_resource":
            yield self._azapi(one)
        elif table is not None and table.onto:
            identifier = self._ids.at(one, table.onto)
            if identifier is not None:
                yield self._resource(one, table, self._body(one, table), identifier, identifier.rpartition("/")[2])

    def _shaped(self, one: Declared, table: Table) -> Iterator[Resource]:
        body = self._body(one, table)
        resource = self._resource(one, table, body, self._ids.of(one), self._ids.full_name(one, table))
        if one.type == "azurerm_private_endpoint":
            _split_connections(body)
            yield resource
            yield from self._zone_groups(one, resource)
            return
        if one.type == "azurerm_monitor_diagnostic_setting":
            _switch_on(body)
        name_keys(body, self._references.all_meant(one, "app_settings"))
        if one.type == "azurerm_role_assignment" and (kind := principal_type(one, self._references)) is not None:
            _put(body, "properties.principalType", kind)
        yield resource
        for inner in table.inner:
            yield from self._inner(one, resource, inner)

    def _body(self, one: Declared, table: Table) -> dict[str, Value]:
        body: dict[str, Value] = {}
        for target, value in table.fixed.items():
            _put(body, target, value)
        self._fill(body, {**COMMON, **table.fields}, one, one.values, ())
        body.setdefault("properties", {})
        return body

    def _resource(self, one: Declared, table: Table, body: dict[str, Value], identifier: str, name: str) -> Resource:
        return Resource(
            type=table.arm.lower(),
            name=name,
            id=identifier,
            source=self._source,
            path=one.address,
            scope=self._ids.scope(one, table),
            existing=one.data,
            **{key: body[key] for key in _ENVELOPE if key in body},  # type: ignore[arg-type]  # keys of the envelope
        )

    def _inner(self, one: Declared, above: Resource, inner: Inner) -> Iterator[Resource]:
        blocks = one.values.get(inner.block)
        for place, block in enumerate(blocks if isinstance(blocks, list) else ()):
            body: dict[str, Value] = {}
            self._fill(body, inner.fields, one, block, (inner.block,))
            yield Resource(
                type=f"{above.type}/{inner.kind}".lower(),
                name=f"{above.name}/{inner.name}",
                id=f"{above.id}/{inner.kind}/{inner.name}".lower(),
                source=self._source,
                path=f"{one.address}.{inner.block}[{place}]",
                existing=one.data,
                properties=body.get("properties", {}),
            )

    def _fill(
        self, body: dict[str, Value], fields: Fields, one: Declared, values: Value, inside: tuple[str, ...]
    ) -> None:
        for attribute, targets in fields.items():
            path = tuple(attribute.split("."))
            value = _blocks(values, path)
            if value is None and attribute.endswith("_wo") and not self._references.left_out(one, *inside, *path):
                value = Unknown("it is sent and never kept by Terraform")
            if isinstance(value, Missing) or value is None:
                continue
            for target in targets if isinstance(targets, tuple) else (targets,):
                made = self._made(target, one, value, (*inside, *path))
                if made is not None and not (isinstance(made, Unknown) and _holds(body, target.target)):
                    _put(body, target.target, made)

    def _made(self, target: To | Each, one: Declared, value: Value, path: tuple[str, ...]) -> Value:
        if isinstance(target, Each):
            return self._list(target, one, value, path)
        if isinstance(value, Unknown):
            if target.identifier and (found := self._ids.meant(one, *path)) is not None:
                return found
            if target.secret and (found := self._ids.secret_meant(one, *path)) is not None:
                return found
            if not target.computed and self._left_to_azure(one, path):
                return None
            hidden = self._unknown(one, value, path)
            return target.via(hidden) if target.wraps and target.via is not None else hidden
        if target.identifier and isinstance(value, list):
            return self._list_of_ids(one, value, path)
        return value if target.via is None else target.via(value)

    def _left_to_azure(self, one: Declared, path: tuple[str, ...]) -> bool:
        if self._references.left_out(one, *path):
            return True
        table = TABLES.get(one.type)
        return table is not None and path[0] in table.left_open and self._references.left_out(one, path[0])

    def _unknown(self, one: Declared, value: Unknown, path: tuple[str, ...]) -> Unknown:
        """Return an unknown that says what is certain: what refers to a resource is not empty, a key is a key."""
        place = f"{one.address}.{'.'.join(path)}"
        meant = self._references.all_meant(one, *path)
        if meant and all(attribute in KEYS for _, attribute in meant):
            return Unknown(f"{LISTED}{place} is {meant[0][0].address}.{meant[0][1]}")
        return opaque(f"{place}: {value.reason}", f"{{{place}}}", filled=bool(meant))

    def _list_of_ids(self, one: Declared, value: list[Value], path: tuple[str, ...]) -> Value:
        """Fill in ids that are not known yet, where the list refers to as many resources."""
        if not any(isinstance(item, Unknown) for item in value):
            return list(value)
        meant = self._ids.all_meant(one, *path)
        return [*meant] if len(meant) == len(value) else list(value)

    def _list(self, target: Each, one: Declared, value: Value, path: tuple[str, ...]) -> Value:
        if isinstance(value, Unknown):
            if target.apart in self._types and self._references.left_out(one, *path):
                return None
            return Unknown(f"{one.address}.{'.'.join(path)}: {value.reason}")
        made: list[Value] = []
        for item in value if isinstance(value, list) else [value]:
            inner: dict[str, Value] = {}
            self._fill(inner, target.fields, one, item, path)
            made.append(inner)
        return made

    def _zone_groups(self, one: Declared, endpoint: Resource) -> Iterator[Resource]:
        groups = one.values.get("private_dns_zone_group")
        for place, group in enumerate(groups if isinstance(groups, list) else ()):
            path = ("private_dns_zone_group", "private_dns_zone_ids")
            zones = look(group, path[1])
            if isinstance(zones, Unknown):
                zones = [*self._ids.all_meant(one, *path)] or zones
            elif isinstance(zones, list):
                zones = self._list_of_ids(one, zones, path)
            name = look(group, "name")
            name = name if isinstance(name, str) else "default"
            configs: Value = (
                zones
                if isinstance(zones, Unknown)
                else [{"properties": {"privateDnsZoneId": zone}} for zone in (zones if isinstance(zones, list) else ())]
            )
            yield Resource(
                type=f"{endpoint.type}/privatednszonegroups",
                name=f"{endpoint.name}/{name}",
                id=f"{endpoint.id}/privatednszonegroups/{name.lower()}",
                source=self._source,
                path=f"{one.address}.private_dns_zone_group[{place}]",
                properties={"privateDnsZoneConfigs": configs},
            )

    def _azapi(self, one: Declared) -> Resource:
        body: dict[str, Value] = {}
        self._fill(body, _IDENTITY, one, one.values, ())
        made = azapi_resource(one, self._ids.of(one), body.get("identity"), self._source)
        return replace(made, properties=with_ids(made.properties, self._ids.all_meant(one, "body")))


def _blocks(values: Value, path: tuple[str, ...]) -> Value | Missing:
    """Look through blocks that stand once: azurerm has them as lists of one."""
    found: Value | Missing = values
    for part in path:
        if isinstance(found, list):
            found = found[0] if found else MISSING
        if isinstance(found, Unknown | Missing):
            return found
        found = found.get(part, MISSING) if isinstance(found, dict) else MISSING
    return found


def _holds(body: dict[str, Value], target: str) -> bool:
    """Whether something known stands at a target: two attributes for one thing are an old name and a new one."""
    found = look(body, *target.split("."))
    return not isinstance(found, Missing | Unknown)


def _put(body: dict[str, Value], target: str, value: Value) -> None:
    *around, last = target.split(".")
    place: Any = body
    for part in around:
        place = place.setdefault(part, {})
    held = place.get(last)
    if isinstance(value, list) and isinstance(held, Unknown):
        return  # One of two lists that make one: what is in the other is not known.
    place[last] = [*held, *value] if isinstance(value, list) and isinstance(held, list) else value


def _split_connections(body: dict[str, Value]) -> None:
    """Put the connections of an endpoint where ARM has them: those that need an approval by hand are apart."""
    properties = body.get("properties")
    connections = properties.pop("connections", None) if isinstance(properties, dict) else None
    if not isinstance(properties, dict) or connections is None:
        return
    if not isinstance(connections, list):
        properties["privateLinkServiceConnections"] = connections
        return
    for one in connections:
        manual = one.pop("manual", False) if isinstance(one, dict) else False
        key = "manualPrivateLinkServiceConnections" if manual is True else "privateLinkServiceConnections"
        held = properties.setdefault(key, [])
        if isinstance(held, list):
            held.append(one)


def _switch_on(body: dict[str, Value]) -> None:
    """A block ``enabled_log`` is one that is on."""
    for key in ("logs", "metrics"):
        found = look(body, "properties", key)
        for one in found if isinstance(found, list) else ():
            if isinstance(one, dict):
                one.setdefault("enabled", True)
