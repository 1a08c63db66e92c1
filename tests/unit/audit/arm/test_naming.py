import pytest

from headgate.audit.arm.naming import Called, called, readable
from headgate.audit.arm.place import Place

GROUP = "/subscriptions/template/resourceGroups/template"
ACCOUNT = f"{GROUP}/providers/A.B/accounts/a"
PARENT = Called("A.B/accounts", "a", ACCOUNT, None)


@pytest.mark.parametrize(
    "written, name, scope, parent, expected",
    [
        ("A.B/accounts", "a", None, None, PARENT),
        ("A.B/accounts/deployments", "a/d", None, None,
         Called("A.B/accounts/deployments", "a/d", f"{ACCOUNT}/deployments/d", None)),
        ("deployments", "d", None, PARENT, Called("A.B/accounts/deployments", "a/d", f"{ACCOUNT}/deployments/d", None)),
        ("A.B/accounts/deployments", "d", None, PARENT,
         Called("A.B/accounts/deployments", "a/d", f"{ACCOUNT}/deployments/d", None)),
        ("Microsoft.Insights/diagnosticSettings", "s", "A.B/accounts/a", None,
         Called("Microsoft.Insights/diagnosticSettings", "s",
                f"{ACCOUNT}/providers/Microsoft.Insights/diagnosticSettings/s", ACCOUNT)),
        ("Microsoft.Insights/diagnosticSettings", "s", ACCOUNT, None,
         Called("Microsoft.Insights/diagnosticSettings", "s",
                f"{ACCOUNT}/providers/Microsoft.Insights/diagnosticSettings/s", ACCOUNT)),
        ("A.B/accounts/providers/diagnosticSettings", "a/Microsoft.Insights/s", None, None,
         Called("Microsoft.Insights/diagnosticSettings", "s",
                f"{ACCOUNT}/providers/Microsoft.Insights/diagnosticSettings/s", ACCOUNT)),
        ("providers/roleAssignments", "Microsoft.Authorization/r", None, PARENT,
         Called("Microsoft.Authorization/roleAssignments", "r",
                f"{ACCOUNT}/providers/Microsoft.Authorization/roleAssignments/r", ACCOUNT)),
        ("Microsoft.Authorization/roleAssignments", "r", None, None,
         Called("Microsoft.Authorization/roleAssignments", "r",
                f"{GROUP}/providers/Microsoft.Authorization/roleAssignments/r", GROUP)),
        ("Microsoft.Resources/resourceGroups", "rg", None, None,
         Called("Microsoft.Resources/resourceGroups", "rg", "/subscriptions/template/resourceGroups/rg", None)),
    ],
)  # fmt: skip
def test_names_of_resources(
    written: str, name: str, scope: str | None, parent: Called | None, expected: Called
) -> None:
    assert called(written, name, Place(), scope=scope, parent=parent) == expected


def test_a_role_assigned_by_a_template_of_a_subscription_is_about_the_subscription() -> None:
    found = called("Microsoft.Authorization/roleAssignments", "r", Place("subscription"), scope=None, parent=None)

    assert found.scope == "/subscriptions/template"


def test_nobody_takes_an_unknown_part_for_a_name() -> None:
    assert readable("oai-{env}/gpt-4o") == "(unknown: oai-{env})/gpt-4o"
