"""A role definition: what it allows, computed from its permissions."""

import re

from msgspec import Struct

from headgate.audit.access.operations import any_covers
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Missing, Unknown, Value, first_unknown, look

GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Permission(Struct, frozen=True, rename="camel"):
    """One entry of ``permissions``. A role allows what any of its entries allows."""

    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    data_actions: tuple[str, ...] = ()
    not_data_actions: tuple[str, ...] = ()
    conditional: bool = False
    """A condition narrows which roles it may hand on."""

    def allows(self, operation: str) -> bool:
        """Whether it allows an operation of the control plane."""
        return any_covers(self.actions, operation) and not any_covers(self.not_actions, operation)

    def allows_data(self, operation: str) -> bool:
        """Whether it allows an operation on data."""
        return any_covers(self.data_actions, operation) and not any_covers(self.not_data_actions, operation)


class Role(Struct, frozen=True):
    """A role definition, built in or custom."""

    id: str
    """Its GUID in lower case."""
    name: str
    permissions: tuple[Permission, ...]
    built_in: bool = True

    def allows(self, operation: str) -> bool:
        """Whether it allows an operation of the control plane (``actions`` less ``notActions``)."""
        return any(permission.allows(operation) for permission in self.permissions)

    def allows_data(self, operation: str) -> bool:
        """Whether it allows an operation on data (``dataActions`` less ``notDataActions``)."""
        return any(permission.allows_data(operation) for permission in self.permissions)


def custom_role(resource: Resource) -> Role | Unknown:
    """Return the role that a ``roleDefinitions`` resource defines; unknown when a part of it is."""
    permissions = look(resource.properties, "permissions")
    hidden = first_unknown(permissions)
    if hidden is not None:
        return hidden
    if not isinstance(permissions, list):
        return Unknown(f"the definition of role {resource.name} gives no permissions")
    name = look(resource.properties, "roleName")
    return Role(
        id=role_guid(resource.id),
        name=name if isinstance(name, str) else resource.short_name,
        permissions=tuple(_permission(one) for one in permissions),
        built_in=False,
    )


def _permission(value: Value) -> Permission:
    return Permission(
        actions=_texts(look(value, "actions")),
        not_actions=_texts(look(value, "notActions")),
        data_actions=_texts(look(value, "dataActions")),
        not_data_actions=_texts(look(value, "notDataActions")),
    )


def _texts(value: Value | Missing) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def role_guid(text: str) -> str:
    """Return the GUID that a role definition's id ends in; the last part of the id when it is none."""
    found = GUID.findall(text)
    return (found[-1] if found else text.rstrip("/").rpartition("/")[2]).lower()
