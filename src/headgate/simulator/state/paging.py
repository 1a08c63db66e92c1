"""Lists of stored objects, page by page: ``after``, ``before``, ``limit`` and ``order``, as these APIs take them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from headgate.simulator import errors

Listed = TypeVar("Listed")

_LIMIT_MAX = 100
_LIMIT_DEFAULT = 20


def page(
    items: Iterable[Listed],
    query: Mapping[str, str],
    *,
    id_of: Callable[[Listed], str],
    shown: Callable[[Listed], dict[str, Any]],
    order: str = "desc",
    limit: int = _LIMIT_DEFAULT,
    limit_max: int = _LIMIT_MAX,
) -> dict[str, Any]:
    """One page of a list as the object ``list``; ``items`` are oldest first.

    Raises:
        AzureError: a 400 for a limit that is none.
    """
    ordered = list(items)
    if query.get("order", order) == "desc":
        ordered.reverse()
    chosen = _between([*ordered], query, id_of)
    size = _limit(query, limit, limit_max)
    kept = chosen[-size:] if "before" in query and "after" not in query else chosen[:size]
    return {
        "object": "list",
        "data": [shown(each) for each in kept],
        "first_id": id_of(kept[0]) if kept else None,
        "last_id": id_of(kept[-1]) if kept else None,
        "has_more": len(chosen) > len(kept),
    }


def _between(ordered: list[Listed], query: Mapping[str, str], id_of: Callable[[Listed], str]) -> Sequence[Listed]:
    """What lies after the id ``after`` and before the id ``before``; an id that is not there bounds nothing."""
    names = [id_of(each) for each in ordered]
    start = names.index(query["after"]) + 1 if query.get("after") in names else 0
    end = names.index(query["before"]) if query.get("before") in names else len(ordered)
    return ordered[start:end]


def _limit(query: Mapping[str, str], default: int, most: int) -> int:
    given = query.get("limit", "")
    if not given:
        return default
    if not given.isdecimal() or not 1 <= int(given) <= most:
        raise errors.invalid(
            f"Invalid 'limit': expected a value between 1 and {most}, but got {given!r}.",
            param="limit",
            code="invalid_value",
        )
    return int(given)
