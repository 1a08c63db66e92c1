import pytest

from headgate.audit.arm.evaluation import resolve
from headgate.audit.arm.place import Place
from headgate.audit.arm.template import Template
from headgate.audit.arm.world import World
from headgate.audit.graph.value import Unknown
from tests.unit.audit.arm.expressions import compute

GROUP = "/subscriptions/template/resourceGroups/template/providers"


@pytest.mark.parametrize(
    "expression, identifier",
    [
        ("resourceId('A.B/c', 'x')", f"{GROUP}/A.B/c/x"),
        ("resourceId('A.B/c/d', 'x', 'y')", f"{GROUP}/A.B/c/x/d/y"),
        ("resourceId('A.B/c/d', 'x/y')", f"{GROUP}/A.B/c/x/d/y"),
        ("resourceId('rg', 'A.B/c', 'x')", "/subscriptions/template/resourceGroups/rg/providers/A.B/c/x"),
        ("resourceId('s', 'rg', 'A.B/c', 'x')", "/subscriptions/s/resourceGroups/rg/providers/A.B/c/x"),
        ("resourceId('A.B/c', parameters('n'))", f"{GROUP}/A.B/c/{{n}}"),
        ("subscriptionResourceId('A.B/c', 'x')", "/subscriptions/template/providers/A.B/c/x"),
        ("tenantResourceId('A.B/c', 'x')", "/providers/A.B/c/x"),
        ("extensionResourceId('/subscriptions/s', 'A.B/c', 'x')", "/subscriptions/s/providers/A.B/c/x"),
        (
            "managementGroupResourceId('A.B/c', 'x')",
            "/providers/Microsoft.Management/managementGroups/template/providers/A.B/c/x",
        ),
    ],
)
def test_ids(expression: str, identifier: str) -> None:
    assert compute(expression, parameters={"n": {"type": "string"}}) == identifier


def test_names_that_do_not_fit_the_type_are_refused() -> None:
    found = compute("resourceId('A.B/c/d', 'x')")

    assert isinstance(found, Unknown)
    assert "takes 2 names, not 1" in found.reason


def test_in_a_deployment_to_a_subscription_one_name_more_is_a_group_and_an_id_a_subscription() -> None:
    to_subscription = Template({"resources": []}, Place("subscription"), World())
    other = "11111111-2222-3333-4444-555555555555"

    assert resolve("[resourceId('rg-ai', 'A.B/c', 'x')]", to_subscription.frame) == (
        "/subscriptions/template/resourceGroups/rg-ai/providers/A.B/c/x"
    )
    assert resolve(f"[resourceId('{other}', 'A.B/c', 'x')]", to_subscription.frame) == (
        f"/subscriptions/{other}/providers/A.B/c/x"
    )
