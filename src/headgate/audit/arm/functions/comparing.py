"""Comparisons that can end undecided."""

from headgate.audit.arm.errors import ExpressionError
from headgate.audit.arm.functions.checked import kind_of, number
from headgate.audit.arm.functions.function import MANY, Function
from headgate.audit.arm.opaque import Opaque, call_of, opaque
from headgate.audit.graph.value import Unknown, Value


def equal(one: Value, other: Value) -> bool | Opaque:
    """Compare as ``equals``: texts with regard to case, keys without, undecided where it hangs on an unknown value."""
    if isinstance(one, Opaque) and isinstance(other, Opaque) and one.stand_in == other.stand_in:
        return True
    for value, against in ((one, other), (other, one)):
        if isinstance(value, Opaque) and value.filled and is_blank(against):
            return False
    for value in (one, other):
        if isinstance(value, Unknown):
            return opaque(value.reason, call_of("equals", (one, other)))
    if isinstance(one, dict) and isinstance(other, dict):
        left, right = ({key.lower(): item for key, item in side.items()} for side in (one, other))
        return left.keys() == right.keys() and _all((left[key], right[key]) for key in left)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and _all(zip(one, other, strict=True))
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    return one == other


def is_blank(value: Value) -> bool:
    """Whether a value is known to be null or empty."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def _all(pairs: object) -> bool | Opaque:
    undecided: Opaque | None = None
    for one, other in pairs:  # type: ignore[attr-defined]
        verdict = equal(one, other)
        if isinstance(verdict, Opaque):
            undecided = verdict
        elif not verdict:
            return False
    return True if undecided is None else undecided


def _order(one: Value, other: Value) -> int:
    """Return below zero, zero or above zero, as texts or as numbers."""
    if isinstance(one, str) and isinstance(other, str):
        return (one > other) - (one < other)
    left, right = number(one), number(other)
    return (left > right) - (left < right)


def coalesce(*values: Value) -> Value:
    """Return the first value that is not null; undecided from the first unknown one on."""
    for value in values:
        if isinstance(value, Opaque) and value.filled:
            return value
        if isinstance(value, Unknown):
            return opaque(value.reason, call_of("coalesce", values))
        if value is not None:
            return value
    return None


def truth(value: Value) -> bool:
    """Read a known value as a condition."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if isinstance(value, int):
        return value != 0
    raise ExpressionError(f"true or false is needed here, not a value of type {kind_of(value)}")


FUNCTIONS = {
    "equals": Function(equal, 2, 2, sees_unknown=True),
    "coalesce": Function(coalesce, 1, MANY, sees_unknown=True),
    "not": Function(lambda value: not truth(value), 1, 1),
    "bool": Function(truth, 1, 1),
    "true": Function(lambda: True, 0, 0),
    "false": Function(lambda: False, 0, 0),
    "null": Function(lambda: None, 0, 0),
    "greater": Function(lambda one, other: _order(one, other) > 0, 2, 2),
    "greaterorequals": Function(lambda one, other: _order(one, other) >= 0, 2, 2),
    "less": Function(lambda one, other: _order(one, other) < 0, 2, 2),
    "lessorequals": Function(lambda one, other: _order(one, other) <= 0, 2, 2),
}
