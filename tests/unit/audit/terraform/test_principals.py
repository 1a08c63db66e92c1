import datetime

import pytest

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import Unknown, look
from headgate.audit.registry import find_rule
from headgate.audit.run import judge
from tests.unit.audit.terraform.plans import change, configured, plan, refers
from tests.unit.audit.terraform.shapes import seen

ROLE = "azurerm_role_assignment.r"
BESIDE = [
    change("azurerm_user_assigned_identity.i", {"name": "id", "resource_group_name": "rg"}, {"principal_id": True}),
    change("azurerm_linux_web_app.w", {"name": "web", "resource_group_name": "rg"}, {"identity": [{}]}),
    change("azurerm_kubernetes_cluster.k", {"name": "aks", "resource_group_name": "rg"}, {"kubelet_identity": True}),
    change("azuread_group.g", {"display_name": "people"}, {"object_id": True}),
    change("azuread_user.u", {"mail": "x"}, {"object_id": True}),
]


def given(after: dict[str, object], *references: str) -> object:
    role = change(
        ROLE,
        {"name": "r", "scope": "/subscriptions/s", "role_definition_name": "Reader", **after},
        {"principal_id": True, "principal_type": True, "id": True, "role_definition_id": True},
    )
    data = plan(*BESIDE, role, resources=[configured(ROLE, principal_id=refers(*references))])
    return look(seen(data)["roleassignments/r"].properties, "principalType")


@pytest.mark.parametrize(
    "reference, kind",
    [
        ("azurerm_user_assigned_identity.i.principal_id", "ServicePrincipal"),
        ("azurerm_linux_web_app.w.identity[0].principal_id", "ServicePrincipal"),
        ("azurerm_kubernetes_cluster.k.kubelet_identity[0].object_id", "ServicePrincipal"),
        ("azuread_group.g.object_id", "Group"),
        ("azuread_user.u.object_id", "User"),
    ],
)
def test_who_is_meant_shows_what_kind_it_is(reference: str, kind: str) -> None:
    assert given({}, reference) == kind


def test_only_service_principals_may_skip_the_check_of_service_principals() -> None:
    assert given({"skip_service_principal_aad_check": True}, "var.somebody") == "ServicePrincipal"


def test_somebody_from_outside_is_unknown() -> None:
    assert isinstance(given({}, "var.somebody"), Unknown)


def test_azurerm_waits_for_whoever_it_is() -> None:
    role = change(ROLE, {"name": "r", "scope": "/subscriptions/s"}, {"principal_type": True, "principal_id": True})
    assignment = seen(plan(role, resources=[configured(ROLE, principal_id=refers("var.x"))]))["roleassignments/r"]
    rule = find_rule("IDN-013")
    assert rule is not None

    said = judge(rule, assignment, Graph([assignment], today=datetime.date(2026, 11, 24)))
    assert [one.outcome for one in said] == ["not_applicable"]
