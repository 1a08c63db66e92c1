import pytest

from headgate.audit.graph.value import Unknown
from tests.unit.audit.arm.expressions import compute


@pytest.mark.parametrize(
    "expression, value",
    [
        ("add(1, 2)", 3), ("sub(1, 2)", -1), ("mul(2, 3)", 6), ("div(-7, 2)", -3), ("mod(-7, 2)", -1), ("int('7')", 7),
        ("min(3, 1, 2)", 1), ("max(createArray(1, 5))", 5), ("float('1.5')", 1.5),
    ],
)  # fmt: skip
def test_arithmetic(expression: str, value: object) -> None:
    assert compute(expression) == value


@pytest.mark.parametrize("expression", ["mod(1, 0)", "mul(9223372036854775807, 2)", "int('x')", "max(createArray())"])
def test_what_has_no_result_is_unknown(expression: str) -> None:
    assert isinstance(compute(expression), Unknown)
