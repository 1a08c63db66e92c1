"""Arguments held to their type."""

import math

from headgate.audit.arm.errors import ExpressionError
from headgate.audit.graph.value import Unknown, Value


def kind_of(value: Value) -> str:
    """Name the type of a value as ARM does."""
    names = ((bool, "bool"), (int | float, "int"), (str, "string"), (list, "array"), (dict, "object"))
    if isinstance(value, Unknown):
        return "unknown"
    return next((name for kinds, name in names if isinstance(value, kinds)), "null")


def text(value: Value) -> str:
    """Return a text, or raise."""
    if not isinstance(value, str):
        raise ExpressionError(f"a string is needed here, not a value of type {kind_of(value)}")
    return value


def number(value: Value) -> int:
    """Return a whole number, or raise; a text of digits will do, as in ARM's ``int``."""
    if isinstance(value, str) and len(value) <= 20:
        try:
            return int(value)
        except ValueError:
            raise ExpressionError(f"{value!r} is not a whole number") from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ExpressionError(f"a whole number is needed here, not a value of type {kind_of(value)}")
    return int(value)


def items(value: Value) -> list[Value]:
    """Return a list, or raise."""
    if not isinstance(value, list):
        raise ExpressionError(f"an array is needed here, not a value of type {kind_of(value)}")
    return value


def members(value: Value) -> dict[str, Value]:
    """Return an object, or raise; ``null`` counts as one without members, as in ARM's ``union``."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ExpressionError(f"an object is needed here, not a value of type {kind_of(value)}")
    return value
