"""The built-in roles of Azure, as data: those that reach anything Headgate judges, whole; of the others the name."""

import functools
from importlib.resources import files

import msgspec

from headgate.audit.access.role import Permission, Role


class _Entry(msgspec.Struct, frozen=True):
    id: str
    name: str
    permissions: tuple[Permission, ...]


class BuiltInRoles(msgspec.Struct, frozen=True):
    """The content of ``roles_builtin.json``."""

    source: str
    as_of: str
    """The day on which the definitions were read, ``YYYY-MM-DD``."""
    roles: tuple[_Entry, ...]
    without_access: dict[str, str]
    """GUID → name of roles that reach no data, key, secret or role assignment of the services in question."""


@functools.cache
def built_in_roles() -> BuiltInRoles:
    """Return the table. It is read once, when a rule asks for it."""
    return msgspec.json.decode(files(__package__).joinpath("roles_builtin.json").read_bytes(), type=BuiltInRoles)


@functools.cache
def _by_guid() -> dict[str, Role]:
    table = built_in_roles()
    found = {one.id: Role(one.id, one.name, one.permissions) for one in table.roles}
    return found | {guid: Role(guid, name, ()) for guid, name in table.without_access.items()}


# Renamed by Microsoft; templates and exports carry either name.
_FORMER_NAMES = {
    "azure ai user": "53ca6127-db72-4b80-b1b0-d745d6d5456d",
    "azure ai project manager": "eadc314b-1a2d-4efa-be10-5d325db5065e",
    "azure ai account owner": "e47c6f54-e4a2-4754-9501-8e0985b135e1",
    "azure ai owner": "c883944f-8b7b-4483-af10-35834be79c4a",
}


@functools.cache
def _by_name() -> dict[str, Role]:
    found = {role.name.lower(): role for role in _by_guid().values()}
    return found | {name: _by_guid()[guid] for name, guid in _FORMER_NAMES.items()}


def built_in_role(wanted: str) -> Role | None:
    """Return the built-in role of a GUID or a name, in any case; None when there is none."""
    return _by_guid().get(wanted.lower()) or _by_name().get(wanted.lower())
