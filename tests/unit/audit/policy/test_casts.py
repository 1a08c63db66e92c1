import pytest

from headgate.audit.policy.casts import bad_casts, inferred
from tests.policies import graph_of, inbound, policy


@pytest.mark.parametrize(
    "value, types",
    [
        ("text", {"string"}),
        ("@(1)", {"int"}),
        ('@("a" + "b")', {"string"}),
        ("@(1 == 2)", {"bool"}),
        ('@(int.Parse("1"))', {"int"}),
        ("@(context.Request.Body.As<JObject>())", {"?"}),
        ("@{ int n = 0; return n; }", {"int"}),
        ("@{ var all = new JArray(); return all; }", {"JArray"}),
        ("@{ List<int> free = new List<int>(); if (free.Count > 0) { return free[0]; } return -1; }", {"int"}),
        ('@{ if (true) { return "a"; } return null; }', {"string", "?"}),
    ],
)
def test_what_a_variable_holds(value: str, types: set[str]) -> None:
    assert inferred(value, {}) == types


def test_an_overwritten_text_is_no_fault() -> None:
    one = inbound(
        '<set-variable name="n" value="-1" /><set-variable name="n" value="@(1)" />'
        '<set-variable name="m" value="@((int)context.Variables["n"] + 1)" />'
    )

    assert bad_casts(one, graph_of(one)) == []


def test_a_cast_in_a_fragment_names_the_fragment() -> None:
    part = policy('<fragment>\n<set-variable name="m" value="@((int)context.Variables["n"])" /></fragment>', "part.xml")
    one = inbound('<set-variable name="n" value="1" /><include-fragment fragment-id="part" />')
    found = bad_casts(one, graph_of(one, part))

    assert [(cast.variable, cast.held, cast.document.name, cast.line) for cast in found] == [
        ("n", "string", "part.xml", 2)
    ]


def test_a_branch_that_answers_leaves_no_type_behind() -> None:
    one = inbound(
        '<set-variable name="n" value="@(1)" /><choose><when condition="@(context.Request.Method == "PUT")">'
        '<set-variable name="n" value="x" /><return-response /></when></choose>'
        '<set-variable name="m" value="@((int)context.Variables["n"])" />'
    )

    assert bad_casts(one, graph_of(one)) == []


def test_a_typed_reading_throws_as_a_cast_does() -> None:
    """Microsoft Learn: GetValueOrDefault<T> throws when the type is not that of the variable."""
    one = inbound(
        '<set-variable name="most" value="32000" /><set-variable name="size" value="@(1)" />'
        '<set-variable name="m" value="@(context.Variables.GetValueOrDefault<int>("most", 1))" />'
        '<set-variable name="s" value="@(context.Variables.GetValueOrDefault<int>("size", 1))" />'
        '<set-variable name="t" value="@(context.Variables.GetValueOrDefault<string>("most", ""))" />'
    )

    assert [(cast.variable, cast.wanted, cast.held) for cast in bad_casts(one, graph_of(one))] == [
        ("most", "int", "string")
    ]
