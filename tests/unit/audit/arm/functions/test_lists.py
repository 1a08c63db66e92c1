import pytest

from headgate.audit.graph.value import Unknown
from tests.unit.audit.arm.expressions import compute


@pytest.mark.parametrize(
    "expression, value",
    [
        ("contains('abc', 'b')", True), ("contains('abc', 'B')", False), ("contains(createObject('A', 1), 'a')", True),
        ("empty(null())", True), ("empty('')", True), ("empty(createArray(1))", False),
        ("first('abc')", "a"), ("last(createArray(1, 2))", 2), ("first(createArray())", None), ("last('abc')", "c"),
        ("take('abc', 2)", "ab"), ("skip(createArray(1, 2), 1)", [2]), ("range(3, 2)", [3, 4]),
        ("indexOf('Hello', 'L')", 2), ("lastIndexOf('hello', 'l')", 3), ("indexOf(createArray('a'), 'b')", -1),
        ("array('a')", ["a"]), ("union(createArray(1, 2), createArray(2, 3))", [1, 2, 3]),
        ("intersection(createArray(1, 2), createArray(2))", [2]),
        ("intersection(createObject('a', 1, 'b', 2), createObject('a', 1, 'b', 3))", {"a": 1}),
        ("flatten(createArray(createArray(1), createArray(2)))", [1, 2]),
        ("items(createObject('b', 1, 'a', 2))", [{"key": "a", "value": 2}, {"key": "b", "value": 1}]),
        ("objectKeys(createObject('b', 1, 'a', 2))", ["a", "b"]), ("indexFromEnd(createArray(1, 2), 2)", 1),
        ("union(createObject('a', createObject('x', 1)), createObject('A', createObject('y', 2)))",
         {"a": {"x": 1, "y": 2}}),
        ("shallowMerge(createArray(createObject('a', 1), createObject('a', 2)))", {"a": 2}),
    ],
)  # fmt: skip
def test_lists(expression: str, value: object) -> None:
    assert compute(expression) == value


@pytest.mark.parametrize(
    "expression", ["range(0, 99999)", "createObject('a')", "flatten('a')", "items('a')", "empty(1)"]
)
def test_what_has_no_result_is_unknown(expression: str) -> None:
    assert isinstance(compute(expression), Unknown)
