"""Roles, identities, locks, resource groups and policies."""

from headgate.audit.access.builtin import built_in_role
from headgate.audit.graph.value import Value
from headgate.audit.terraform.mapping import Table, To, each, given_out, ident, to, within


def _role_id(name: Value) -> Value:
    """Return the id of a built-in role: azurerm assigns by name, ARM by id. Others are looked up by their name."""
    role = built_in_role(name) if isinstance(name, str) else None
    return None if role is None else f"/providers/Microsoft.Authorization/roleDefinitions/{role.id}"


TABLES = (
    Table("azurerm_role_assignment", "Microsoft.Authorization/roleAssignments", {
        "scope": ident("scope"), "principal_id": to("principalId"), "principal_type": given_out("principalType"),
        "role_definition_id": To("properties.roleDefinitionId", identifier=True, computed=True),
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
        "principal_id": given_out("principalId"), "client_id": given_out("clientId"),
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
