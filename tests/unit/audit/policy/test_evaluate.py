import pytest

from headgate.audit.policy.evaluate import ANYTHING, Facts, RaisesError, evaluate, outcome, path
from headgate.audit.policy.syntax import Literal, Member, Name

OVERLOAD = "@(context.Response != null && (context.Response.StatusCode == 429 || context.Response.StatusCode >= 500))"


@pytest.mark.parametrize("status, expected", [(None, False), (200, False), (429, True), (503, True)])
def test_a_condition_over_the_answer(status: int | None, expected: bool) -> None:
    assert outcome(OVERLOAD, Facts(status=status)) is expected


@pytest.mark.parametrize(
    "condition, expected",
    [
        ("true", True),
        ("{{switch}}", ANYTHING),
        ('@("{{switch}}" == "on")', ANYTHING),
        ('@("On".ToLower() == "on" && !("a" != "a"))', True),
        ('@(string.IsNullOrEmpty("") ? 1 + 1 == 2 : false)', True),
        ('@(bool.Parse("True") && int.Parse("3") - 1 == 2)', True),
        ('@(new [] { "a", "b" }.Contains("c"))', False),
        ('@("abc".Contains("b") && "abc".Length > 2)', True),
        ('@((null ?? "x").Equals("X", StringComparison.OrdinalIgnoreCase))', ANYTHING),
        ('@(context.Request.Method == "GET")', ANYTHING),
        ('@(context.Request.Method == "GET" && false)', False),
        ('@(context.Request.Method == "GET" || true)', True),
        ("@(context.Response?.StatusCode == 429)", ANYTHING),
    ],
)
def test_what_a_condition_comes_to(condition: str, expected: object) -> None:
    assert outcome(condition, Facts()) is expected or outcome(condition, Facts()) == expected


def test_variables_that_nothing_sets_are_null_or_their_default() -> None:
    facts = Facts(never_set=frozenset({"a"}), values={"b": "on"})

    assert outcome('@(context.Variables.GetValueOrDefault("a") == "on")', facts) is False
    assert outcome('@(context.Variables.GetValueOrDefault<string>("a", "on") == "on")', facts) is True
    assert outcome('@(context.Variables.ContainsKey("a"))', facts) is False
    assert outcome('@((string)context.Variables["b"] == "on")', facts) is True
    with pytest.raises(RaisesError, match="nothing sets the variable a"):
        outcome('@((string)context.Variables["a"] == "on")', facts)


def test_looking_into_nothing_raises_an_error_unless_it_is_asked_safely() -> None:
    with pytest.raises(RaisesError):
        outcome("@(context.Response.StatusCode == 429)", Facts(status=None))
    assert outcome("@(context.Response?.StatusCode >= 500)", Facts(status=None)) is False


def test_paths_and_literals() -> None:
    assert path(Member(Name("a"), "b")) == "a.b"
    assert path(Member(Literal(1), "b")) == ""
    assert evaluate(Literal("a"), Facts()) == "a"
    assert repr(ANYTHING) == "ANYTHING"
