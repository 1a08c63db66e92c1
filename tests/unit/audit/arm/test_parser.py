from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.audit.arm.errors import ExpressionError
from headgate.audit.arm.parser import is_expression, parse
from headgate.audit.arm.syntax import Call, Literal, Member


def test_calls_members_and_indexes_nest() -> None:
    assert parse("[parameters('a').b[0]]") == Member(
        Member(Call("parameters", (Literal("a"),)), Literal("b")), Literal(0)
    )


def test_a_safe_step_is_kept() -> None:
    assert parse("[f().?a]") == Member(Call("f", ()), Literal("a"), safe=True)


def test_a_user_function_is_called_with_its_namespace() -> None:
    assert parse("[Contoso.name('x')]") == Call("contoso.name", (Literal("x"),))


@pytest.mark.parametrize("text", ["[[not computed]", "[open", "closed]", "", "plain"])
def test_text_that_is_meant_is_no_expression(text: str) -> None:
    assert not is_expression(text)


@pytest.mark.parametrize(
    "text, message",
    [
        ("[f('a']", "character 6"),
        ("[f(]", "a value was expected"),
        ("[]", "a value was expected"),
        ("[foo]", "'foo' is no function"),
        ("[f().]", "a name was expected"),
        ("[f() g()]", "the end was expected"),
        (f"[{'not(' * 200}true{')' * 200}]", "more than 100 brackets"),
        (f"[{'9' * 50}]", "a number of 50 digits"),
        (f"['{'x' * 200_000}']", "an expression of"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_place(text: str, message: str) -> None:
    with pytest.raises(ExpressionError, match=message):
        parse(text)


@given(st.text(alphabet="[]().,?'ab1- ", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ExpressionError):
        parse(f"[{text}]")
