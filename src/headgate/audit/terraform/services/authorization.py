"""Roles, identities, locks, resource groups and policies."""

from headgate.audit.graph.value import Value
from headgate.audit.terraform.mapping import Table, To, each, ident, to, within

_ROLES = {
    "Owner": "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    "Contributor": "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "Reader": "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "Cognitive Services OpenAI User": "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd",
    "Cognitive Services OpenAI Contributor": "a001fd3d-188f-4b5d-821b-7da978bf7442",
    "Cognitive Services Contributor": "25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68",
    "Cognitive Services User": "a97b65f3-24c7-4388-baec-2e87135dc908",
    "Cognitive Services Usages Reader": "bba48692-92b0-4667-a9ad-c31c7b334ac2",
    "Azure AI User": "53ca6127-db72-4b80-b1b0-d745d6d5456d",
    "Azure AI Developer": "64702f94-c441-49e6-a78b-ef80e0188fee",
    "Search Index Data Reader": "1407120a-92aa-4202-b7e9-c0e197c71c8f",
    "Search Index Data Contributor": "8ebe5a00-799e-43f5-93ac-243d3dce84a7",
    "Search Service Contributor": "7ca78c08-252a-4471-8644-bb5ff32d4ba0",
    "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
}
"""Built-in roles by name (Microsoft Learn: "Azure built-in roles"): azurerm assigns by name, ARM by id."""


def _role_id(name: Value) -> Value:
    role = _ROLES.get(name) if isinstance(name, str) else None
    return None if role is None else f"/providers/Microsoft.Authorization/roleDefinitions/{role}"


TABLES = (
    Table("azurerm_role_assignment", "Microsoft.Authorization/roleAssignments", {
        "scope": ident("scope"), "principal_id": to("principalId"), "principal_type": to("principalType"),
        "role_definition_id": ident("roleDefinitionId"),
        "role_definition_name": (to("roleDefinitionName"), To("properties.roleDefinitionId", _role_id)),
        "condition": to("condition"),
    }, scope="scope"),
    Table("azurerm_role_definition", "Microsoft.Authorization/roleDefinitions", {
        "name": to("roleName"), "assignable_scopes": to("assignableScopes"),
        "permissions": each("permissions",
            actions=within("actions"), not_actions=within("notActions"),
            data_actions=within("dataActions"), not_data_actions=within("notDataActions"),
        ),
    }, scope="scope", name="role_definition_id"),
    Table("azurerm_user_assigned_identity", "Microsoft.ManagedIdentity/userAssignedIdentities", {
        "principal_id": to("principalId"), "client_id": to("clientId"),
    }),
    Table("azurerm_management_lock", "Microsoft.Authorization/locks", {"lock_level": to("level")}, scope="scope"),
    Table("azurerm_resource_group", "Microsoft.Resources/resourceGroups", {}),
    Table("azurerm_resource_policy_assignment", "Microsoft.Authorization/policyAssignments",
        {"policy_definition_id": to("policyDefinitionId")}, scope="resource_id"),
    Table("azurerm_resource_group_policy_assignment", "Microsoft.Authorization/policyAssignments",
        {"policy_definition_id": to("policyDefinitionId")}, scope="resource_group_id"),
    Table("azurerm_subscription_policy_assignment", "Microsoft.Authorization/policyAssignments",
        {"policy_definition_id": to("policyDefinitionId")}, scope="subscription_id"),
)  # fmt: skip
