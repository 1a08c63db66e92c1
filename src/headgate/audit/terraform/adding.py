"""What is declared apart and only adds to another resource: rules of a network, a subnet's group, a changed value."""

from collections.abc import Iterable

from msgspec.structs import replace

from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, Value

_PARTS = ("location", "kind", "sku", "identity", "tags", "zones", "properties")


def with_additions(resources: Iterable[Resource], additions: Iterable[Resource]) -> list[Resource]:
    """Return the resources with what is added to them, which is written last and so wins.

    What is added to a resource that is not declared here shows a part of it: of the rest nothing is said.
    """
    found = {resource.id: resource for resource in resources}
    for addition in additions:
        base = found.get(addition.id)
        if base is None:
            found[addition.id] = replace(addition, existing=True)
            continue
        changed = {part: _over(getattr(base, part), getattr(addition, part)) for part in _PARTS}
        found[addition.id] = replace(base, **changed)
    return list(found.values())


def _over(below: Value, above: Value) -> Value:
    if above is None or isinstance(below, Unknown):
        return below if above is None else above
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    joined = dict(below)
    for key, value in above.items():
        spelled = next((name for name in below if name.lower() == key.lower()), key)
        joined[spelled] = _over(joined[spelled], value) if spelled in joined else value
    return joined
