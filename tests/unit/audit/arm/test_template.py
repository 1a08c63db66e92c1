from headgate.audit.arm.opaque import opaque
from headgate.audit.arm.place import Place
from headgate.audit.arm.template import Template
from headgate.audit.arm.world import World
from headgate.audit.graph.value import MISSING, Unknown
from tests.unit.audit.arm.expressions import template


def test_a_given_value_wins_over_the_default_and_null_stands_for_the_default() -> None:
    body = {"parameters": {name: {"defaultValue": "d"} for name in "abc"}, "resources": []}
    given = {"a": "g", "b": None}
    found = Template(body, Place(), World(), given=lambda name: given.get(name, MISSING))

    assert [found.parameter(name) for name in "ABc"] == ["g", "d", "d"]


def test_a_nullable_parameter_without_a_value_is_null() -> None:
    found = template(
        parameters={"a": {"$ref": "#/definitions/lock"}, "b": {"type": "string", "nullable": True}},
        definitions={"lock": {"$ref": "#/definitions/base"}, "base": {"type": "object", "nullable": True}},
    )

    assert found.parameter("a") is None
    assert found.parameter("b") is None


def test_what_a_secure_parameter_without_a_value_fills_is_known_to_be_a_secret() -> None:
    given = {"b": opaque("parameter 'outer' has no value", "{outer}")}
    body = {"parameters": {"a": {"type": "secureString"}, "b": {"type": "securestring"}}, "resources": []}
    found = Template(body, Place(), World(), given=lambda name: given.get(name, MISSING))

    reasons = [value.reason for name in "ab" if isinstance(value := found.parameter(name), Unknown)]
    assert reasons == ["secure parameter 'a' has no value", "secure parameter 'outer' has no value"]


def test_defaults_and_variables_may_need_each_other_in_any_order() -> None:
    found = template(parameters={"a": {"defaultValue": "[variables('b')]"}}, variables={"b": "[concat('x', 'y')]"})

    assert found.parameter("a") == "xy"


def test_a_circle_is_named_once_and_ends() -> None:
    found = template(variables={"a": "[variables('b')]", "b": "[concat(variables('a'), 'x')]"})

    assert isinstance(found.variable("a"), Unknown)
    assert len(found.world.mistakes) == 1
    assert "a circle: variable 'a' needs variable 'b' needs variable 'a'" in found.world.mistakes[0]


def test_variables_and_outputs_may_be_loops() -> None:
    found = template(
        variables={"copy": [{"name": "v", "count": 2, "input": "[copyIndex('v')]"}]},
        outputs={"o": {"type": "array", "copy": {"count": 2, "input": "[add(copyIndex(), 1)]"}}, "p": {"value": 1}},
    )

    assert found.variable("V") == [0, 1]
    assert found.outputs() == {"o": {"type": "array", "value": [1, 2]}, "p": {"type": None, "value": 1}}
