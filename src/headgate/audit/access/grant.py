"""A role assignment as read from a set-up: who, which role, where."""

import re

from msgspec import Struct

from headgate.audit.access.builtin import built_in_role
from headgate.audit.access.role import GUID, Role, custom_role, role_guid
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.ids import group_id, subscription_of
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Missing, Unknown, Value, look

ASSIGNMENTS = "microsoft.authorization/roleassignments"
DEFINITIONS = "microsoft.authorization/roledefinitions"

PEOPLE = frozenset({"user", "group", "foreigngroup"})
APPLICATIONS = frozenset({"serviceprincipal", "device"})
_OF_A_RESOURCE = re.compile(
    r"known only once deployed: (?!Microsoft\.Resources/)[\w.]+/.*\bprincipalId$", re.IGNORECASE
)
"""In templates ``reference(…).principalId`` of a managed identity, ``.identity.principalId`` of other resources."""


class Grant(Struct, frozen=True, eq=False):
    """One assignment."""

    assignment: Resource
    role: Role | Unknown

    @property
    def principal(self) -> Value | Missing:
        """The object id of who has it."""
        return look(self.assignment.properties, "principalId")

    @property
    def principal_type(self) -> str | Unknown:
        """``user``, ``group``, ``serviceprincipal``, ``foreigngroup`` or ``device``; empty when it is not said.

        Who is the identity of a resource is an application, said or not.
        """
        given = look(self.assignment.properties, "principalType")
        if isinstance(given, str) and given:
            return given.lower()
        if isinstance(self.principal, Unknown) and _OF_A_RESOURCE.match(self.principal.reason):
            return "serviceprincipal"
        return given if isinstance(given, Unknown) else ""

    @property
    def role_name(self) -> str:
        """For people."""
        return self.role.name if isinstance(self.role, Role) else f"a role that is not known ({self.role.reason})"

    def reaches(self, resource: Resource) -> bool | Unknown:
        """Whether it holds at a resource: its scope is the resource or anything above it."""
        scope = self.assignment.scope
        if isinstance(scope, Unknown):
            return scope
        return encloses(scope, resource.id)


def encloses(scope: str | None, identifier: str) -> bool:
    """Whether a scope is a resource or above it. None is where the template is deployed: its resource group."""
    above = (scope or "").lower().rstrip("/")
    inner = identifier.lower()
    if above.startswith("/providers/microsoft.management/managementgroups/"):
        return True
    return not above or inner == above or inner.startswith(f"{above}/") or _group_of_template(above, inner)


def _group_of_template(above: str, inner: str) -> bool:
    """Whether a scope names a group or subscription and the resource lies in one that the template does not name."""
    return group_id(above) == above and subscription_of(inner) == "template" and inner.split("/")[4:5] == ["template"]


def grants(graph: Graph) -> list[Grant]:
    """Return every role assignment of a set-up with its role."""
    return [Grant(one, role_of(one, graph)) for one in graph.of_type(ASSIGNMENTS)]


def role_of(assignment: Resource, graph: Graph) -> Role | Unknown:
    """Return the role that an assignment gives; unknown when neither the set-up nor the built-in table has it."""
    identifier = look(assignment.properties, "roleDefinitionId")
    named = look(assignment.properties, "roleDefinitionName")
    if not isinstance(identifier, str) and isinstance(named, str):
        return _named(named, graph)
    if isinstance(identifier, Unknown):
        return _by_stand_in(identifier, graph)
    if not isinstance(identifier, str):
        return Unknown("the assignment names no role")
    definition = graph.get(identifier)
    if definition is not None and definition.type == DEFINITIONS and not definition.existing:
        return custom_role(definition)
    return _known(identifier, graph)


def _known(identifier: str, graph: Graph) -> Role | Unknown:
    guid = role_guid(identifier)
    found = built_in_role(guid)
    if found is not None:
        return found
    for definition in graph.of_type(DEFINITIONS):
        if role_guid(definition.id) == guid and not definition.existing:
            return custom_role(definition)
    return Unknown(f"role {guid} is neither built in nor defined here")


def _named(name: str, graph: Graph) -> Role | Unknown:
    found = built_in_role(name)
    if found is not None:
        return found
    for definition in graph.of_type(DEFINITIONS):
        if str(look(definition.properties, "roleName")).lower() == name.lower():
            return custom_role(definition)
    return Unknown(f"role {name!r} is neither built in nor defined here")


def _by_stand_in(identifier: Unknown, graph: Graph) -> Role | Unknown:
    """Find the role in an id of which only the subscription is unknown."""
    text = str(getattr(identifier, "stand_in", ""))
    if GUID.search(text.rpartition("/")[2]):
        return _known(text, graph)
    resolved = graph.resolve(identifier)
    if isinstance(resolved, Resource) and resolved.type == DEFINITIONS:
        return custom_role(resolved)
    return identifier
