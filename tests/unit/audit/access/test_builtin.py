"""The table of built-in roles."""

from headgate.audit.access.builtin import built_in_role, built_in_roles
from headgate.audit.access.role import Role

# Microsoft Learn: Azure built-in roles.
WELL_KNOWN = {
    "Owner": "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    "Contributor": "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "Reader": "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "Cognitive Services OpenAI User": "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd",
    "Cognitive Services OpenAI Contributor": "a001fd3d-188f-4b5d-821b-7da978bf7442",
    "Cognitive Services Contributor": "25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68",
    "Cognitive Services User": "a97b65f3-24c7-4388-baec-2e87135dc908",
    "Cognitive Services Usages Reader": "bba48692-92b0-4667-a9ad-c31c7b334ac2",
    "Search Index Data Reader": "1407120a-92aa-4202-b7e9-c0e197c71c8f",
    "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
}


def test_roles_are_found_by_guid_and_by_name_in_any_case() -> None:
    for name, guid in WELL_KNOWN.items():
        role = built_in_role(guid.upper())
        assert isinstance(role, Role)
        assert role.name == name
        assert built_in_role(name.upper()) is role


def test_a_role_is_found_by_the_name_it_had_before() -> None:
    assert built_in_role("Azure AI User") is built_in_role("Foundry User")
    assert built_in_role("No Such Role") is None


def test_the_table_says_where_it_is_from_and_holds_each_role_once() -> None:
    table = built_in_roles()

    assert table.as_of > "2026"
    assert table.source
    guids = [one.id for one in table.roles] + list(table.without_access)
    assert len(guids) == len(set(guids)) > 900
