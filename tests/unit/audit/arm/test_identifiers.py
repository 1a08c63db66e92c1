import pytest

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
