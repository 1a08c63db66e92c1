"""Functions that make ids: those of the graph, so that a reference in one resource finds the other.

An id is computed even when a part of it is unknown: the part's stand-in is the same wherever it is meant.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

from headgate.audit.arm.errors import ExpressionError
from headgate.audit.arm.frame import Frame
from headgate.audit.arm.opaque import text_of
from headgate.audit.arm.place import UNNAMED, Place
from headgate.audit.arm.syntax import Node
from headgate.audit.graph.value import Value

Evaluate: TypeAlias = Callable[[Node, Frame], Value]
Make: TypeAlias = Callable[[list[str], Place], str]


def interleaved(resource_type: str, names: list[str]) -> str:
    """Write ``Provider/kind/name/kind/name`` from a type and the names, one for each of its kinds."""
    provider, *kinds = resource_type.split("/")
    parts = [part for name in names for part in name.split("/")]
    if len(parts) != len(kinds):
        raise ExpressionError(f"type {resource_type!r} takes {len(kinds)} names, not {len(parts)}")
    return "/".join([provider, *(step for pair in zip(kinds, parts, strict=True) for step in pair)])


def _split(values: list[str], before_max: int) -> tuple[list[str], str, list[str]]:
    """Return what stands before the type, the type, and the names."""
    for place, value in enumerate(values[: before_max + 1]):
        if "/" in value and "." in value.partition("/")[0] and not value.startswith("/"):
            return values[:place], value, values[place + 1 :]
    raise ExpressionError("there is no resource type such as 'Microsoft.Network/virtualNetworks'")


def _resource_id(values: list[str], place: Place) -> str:
    before, resource_type, names = _split(values, 2)
    subscription = before[-2] if len(before) == 2 else place.subscription
    tail = f"providers/{interleaved(resource_type, names)}"
    if len(before) == 1 and place.level == "subscription" and _may_be_subscription(before[0]):
        return f"/subscriptions/{before[0]}/{tail}"
    if not before and place.level == "subscription":
        return f"{place.subscription_id}/{tail}"
    if not before and place.level in {"tenant", "managementGroup"}:
        return f"/{tail}"
    group = before[-1] if before else place.group
    return f"/subscriptions/{subscription}/resourceGroups/{group}/{tail}"


def _may_be_subscription(text: str) -> bool:
    """Whether a text is the id of a subscription or stands for one, and not the name of a resource group."""
    return text == UNNAMED or re.fullmatch(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text) is not None


def _subscription_id(values: list[str], place: Place) -> str:
    before, resource_type, names = _split(values, 1)
    subscription = before[0] if before else place.subscription
    return f"/subscriptions/{subscription}/providers/{interleaved(resource_type, names)}"


def _tenant_id(values: list[str], _place: Place) -> str:
    _, resource_type, names = _split(values, 0)
    return f"/providers/{interleaved(resource_type, names)}"


def _management_group_id(values: list[str], place: Place) -> str:
    before, resource_type, names = _split(values, 1)
    group = before[0] if before else place.management_group
    base = f"/providers/Microsoft.Management/managementGroups/{group}"
    return f"{base}/providers/{interleaved(resource_type, names)}"


def _extension_id(values: list[str], _place: Place) -> str:
    if len(values) < 3:
        raise ExpressionError("extensionResourceId takes an id, a type and its names")
    base, resource_type, *names = values
    return f"{base.rstrip('/')}/providers/{interleaved(resource_type, names)}"


def _function(make: Make) -> Callable[[tuple[Node, ...], Frame, Evaluate], Value]:
    def run(nodes: tuple[Node, ...], frame: Frame, evaluate: Evaluate) -> Value:
        return make([text_of(evaluate(node, frame)) for node in nodes], frame.scope.place)

    return run


IDENTIFIERS = {
    "resourceid": _function(_resource_id),
    "subscriptionresourceid": _function(_subscription_id),
    "tenantresourceid": _function(_tenant_id),
    "managementgroupresourceid": _function(_management_group_id),
    "extensionresourceid": _function(_extension_id),
}
