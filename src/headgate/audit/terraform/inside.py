"""Ids inside a body of azapi that only an apply knows: by their place they can mean one kind of resource only.

A plan says what a whole body refers to, not which value of it refers to what. Where one resource of the kind that a
place takes is among them, it is meant; where there are several, or none, the id stays unknown.
"""

from collections.abc import Iterable

from headgate.audit.graph.ids import type_of
from headgate.audit.graph.value import Unknown, Value

_NETWORK = "microsoft.network"
_KINDS = {
    ("networksecuritygroup", "id"): f"{_NETWORK}/networksecuritygroups",
    ("remotevirtualnetwork", "id"): f"{_NETWORK}/virtualnetworks",
    ("subnet", "id"): f"{_NETWORK}/virtualnetworks/subnets",
    ("virtualnetwork", "id"): f"{_NETWORK}/virtualnetworks",
    ("", "privatednszoneid"): f"{_NETWORK}/privatednszones",
    ("", "virtualnetworksubnetid"): f"{_NETWORK}/virtualnetworks/subnets",
    ("", "workspaceid"): "microsoft.operationalinsights/workspaces",
    ("", "workspaceresourceid"): "microsoft.operationalinsights/workspaces",
}
"""By the object around and the key, in lower case: what an id there is an id of."""
_TARGET = "privatelinkserviceid"
"""Of a private endpoint: anything that is no part of a network."""


def with_ids(value: Value, ids: Iterable[str]) -> Value:
    """Return a body with the ids filled in that can only be one of these."""
    return _filled(value, tuple(dict.fromkeys(ids)), "")


def _filled(value: Value, ids: tuple[str, ...], around: str) -> Value:
    if isinstance(value, list):
        return [_filled(one, ids, around) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: (_meant(around, key.lower(), ids) or inner)
        if isinstance(inner, Unknown)
        else _filled(inner, ids, key.lower())
        for key, inner in value.items()
    }


def _meant(around: str, key: str, ids: tuple[str, ...]) -> str | None:
    if key == _TARGET:
        found = [one for one in ids if type_of(one) and not type_of(one).startswith(f"{_NETWORK}/")]
    else:
        kind = _KINDS.get((around, key)) or _KINDS.get(("", key))
        found = [one for one in ids if kind is not None and type_of(one) == kind]
    return found[0] if len(found) == 1 else None
