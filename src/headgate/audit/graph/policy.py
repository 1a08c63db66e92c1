"""Policies of API Management, from files and from resources that hold them."""

from collections.abc import Iterable

from msgspec import Struct

from headgate.audit.graph.ids import parent_id
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import look

SERVICE = "microsoft.apimanagement/service"
FRAGMENT = f"{SERVICE}/policyfragments"


class PolicyDocument(Struct, frozen=True, eq=False):
    """The XML of one policy or fragment."""

    type: str
    """The ARM type of what holds it: ``microsoft.apimanagement/service/apis/policies``, ``…/policyfragments``."""
    name: str
    """The file, or the ARM name of the resource that holds it."""
    id: str
    text: str
    """As written, expressions and all."""
    source: Source
    path: str = ""
    scope: str | None = None
    """The id of the service, product, API or operation that it governs; None when the evidence does not say."""

    @property
    def fragment(self) -> bool:
        """Whether it is a part that policies include."""
        return self.type == FRAGMENT


def held_policies(resources: Iterable[Resource]) -> list[PolicyDocument]:
    """Return the policies that are properties of resources; those whose text is unknown are left out."""
    found = []
    for resource in resources:
        if resource.type.startswith(f"{SERVICE}/") and resource.type.endswith(("/policies", "/policyfragments")):
            text = look(resource.properties, "value")
            if isinstance(text, str):
                found.append(_held(resource, text))
    return found


def _held(resource: Resource, text: str) -> PolicyDocument:
    return PolicyDocument(
        type=resource.type,
        name=resource.name,
        id=resource.id,
        text=text,
        source=resource.source,
        path=f"{resource.path}.properties.value".removeprefix("."),
        scope=parent_id(resource.id),
    )
