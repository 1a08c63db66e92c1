"""Arithmetic on whole numbers."""

from collections.abc import Callable

from headgate.audit.arm.errors import ExpressionError
from headgate.audit.arm.functions.checked import number
from headgate.audit.arm.functions.function import MANY, Function
from headgate.audit.graph.value import Value

_LARGEST = 2**63


def _within(value: int) -> int:
    if not -_LARGEST <= value < _LARGEST:
        raise ExpressionError("the result does not fit into 64 bits")
    return value


def _both(work: Callable[[int, int], int]) -> Callable[[Value, Value], Value]:
    return lambda one, other: _within(work(number(one), number(other)))


def _divide(one: int, other: int) -> int:
    if other == 0:
        raise ExpressionError("division by zero")
    whole = abs(one) // abs(other)
    return whole if (one < 0) is (other < 0) else -whole


def _remainder(one: int, other: int) -> int:
    return one - other * _divide(one, other)


def _extreme(choose: Callable[[list[int]], int]) -> Callable[..., Value]:
    def run(*values: Value) -> Value:
        found = values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)
        if not found:
            raise ExpressionError("the list is empty")
        return choose([number(value) for value in found])

    return run


def _float(value: Value) -> Value:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ExpressionError(f"{value!r} is not a number") from None


FUNCTIONS = {
    "add": Function(_both(lambda one, other: one + other), 2, 2),
    "sub": Function(_both(lambda one, other: one - other), 2, 2),
    "mul": Function(_both(lambda one, other: one * other), 2, 2),
    "div": Function(_both(_divide), 2, 2),
    "mod": Function(_both(_remainder), 2, 2),
    "int": Function(number, 1, 1),
    "float": Function(_float, 1, 1),
    "min": Function(_extreme(min), 1, MANY),
    "max": Function(_extreme(max), 1, MANY),
}
