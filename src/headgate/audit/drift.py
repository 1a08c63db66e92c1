"""What sets two environments apart, beyond what should: names and sizes are set aside.

Resources are paired by type and by what remains of their names without the words of an environment. Compared is what
the evidence shows of both; what cannot be told on one side is listed as unknown, never as equal.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import MISSING, Missing, Unknown, Value

DIFFERENCES_MAX = 10_000
"""More than this nobody reads, and two set-ups are not two environments of one."""

_ENVIRONMENT = re.compile(
    r"(?:^|(?<=[^a-z]))(?:production|prod|prd|live|development|dev|sandbox|test|tst|uat|qa|staging|stage|stg)"
    r"(?=[^a-z]|$)"
)
_ASIDE = frozenset(
    {
        "capacity", "cache", "name", "displayname", "customsubdomainname", "endpoint", "endpoints", "id", "etag",
        "provisioningstate", "datecreated", "internalid", "capabilities", "calllimit", "ratelimits", "resourceguid",
        "createdat", "principalid", "tenantid", "clientid", "hostname", "vaulturi", "workspaceid", "url",
    }
)  # fmt: skip
_COMPARED = ("kind", "sku", "identity", "zones", "properties")


class Difference(Struct, frozen=True):
    """One thing that is not the same."""

    kind: Literal["only-in-a", "only-in-b", "differs", "unknown"]
    type: str
    a: str
    """The name in the first environment; empty when it is only in the second."""
    b: str
    path: str = ""
    values: tuple[str, str] = ("", "")


def drift(one: Graph, other: Graph) -> list[Difference]:
    """Return what differs, by type and name; at most ``DIFFERENCES_MAX``."""
    first, second = _paired(one), _paired(other)
    found: list[Difference] = []
    for key in sorted(first.keys() | second.keys()):
        left, right = first.get(key, []), second.get(key, [])
        found += [Difference("only-in-a", key[0], extra.name, "") for extra in left[len(right) :]]
        found += [Difference("only-in-b", key[0], "", extra.name) for extra in right[len(left) :]]
        for a, b in zip(left, right, strict=False):
            found += _differences(a, b)
        if len(found) > DIFFERENCES_MAX:
            return found[:DIFFERENCES_MAX]
    return found


def _paired(graph: Graph) -> dict[tuple[str, str], list[Resource]]:
    groups: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    for resource in graph.resources:
        if not resource.existing and not resource.type.startswith("microsoft.resources/"):
            groups[resource.type, _plain(resource.name)].append(resource)
    return _alone_together(groups)


def _plain(name: str) -> str:
    plain = _ENVIRONMENT.sub("", name.lower())
    return re.sub(r"[^a-z/]+", "", plain) if "(unknown" not in plain else "?"


def _alone_together(groups: dict[tuple[str, str], list[Resource]]) -> dict[tuple[str, str], list[Resource]]:
    """Pair the only resource of its type with the only one over there, whatever they are called."""
    by_type: dict[str, list[Resource]] = defaultdict(list)
    for (kind, _), resources in groups.items():
        by_type[kind] += resources
    single = {kind for kind, resources in by_type.items() if len(resources) == 1}
    kept = {key: resources for key, resources in groups.items() if key[0] not in single}
    return kept | {(kind, ""): by_type[kind] for kind in single}


def _differences(a: Resource, b: Resource) -> Iterator[Difference]:
    for field in _COMPARED:
        for path, left, right in _unequal(getattr(a, field), getattr(b, field), field):
            told = any(isinstance(value, Unknown) for value in (left, right))
            yield Difference(
                "unknown" if told else "differs", a.type, a.name, b.name, path, (_shown(left), _shown(right))
            )


def _unequal(
    a: Value | Missing, b: Value | Missing, path: str
) -> Iterator[tuple[str, Value | Missing, Value | Missing]]:
    if path.rpartition(".")[2].lower() in _ASIDE:
        return
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        if not (isinstance(a, Unknown) and isinstance(b, Unknown) and a == b):
            yield path, a, b
    elif isinstance(a, dict) and isinstance(b, dict):
        left, right = ({key.lower(): value for key, value in one.items()} for one in (a, b))
        names = {key.lower(): key for key in (*b, *a)}
        for key in sorted(left.keys() | right.keys()):
            yield from _unequal(left.get(key, MISSING), right.get(key, MISSING), f"{path}.{names[key]}")
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for number, (left_item, right_item) in enumerate(zip(a, b, strict=True)):
            yield from _unequal(left_item, right_item, f"{path}[{number}]")
    elif _folded(a) != _folded(b):
        yield path, a, b


def _folded(value: Value | Missing) -> object:
    """Compare texts as ARM does, and ids and addresses without the environment in them."""
    if isinstance(value, Missing) or value is None or (isinstance(value, list | dict) and not value):
        return None
    return _ENVIRONMENT.sub("", value.lower()) if isinstance(value, str) else value


def _shown(value: Value | Missing) -> str:
    if isinstance(value, Unknown):
        return f"unknown: {value.reason}"
    return "not set" if isinstance(value, Missing) or value is None else str(value)[:200]
