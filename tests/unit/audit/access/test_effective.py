"""Effective access at an account: what a role gives, keys included."""

from datetime import date

import pytest

from headgate.audit.access.builtin import built_in_role
from headgate.audit.access.effective import access_of, accounts_of, local_auth, reaching
from headgate.audit.access.role import Role
from headgate.audit.examples import build
from headgate.audit.graph.value import Unknown

FILTERS = ["change deployments", "change content filters"]


@pytest.mark.parametrize(
    "name, infer, beyond",
    [
        ("Cognitive Services OpenAI User", True, []),
        ("Cognitive Services User", True, ["read or renew keys", "train models"]),
        (
            "Cognitive Services OpenAI Contributor",
            True,
            [*FILTERS, "train models"],
        ),
        ("Reader", False, []),
        ("Owner", False, ["read or renew keys", "change deployments", "change content filters", "assign roles"]),
        ("Contributor", False, ["read or renew keys", "change deployments", "change content filters"]),
        ("User Access Administrator", False, ["assign roles"]),
    ],
)
def test_access_is_computed_from_the_roles_json(name: str, beyond: list[str], *, infer: bool) -> None:
    role = built_in_role(name)

    assert isinstance(role, Role)
    assert access_of(role).infer is infer
    assert access_of(role).beyond_inference == beyond


def test_keys_count_only_where_they_are_accepted() -> None:
    off, on, referred = build(
        """
        - {type: Microsoft.CognitiveServices/accounts, name: off, properties: {disableLocalAuth: true}}
        - {type: Microsoft.CognitiveServices/accounts, name: on}
        - {type: Microsoft.CognitiveServices/accounts, name: referred, existing: true}
        """,
        date(2026, 1, 1),
    ).graph.resources

    assert local_auth(off) is False
    assert local_auth(on) is True
    assert isinstance(local_auth(referred), Unknown)


def test_an_assignment_reaches_the_accounts_below_its_scope() -> None:
    graph = build(
        """
        - {type: Microsoft.Authorization/roleAssignments, name: a, scope: one, properties: {}}
        - {type: Microsoft.CognitiveServices/accounts, name: one}
        - {type: Microsoft.CognitiveServices/accounts, name: two}
        """,
        date(2026, 1, 1),
    ).graph
    _, one, two = graph.resources
    (grant,) = reaching(one, graph)

    assert reaching(two, graph) == []
    assert accounts_of(grant, graph) == [one]
