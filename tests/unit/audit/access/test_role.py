"""What a role allows follows from its JSON, not from its name."""

from datetime import date

from headgate.audit.access.operations import INFER, LIST_KEYS
from headgate.audit.access.role import Permission, Role, custom_role, role_guid
from headgate.audit.examples import build
from headgate.audit.graph.value import Unknown


def test_what_is_taken_out_of_one_permission_another_may_give_back() -> None:
    narrowed = Permission(actions=("*",), not_actions=("Microsoft.CognitiveServices/*",))
    again = Permission(actions=("Microsoft.CognitiveServices/accounts/listKeys/action",))

    assert not Role("a", "a", (narrowed,)).allows(LIST_KEYS)
    assert Role("a", "a", (narrowed, again)).allows(LIST_KEYS)


def test_actions_say_nothing_about_data() -> None:
    assert not Role("a", "a", (Permission(actions=("*",)),)).allows_data(INFER)
    inferring = Permission(data_actions=("*",), not_data_actions=("*/embeddings/action",))
    assert Role("a", "a", (inferring,)).allows_data(INFER)


def test_a_custom_role_is_read_from_its_definition() -> None:
    known, hidden = build(
        """
        - type: Microsoft.Authorization/roleDefinitions
          name: 11111111-2222-3333-4444-555555555555
          properties: {roleName: Bot, permissions: [{actions: [Microsoft.CognitiveServices/*], dataActions: []}]}
        - type: Microsoft.Authorization/roleDefinitions
          name: other
          properties: {permissions: [{actions: !unknown "a parameter"}]}
        """,
        date(2026, 1, 1),
    ).graph.resources
    role = custom_role(known)

    assert isinstance(role, Role)
    assert role.name == "Bot"
    assert role.id == "11111111-2222-3333-4444-555555555555"
    assert role.allows(LIST_KEYS)
    assert isinstance(custom_role(hidden), Unknown)


def test_the_guid_of_a_role_is_the_last_in_its_id() -> None:
    sub, role = "00000000-0000-0000-0000-000000000001", "8E3AF657-A8FF-443C-A75C-2FE8C4BCB635"
    id_ = f"/subscriptions/{sub}/providers/Microsoft.Authorization/roleDefinitions/{role}"

    assert role_guid(id_) == role.lower()
