"""Resources of a plan or a state in ARM's shape."""

import json
from collections.abc import Iterator
from typing import Any

from headgate.audit.arm.naming import readable
from headgate.audit.graph.ids import resource_id, type_of
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import MISSING, Missing, Unknown, Value, look
from headgate.audit.terraform.declared import Declared
from headgate.audit.terraform.mapping import COMMON, Each, Fields, Table, To
from headgate.audit.terraform.references import References
from headgate.audit.terraform.services import TABLES

AZAPI = frozenset({"azapi_resource", "azapi_update_resource"})
_ENVELOPE = ("location", "kind", "sku", "identity", "tags", "zones", "properties")


class Shaping:
    """Turns what is declared into resources of the graph."""

    def __init__(self, references: References, source: Source) -> None:
        self._references = references
        self._source = source
        self._ids: dict[str, str] = {}

    def resources(self, one: Declared) -> Iterator[Resource]:
        """Yield the resource of a declaration, and the children that azurerm writes inside it."""
        if one.type in AZAPI:
            yield self._azapi(one)
            return
        table = TABLES.get(one.type)
        if table is None:
            return
        body: dict[str, Value] = {}
        for target, value in table.fixed.items():
            _put(body, target, value)
        self._fill(body, {**COMMON, **table.fields}, one, one.values, ())
        resource = self._resource(one, table, body)
        if one.type == "azurerm_private_endpoint":
            _split_connections(body)
            yield resource
            yield from self._zone_groups(one, resource)
            return
        if one.type == "azurerm_monitor_diagnostic_setting":
            _switch_on(body)
        yield resource

    def _resource(self, one: Declared, table: Table, body: dict[str, Value]) -> Resource:
        identifier = self.id_of(one)
        body.setdefault("properties", {})
        values = {key: body[key] for key in _ENVELOPE if key in body}
        return Resource(
            type=table.arm.lower(),
            name=self._full_name(one, table),
            id=identifier,
            source=self._source,
            path=one.address,
            scope=self._scope(one, table),
            existing=one.data,
            **values,  # type: ignore[arg-type]  # keys of the envelope
        )

    def _fill(
        self, body: dict[str, Value], fields: Fields, one: Declared, values: Value, inside: tuple[str, ...]
    ) -> None:
        for attribute, targets in fields.items():
            path = tuple(attribute.split("."))
            value = _blocks(values, path)
            if isinstance(value, Missing) or value is None:
                continue
            for target in targets if isinstance(targets, tuple) else (targets,):
                made = self._made(target, one, value, (*inside, *path))
                if made is not None:
                    _put(body, target.target, made)

    def _made(self, target: To | Each, one: Declared, value: Value, path: tuple[str, ...]) -> Value:
        if isinstance(target, Each):
            return self._list(target, one, value, path)
        if isinstance(value, Unknown):
            found = self._id_meant(one, *path) if target.identifier else None
            return Unknown(f"{one.address}.{'.'.join(path)}: {value.reason}") if found is None else found
        return value if target.via is None else target.via(value)

    def _list(self, target: Each, one: Declared, value: Value, path: tuple[str, ...]) -> Value:
        if isinstance(value, Unknown):
            return Unknown(f"{one.address}.{'.'.join(path)}: {value.reason}")
        made: list[Value] = []
        for item in value if isinstance(value, list) else [value]:
            inner: dict[str, Value] = {}
            self._fill(inner, target.fields, one, item, path)
            made.append(inner)
        return made

    def id_of(self, one: Declared) -> str:
        """Return the id of a declared resource in lower case: its own, else a made one."""
        if one.address not in self._ids:
            self._ids[one.address] = f"/{one.address}".lower()  # A circle of parents ends here.
            self._ids[one.address] = self._made_id(one)
        return self._ids[one.address]

    def _made_id(self, one: Declared) -> str:
        own = one.values.get("id")
        table = TABLES.get(one.type)
        if isinstance(own, str) and own.startswith("/") and (table is None or type_of(own) == table.arm.lower()):
            return own.lower().rstrip("/")
        if one.type in AZAPI:
            return self._azapi_id(one)
        if table is None:
            return f"/{one.address}".lower()
        if table.arm == "Microsoft.Resources/resourceGroups":
            return f"/subscriptions/template/resourcegroups/{self._text(one, 'name')}".lower()
        scope = self._scope(one, table)
        if table.scope:
            base = scope if isinstance(scope, str) else f"/{one.address}"
            return resource_id(table.arm, self._own_name(one, table), scope=base)
        if table.parent:
            return self._child_id(one, table)
        group = self._text(one, "resource_group_name")
        return resource_id(table.arm, "/".join(self._names(one, table)), group=group)

    def _child_id(self, one: Declared, table: Table) -> str:
        above = self._id_at(one, table.parent)
        kind = table.arm.rpartition("/")[2]
        return f"{above or '/' + one.address}/{kind}/{self._own_name(one, table)}".lower()

    def _names(self, one: Declared, table: Table) -> list[str]:
        return [*(self._text(one, name) for name in table.parent_names), self._own_name(one, table)]

    def _full_name(self, one: Declared, table: Table) -> str:
        if table.scope:
            return readable(self._own_name(one, table))
        if table.parent:
            kinds = table.arm.count("/")
            parts = self.id_of(one).split("/")
            above = [parts[-2 * place + 1] for place in range(kinds, 1, -1)] if len(parts) >= 2 * kinds else []
            return readable("/".join([*above, self._own_name(one, table)]))
        return readable("/".join(self._names(one, table)))

    def _own_name(self, one: Declared, table: Table) -> str:
        return table.name[1:] if table.name.startswith("=") else self._text(one, table.name)

    def _text(self, one: Declared, attribute: str) -> str:
        """Return a name: known, that of what it refers to, or a stand-in in braces."""
        value = one.values.get(attribute)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, Unknown) and (meant := self._references.meant(one, attribute)) is not None:
            name = meant[0].values.get("name")
            if isinstance(name, str):
                return name
        return f"{{{one.address}.{attribute}}}".replace("/", "|")

    def _scope(self, one: Declared, table: Table) -> str | Unknown | None:
        if not table.scope:
            return None
        found = self._id_at(one, table.scope)
        return (
            found if found is not None else Unknown(f"{one.address}.{table.scope} is not known before terraform apply")
        )

    def _id_at(self, one: Declared, attribute: str) -> str | None:
        value = one.values.get(attribute)
        if isinstance(value, str):
            return value.lower().rstrip("/")
        return self._id_meant(one, attribute)

    def _id_meant(self, one: Declared, *path: str) -> str | None:
        meant = self._references.meant(one, *path)
        if meant is None or meant[1].partition(".")[0] != "id":
            return None
        return self.id_of(meant[0])

    def _zone_groups(self, one: Declared, endpoint: Resource) -> Iterator[Resource]:
        groups = one.values.get("private_dns_zone_group")
        for place, group in enumerate(groups if isinstance(groups, list) else ()):
            zones = look(group, "private_dns_zone_ids")
            if isinstance(zones, Unknown):
                found = self._id_meant(one, "private_dns_zone_group", "private_dns_zone_ids")
                zones = [found] if found is not None else zones
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
        body = _parsed(one.values.get("body"))
        values: dict[str, Value] = {}
        for key in _ENVELOPE:
            found = look(body, key)
            own = one.values.get(key)
            if not isinstance(found, Missing):
                values[key] = found
            elif own is not None and key in {"location", "tags"}:
                values[key] = own
        if isinstance(body, Unknown):
            values["properties"] = body
        if "identity" not in values and (kind := _blocks(one.values, ("identity", "type"))) is not MISSING:
            values["identity"] = {"type": kind}  # type: ignore[dict-item]
        kind_of = _azapi_type(one)
        identifier = self.id_of(one)
        head = identifier.rpartition("/providers/")[0]
        extension = "/providers/" in head or kind_of.startswith("microsoft.authorization/")
        return Resource(
            type=kind_of,
            name=readable("/".join(identifier[identifier.rfind("/providers/") :].split("/")[4::2])),
            id=identifier,
            source=self._source,
            path=one.address,
            scope=head if extension else None,
            **values,  # type: ignore[arg-type]  # keys of the envelope
        )

    def _azapi_id(self, one: Declared) -> str:
        if one.type == "azapi_update_resource" and (whole := self._id_at(one, "resource_id")) is not None:
            return whole
        above = self._id_at(one, "parent_id") or "/subscriptions/template/resourcegroups/template"
        kind, name = _azapi_type(one), self._text(one, "name").lower()
        if type_of(above) and kind.startswith(f"{type_of(above)}/"):
            return f"{above}/{kind.rpartition('/')[2]}/{name}"
        return f"{above}/providers/{kind}/{name}"


def _azapi_type(one: Declared) -> str:
    return str(one.values.get("type", "")).partition("@")[0].lower()


def _parsed(body: Value) -> Value:
    if not isinstance(body, str):
        return body
    try:
        found: Value = json.loads(body)
    except (ValueError, RecursionError):
        return Unknown("the body is no valid JSON")
    return found


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


def _put(body: dict[str, Value], target: str, value: Value) -> None:
    *around, last = target.split(".")
    place: Any = body
    for part in around:
        place = place.setdefault(part, {})
    place[last] = [*place[last], *value] if isinstance(value, list) and isinstance(place.get(last), list) else value


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
