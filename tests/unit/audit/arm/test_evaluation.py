from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.audit.arm.evaluation import resolve
from headgate.audit.arm.opaque import Opaque
from headgate.audit.graph.value import Unknown
from tests.unit.audit.arm.expressions import compute, template

UNKNOWN = {"parameters": {"env": {"type": "string"}, "on": {"type": "bool"}}}


def reason(value: Any) -> str:
    assert isinstance(value, Unknown)
    return value.reason


def test_json_keeps_its_form_and_its_expressions_are_computed() -> None:
    assert compute({"a": ["[add(1, 2)]", "[[b]", None], "[concat('k', 'ey')]": True}) == {
        "a": [3, "[b]", None],
        "key": True,
    }


def test_a_parameter_without_a_value_is_unknown_and_says_so() -> None:
    assert reason(compute("parameters('env')", **UNKNOWN)) == "parameter 'env' has no value"


def test_a_text_with_an_unknown_part_keeps_its_form_as_a_stand_in() -> None:
    name = compute("toLower(format('OAI-{0}', parameters('env')))", **UNKNOWN)

    assert isinstance(name, Opaque)
    assert name.stand_in == "oai-{env}"
    assert compute("empty(format('oai-{0}', parameters('env')))", **UNKNOWN) is False
    assert compute("empty(uniqueString(parameters('env')))", **UNKNOWN) is False
    assert isinstance(compute("empty(toLower(parameters('env')))", **UNKNOWN), Unknown)
    moment = compute("dateTimeToEpoch(dateTimeAdd(parameters('env'), 'P90D'))", **UNKNOWN)
    assert isinstance(moment, Opaque)
    assert moment.filled


def test_an_unknown_part_of_an_object_leaves_the_rest_known() -> None:
    found = compute("createObject('a', parameters('env'), 'b', 1)", **UNKNOWN)

    assert isinstance(found, dict)
    assert found["b"] == 1
    assert isinstance(found["a"], Unknown)


@pytest.mark.parametrize(
    "expression, value",
    [
        ("and(parameters('on'), false())", False),
        ("or(parameters('on'), true())", True),
        ("if(parameters('on'), 'x', 'x')", "x"),
        ("if(true(), 1, fail('never'))", 1),
        ("contains(createArray(parameters('env'), 'b'), 'b')", True),
        ("equals(parameters('env'), parameters('env'))", True),
        ("coalesce(null(), 'x')", "x"),
        ("createObject('A', 1).a", 1),
        ("createObject('a', 1).?b", None),
        ("createArray(1, 2)[1]", 2),
    ],
)
def test_what_does_not_hang_on_the_unknown_is_known(expression: str, value: object) -> None:
    assert compute(expression, **UNKNOWN) == value


@pytest.mark.parametrize(
    "expression",
    [
        "and(parameters('on'), true())", "if(parameters('on'), 1, 2)", "not(parameters('on'))",
        "equals(parameters('env'), 'x')", "contains(createArray(parameters('env')), 'b')", "parameters('env').a",
        "length(parameters('env'))", "int(parameters('env'))", "toUpper(parameters('env'))",
        "filter(createArray(1), lambda('x', parameters('on')))", "string(createArray(parameters('env')))",
    ],
)  # fmt: skip
def test_what_hangs_on_the_unknown_is_unknown_with_its_reason(expression: str) -> None:
    assert "has no value" in reason(compute(expression, **UNKNOWN))


@pytest.mark.parametrize(
    "expression, message",
    [
        ("parameters('nope')", "parameter 'nope' is not declared"),
        ("variables('nope')", "variable 'nope' is not declared"),
        ("nope()", "there is no function 'nope'"),
        ("createObject('a', 1).b", "there is no 'b' in this object"),
        ("createArray(1)[1]", "there is no 1 in this array"),
        ("add(1)", "add does not take 1 arguments"),
        ("div(1, 0)", "division by zero"),
        ("fail('no such region')", "no such region"),
        ("copyIndex()", "outside of a loop"),
        ("f(", "a value was expected"),
    ],
)
def test_a_wrong_expression_is_unknown_and_says_what_is_wrong(expression: str, message: str) -> None:
    assert message in reason(compute(expression))


def test_syntax_and_missing_functions_are_reported_too() -> None:
    found = template(variables={"a": "[nope()]"})
    found.variable("a")

    assert found.world.mistakes == ["[nope()]: there is no function 'nope'"]


def test_keys_that_are_read_stay_visible() -> None:
    found = reason(compute("listKeys(resourceId('Microsoft.CognitiveServices/accounts', 'a'), '2023-05-01').key1"))

    assert found.startswith("listKeys() is called on /subscriptions/")
    assert found.endswith("Microsoft.CognitiveServices/accounts/a")


def test_a_loop_inside_properties_makes_a_list() -> None:
    loop = {"copy": [{"name": "items", "count": 2, "input": {"n": "[copyIndex('items', 1)]"}}], "b": 1}

    assert compute(loop) == {"items": [{"n": 1}, {"n": 2}], "b": 1}


def test_inside_a_loop_on_a_property_the_loop_of_the_resource_is_meant_when_none_is_named() -> None:
    frame = template().frame.in_copy("apps", 1)
    loop = {"copy": [{"name": "env", "count": 2, "input": "[format('{0}{1}', copyIndex(), copyIndex('env'))]"}]}

    assert resolve(loop, frame) == {"env": ["10", "11"]}
    assert compute({"copy": [{"name": "env", "count": 2, "input": "[copyIndex()]"}]}) == {"env": [0, 1]}


@given(
    st.recursive(
        st.sampled_from(["1", "'a'", "true()", "null()", "parameters('env')", "createArray()", "createObject()"]),
        lambda inner: st.tuples(
            st.sampled_from(["concat", "union", "equals", "contains", "add", "format", "if", "tryGet", "range"]),
            st.lists(inner, min_size=1, max_size=3),
        ).map(lambda pair: f"{pair[0]}({','.join(pair[1])})"),
        max_leaves=8,
    )
)
def test_any_expression_gives_a_value_or_an_unknown_never_an_exception(expression: str) -> None:
    compute(expression, **UNKNOWN)
