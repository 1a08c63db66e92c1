import pytest

from tests.unit.audit.arm.expressions import compute


@pytest.mark.parametrize(
    "expression, value",
    [
        ("filter(range(0, 4), lambda('x', greater(lambdaVariables('x'), 1)))", [2, 3]),
        ("map(createArray('a'), lambda('x', 'i', lambdaVariables('i')))", [0]),
        ("reduce(range(1, 3), 0, lambda('a', 'b', add(lambdaVariables('a'), lambdaVariables('b'))))", 6),
        ("sort(createArray(3, 1), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))", [1, 3]),
        ("toObject(createArray('a'), lambda('x', lambdaVariables('x')), lambda('x', 1))", {"a": 1}),
        ("groupBy(createArray('aa', 'ab'), lambda('x', first(lambdaVariables('x'))))", {"a": ["aa", "ab"]}),
        ("mapValues(createObject('a', 1), lambda('x', add(lambdaVariables('x'), 1)))", {"a": 2}),
        ("map(createArray(1), lambda('x', map(createArray(2), lambda('y', lambdaVariables('x')))))", [[1]]),
    ],
)  # fmt: skip
def test_lambdas(expression: str, value: object) -> None:
    assert compute(expression) == value
