"""Loops: ``copy`` on resources, properties, variables and outputs."""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from headgate.audit.arm.budget import COPIES_MAX
from headgate.audit.arm.errors import ExpressionError
from headgate.audit.graph.value import Value


class LoopOf(Struct, frozen=True, eq=False):
    """A loop that makes a list."""

    name: str
    count: Any
    input: Any


def copies_of(body: Any) -> list[LoopOf] | None:  # noqa: ANN401  # JSON of a template
    """Return the loops under a key ``copy``; None when it is an ordinary property that happens to be called so."""
    bodies = body if isinstance(body, list) else [body]
    found = [
        LoopOf(one["name"], one["count"], one.get("input"))
        for one in bodies
        if isinstance(one, dict) and isinstance(one.get("name"), str) and "count" in one and "input" in one
    ]
    return found if found and len(found) == len(bodies) else None


def turns(count: Value) -> Iterable[int]:
    """Return the indexes of a loop; raises ``ExpressionError`` for a count that ARM would refuse."""
    if isinstance(count, str) and count.isdigit() and len(count) < 10:
        count = int(count)
    if isinstance(count, bool) or not isinstance(count, int):
        raise ExpressionError("the count of a loop is no whole number")
    if not 0 <= count <= COPIES_MAX:
        raise ExpressionError(f"a loop runs 0 to {COPIES_MAX} times, not {count}")
    return range(count)
