import pytest

from headgate.audit.arm.functions.comparing import equal, is_blank
from headgate.audit.arm.opaque import Opaque, opaque
from tests.unit.audit.arm.expressions import compute


@pytest.mark.parametrize(
    "expression, value",
    [
        ("equals('a', 'A')", False),
        ("equals(createObject('A', 1), createObject('a', 1))", True),
        ("equals(true(), 1)", False),
        ("equals(createArray(1), createArray(1, 2))", False),
        ("greater('b', 'a')", True),
        ("lessOrEquals(2, 2)", True),
        ("less(2, 1)", False),
        ("greaterOrEquals(2, 3)", False),
        ("not('false')", True),
        ("bool(1)", True),
    ],
)
def test_comparisons(expression: str, value: object) -> None:
    assert compute(expression) == value


def test_an_unknown_that_cannot_matter_does_not() -> None:
    secret = opaque("why", "{x}")

    assert equal([1, secret], [2, "a"]) is False
    assert isinstance(equal([1, secret], [1, "a"]), Opaque)
    assert equal(opaque("why", "{id}", filled=True), "") is False


def test_blank_is_null_or_empty() -> None:
    assert [is_blank(value) for value in (None, "", [], {}, 0, "a")] == [True, True, True, True, False, False]
