"""One resource that a source declares more than once, as one."""

from collections.abc import Iterable

from msgspec.structs import replace

from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, Value, look

_VALUES = ("location", "kind", "sku", "identity", "tags", "zones", "properties")


def merged(resources: Iterable[Resource]) -> list[Resource]:
    """Return each id once, in order of first appearance.

    A declaration is worth more than a reference to what exists. Declarations that say different things about one key
    make the value unknown: which one comes last is decided while they are deployed.
    """
    found: dict[str, Resource] = {}
    for resource in resources:
        known = found.get(resource.id)
        found[resource.id] = resource if known is None else _one(known, resource)
    return list(found.values())


def _one(known: Resource, other: Resource) -> Resource:
    if known.existing or other.existing:
        return other if known.existing else known
    sure, perhaps = known, other
    if isinstance(known.certain, Unknown) and not isinstance(other.certain, Unknown):
        sure, perhaps = other, known
    both = (*(known.declarations or (known,)), *(other.declarations or (other,)))
    values = {key: _either(getattr(sure, key), getattr(perhaps, key)) for key in _VALUES}
    return replace(sure, declarations=both, **values)


def _either(one: Value, other: Value) -> Value:
    if one is None or other is None:
        return other if one is None else one
    if isinstance(one, Unknown):
        return one
    if isinstance(other, Unknown):
        return other
    if isinstance(one, dict) and isinstance(other, dict):
        joined = dict(one)
        for key, value in other.items():
            spelled = next((name for name in one if name.lower() == key.lower()), key)
            joined[spelled] = _either(look(one, spelled) if spelled in one else value, value)  # type: ignore[arg-type]
        return joined
    if isinstance(one, list) and isinstance(other, list):
        return one if _equal(one, other) else Unknown("it is declared twice, with different lists")
    return one if _equal(one, other) else Unknown(f"it is declared twice, as {one!r} and as {other!r}"[:200])


def _equal(one: Value, other: Value) -> bool:
    return repr(one).lower() == repr(other).lower()
