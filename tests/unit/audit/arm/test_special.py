import pytest

from headgate.audit.graph.value import Unknown
from tests.unit.audit.arm.expressions import compute


@pytest.mark.parametrize(
    "expression, value",
    [
        ("tryGet(createObject('a', createArray(7)), 'A', 0)", 7),
        ("tryGet(createObject('a', 1), 'b')", None),
        ("tryIndexFromEnd(createArray(1, 2), 1)", 2),
        ("tryIndexFromEnd(createArray(1, 2), 5)", None),
        ("if(equals(1, 1), 'yes', 'no')", "yes"),
        ("and(false(), fail('never'))", False),
        ("or(true(), fail('never'))", True),
        ("and(true(), true())", True),
        ("or(false(), false())", False),
    ],
)
def test_lazy_functions(expression: str, value: object) -> None:
    assert compute(expression) == value


@pytest.mark.parametrize("call", ["utcNow()", "newGuid()", "pickZones('a', 'b', 'c')", "deployer().objectId"])
def test_what_only_a_deployment_knows_is_unknown(call: str) -> None:
    assert isinstance(compute(call), Unknown)


def test_a_users_function_sees_its_own_parameters_only() -> None:
    functions = [
        {
            "namespace": "my",
            "members": {
                "name": {
                    "parameters": [{"name": "p", "type": "string"}],
                    "output": {"type": "string", "value": "[concat('x-', parameters('p'))]"},
                }
            },
        }
    ]

    assert compute("my.Name('a')", functions=functions, parameters={"p": {"defaultValue": "outer"}}) == "x-a"
    assert isinstance(compute("my.name('a', 'b')", functions=functions), Unknown)


def test_a_new_application_has_no_settings_to_keep() -> None:
    site = {"type": "Microsoft.Web/sites", "name": "app", "kind": "app"}
    asked = "list(format('{0}/config/appsettings', resourceId('Microsoft.Web/sites', 'app')), '2023-12-01').properties"

    assert compute(f"union({asked}, createObject('A', 'b'))", resources=[site]) == {"A": "b"}
    elsewhere = compute(f"union({asked}, createObject('A', 'b'))")
    assert isinstance(elsewhere, Unknown)
    assert elsewhere.reason.startswith("list() is called on")


def test_one_of_two_filled_values_is_filled() -> None:
    on = {"parameters": {"on": {"type": "bool"}}}

    assert compute("empty(if(parameters('on'), 'User', 'ServicePrincipal'))", **on) is False
    assert isinstance(compute("empty(if(parameters('on'), 'User', ''))", **on), Unknown)


def test_somebody_deploys_whoever_it_is() -> None:
    assert compute("empty(deployer().objectId)") is False
    assert isinstance(compute("contains(deployer(), 'userPrincipalName')"), Unknown)
