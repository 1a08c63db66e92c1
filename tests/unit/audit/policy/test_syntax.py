import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.audit.policy.syntax import Binary, Call, Cast, Choice, Index, Items, Literal, Member, Name, Opaque, parse

RESPONSE = Member(Name("context"), "Response")


def test_the_parts_of_conditions() -> None:
    assert parse("@(context.Response?.StatusCode >= 500)") == Binary(
        ">=", Member(RESPONSE, "StatusCode", safe=True), Literal(500)
    )
    assert parse('@((string)context.Variables["a"])') == Cast(
        "string", Index(Member(Name("context"), "Variables"), Literal("a"))
    )
    assert parse("@(new [] { 1, 2 }.Contains(3))") == Call(
        Member(Items((Literal(1), Literal(2))), "Contains"), (Literal(3),)
    )
    assert parse("@(a ? 1 : 2)") == Choice(Name("a"), Literal(1), Literal(2))
    assert parse("@{ return true; }") == Literal(True)


def test_and_binds_stronger_than_or() -> None:
    assert parse("@(true || false && false)") == Binary(
        "||", Literal(True), Binary("&&", Literal(False), Literal(False))
    )


def test_type_arguments_and_names_of_arguments_are_left_out() -> None:
    assert parse('@(context.Variables.GetValueOrDefault<string>("a", defaultValue: "b"))') == Call(
        Member(Member(Name("context"), "Variables"), "GetValueOrDefault"), (Literal("a"), Literal("b"))
    )


@pytest.mark.parametrize(
    "text", ["@{ var a = 1; return a; }", "@(x => x)", '@($"{a}" +)', "@(" + "(" * 90 + "1" + ")" * 90 + ")"]
)
def test_what_is_not_understood_could_be_anything(text: str) -> None:
    assert parse(text) == Opaque()


@given(st.text(alphabet='ab.()[]{}"?:&|=!<> 1,;', max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    parse(f"@({text})")
