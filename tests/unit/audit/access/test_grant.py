"""Assignments find their role, and hold at everything below their scope."""

from datetime import date

import pytest

from headgate.audit.access.grant import encloses, grants, role_of
from headgate.audit.access.role import Role
from headgate.audit.examples import build
from headgate.audit.graph.value import Unknown

ACCOUNT = "/subscriptions/s/resourcegroups/g/providers/microsoft.cognitiveservices/accounts/oai"


@pytest.mark.parametrize(
    "scope, holds",
    [
        (ACCOUNT, True),
        ("/subscriptions/S/resourceGroups/G", True),
        ("/subscriptions/s", True),
        ("/providers/Microsoft.Management/managementGroups/all", True),
        (None, True),
        ("/subscriptions/s/resourcegroups/g2", False),
        (f"{ACCOUNT}2", False),
        ("/subscriptions/s2", False),
    ],
)
def test_a_scope_holds_below_itself(scope: str | None, *, holds: bool) -> None:
    assert encloses(scope, ACCOUNT) is holds


@pytest.mark.parametrize(
    "properties, name",
    [
        ("{roleDefinitionId: /providers/x/roleDefinitions/8E3AF657-A8FF-443C-A75C-2FE8C4BCB635}", "Owner"),
        ("{roleDefinitionName: owner}", "Owner"),
        ("{roleDefinitionId: !id own}", "Bot"),
        ("{roleDefinitionName: bot}", "Bot"),
        ("{roleDefinitionId: /providers/x/roleDefinitions/00000000-0000-0000-0000-000000000000}", None),
        ("{roleDefinitionName: nobody}", None),
        ("{roleDefinitionId: !unknown later}", None),
        ("{}", None),
    ],
)
def test_an_assignment_names_its_role_by_id_or_by_name(properties: str, name: str | None) -> None:
    graph = build(
        f"""
        - {{type: Microsoft.Authorization/roleAssignments, name: a, properties: {properties}}}
        - type: Microsoft.Authorization/roleDefinitions
          name: own
          properties: {{roleName: Bot, permissions: [{{actions: ['*']}}]}}
        """,
        date(2026, 1, 1),
    ).graph
    role = role_of(graph.resources[0], graph)

    assert role.name == name if isinstance(role, Role) else name is None


def test_an_assignment_of_unknown_scope_may_hold() -> None:
    graph = build(
        """
        - {type: Microsoft.Authorization/roleAssignments, name: a, scope: !unknown "a loop",
           properties: {principalType: User}}
        - {type: Microsoft.CognitiveServices/accounts, name: oai}
        """,
        date(2026, 1, 1),
    ).graph
    (grant,) = grants(graph)

    assert isinstance(grant.reaches(graph.resources[1]), Unknown)
    assert grant.principal_type == "user"
    assert "not known" in grant.role_name


@pytest.mark.parametrize(
    "principal, given, kind",
    [
        (
            "known only once deployed: Microsoft.Compute/virtualMachines/vm: identity.principalId",
            "",
            "serviceprincipal",
        ),
        (
            "known only once deployed: Microsoft.ManagedIdentity/userAssignedIdentities/id-{#a}: principalId",
            "!unknown later",
            "serviceprincipal",
        ),
        ("known only once deployed: Microsoft.Resources/deployments/a: outputs.principalId", "''", ""),
        ("who deploys is not in the template", "''", ""),
        ("known only once deployed: Microsoft.Compute/virtualMachines/vm: identity.principalId", "User", "user"),
    ],
)
def test_the_identity_of_a_resource_is_an_application(principal: str, given: str, kind: str) -> None:
    graph = build(
        f"""
        - type: Microsoft.Authorization/roleAssignments
          name: a
          properties: {{principalId: !unknown "{principal}", principalType: {given or "null"}}}
        """,
        date(2026, 1, 1),
    ).graph

    assert grants(graph)[0].principal_type == kind
