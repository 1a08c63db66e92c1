"""Children that ARM lets be written inside their parent or beside it: the graph has them in both places.

A subnet is a property of its network in one template and a resource of its own in the next; rules need not care.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from headgate.audit.graph.ids import parent_id
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import MISSING, Value, look

_INLINE = {
    "microsoft.network/virtualnetworks": ("subnets", "virtualNetworkPeerings"),
    "microsoft.network/networksecuritygroups": ("securityRules",),
}
"""Types, and their properties that are lists of children; the child's type ends in the property's name."""


def with_children(resources: Iterable[Resource]) -> list[Resource]:
    """Return the resources with inline children as resources too, and own children as inline ones too."""
    given = list(resources)
    known = {resource.id for resource in given}
    made = [child for parent in given for child in _children(parent) if child.id not in known]
    by_parent: dict[str | None, list[Resource]] = {}
    for resource in given:
        by_parent.setdefault(parent_id(resource.id), []).append(resource)
    return [_holding(parent, by_parent.get(parent.id, [])) for parent in given] + made


def _children(parent: Resource) -> Iterable[Resource]:
    for key in _INLINE.get(parent.type, ()):
        found = look(parent.properties, key)
        for place, body in enumerate(found if isinstance(found, list) else ()):
            name = look(body, "name")
            if isinstance(name, str):
                yield Resource(
                    type=f"{parent.type}/{key.lower()}",
                    name=f"{parent.name}/{name}",
                    id=f"{parent.id}/{key.lower()}/{name.lower()}",
                    source=parent.source,
                    path=f"{parent.path}.properties.{key}[{place}]",
                    properties=_properties(body),
                    certain=parent.certain,
                )


def _properties(body: Value) -> Value:
    found = look(body, "properties")
    return None if found is MISSING else found  # type: ignore[return-value]


def _holding(parent: Resource, children: list[Resource]) -> Resource:
    if parent.type not in _INLINE or parent.existing or not isinstance(parent.properties, dict | None):
        return parent
    properties = dict(parent.properties or {})
    for key in _INLINE[parent.type]:
        own = [child for child in children if child.type == f"{parent.type}/{key.lower()}" and not child.existing]
        spelled = next((name for name in properties if name.lower() == key.lower()), key)
        held = properties.get(spelled, [])
        if not own or not isinstance(held, list):
            continue
        names = {name.lower() for item in held if isinstance(name := look(item, "name"), str)}
        added: list[Value] = [_inline(child) for child in own if child.short_name.lower() not in names]
        properties[spelled] = [*held, *added]
    return replace(parent, properties=properties)


def _inline(child: Resource) -> Value:
    return {"name": child.short_name, "id": child.id, "properties": child.properties}
