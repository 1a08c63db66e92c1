import pytest

from headgate.audit.arm.errors import ExpressionError
from headgate.audit.arm.functions.checked import items, kind_of, members, number, text


def test_values_are_held_to_their_type() -> None:
    assert (text("a"), number("7"), items([1]), members(None)) == ("a", 7, [1], {})
    assert [kind_of(value) for value in (True, 1, "a", [], {}, None)] == [
        "bool", "int", "string", "array", "object", "null",
    ]  # fmt: skip


@pytest.mark.parametrize("take, value", [(text, 1), (number, True), (number, "x"), (items, "a"), (members, [])])
def test_another_type_is_refused(take: object, value: object) -> None:
    with pytest.raises(ExpressionError):
        take(value)  # type: ignore[operator]
