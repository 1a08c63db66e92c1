"""What kind of principal a role is given to, where the plan shows it and Azure would find out only at the apply."""

from headgate.audit.terraform.declared import Declared
from headgate.audit.terraform.references import References

_BY_TYPE = {
    "azurerm_user_assigned_identity": "ServicePrincipal",
    "azuread_service_principal": "ServicePrincipal",
    "azuread_group": "Group",
    "azuread_user": "User",
}


def principal_type(assignment: Declared, references: References) -> str | None:
    """Return the kind of an ``azurerm_role_assignment``; None where the plan does not show it.

    An identity, assigned by a user or by the system, is a service principal of Entra; so is whatever skips the check of
    service principals, an argument that azurerm allows for nothing else.
    """
    given = assignment.values.get("principal_type")
    if isinstance(given, str) and given:
        return given
    if assignment.values.get("skip_service_principal_aad_check") is True:
        return "ServicePrincipal"
    meant = references.meant(assignment, "principal_id")
    if meant is None:
        return None
    found, attribute = meant
    *around, last = attribute.split(".")
    if last in {"principal_id", "object_id"} and around and around[-1].endswith("identity"):
        return "ServicePrincipal"
    return _BY_TYPE.get(found.type)
