"""The graph of a set-up: what there is, how it hangs together, and what may be concluded from what is not there."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.hint import Hint
from headgate.audit.graph.ids import parent_id
from headgate.audit.graph.policy import PolicyDocument
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import DECLARING
from headgate.audit.graph.value import Missing, Unknown, Value


class Graph:
    """All evidence of one run, indexed. Built once, never changed."""

    def __init__(
        self,
        resources: Iterable[Resource] = (),
        *,
        today: datetime.date,
        policies: Iterable[PolicyDocument] = (),
        gates: Iterable[GateConfiguration] = (),
        hints: Iterable[Hint] = (),
        complete_types: Iterable[str] = (),
        gaps: Iterable[str] = (),
    ) -> None:
        """``complete_types``: types of which every one is known, whatever source said so; ``type@id`` beside one only.

        ``gaps``: what a declaring source named but could not be read; while there is one, nothing can be concluded from
        what such sources do not name.
        """
        self.resources = tuple(resources)
        self.policies = tuple(policies)
        self.gates = tuple(gates)
        self.hints = tuple(hints)
        self.today = today
        self.gaps = tuple(gaps)
        self.complete_types = frozenset(complete.lower() for complete in complete_types)
        self._by_id = {resource.id: resource for resource in self.resources}
        self._by_type: dict[str, list[Resource]] = defaultdict(list)
        self._by_parent: dict[str, list[Resource]] = defaultdict(list)
        self._by_scope: dict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            self._index(resource)

    def _index(self, resource: Resource) -> None:
        self._by_type[resource.type].append(resource)
        above = parent_id(resource.id)
        if above is not None:
            self._by_parent[above].append(resource)
        if isinstance(resource.scope, str):
            self._by_scope[resource.scope.lower().rstrip("/")].append(resource)

    def of_type(self, resource_type: str) -> tuple[Resource, ...]:
        """Return the resources of a type, in the order of the sources."""
        return tuple(self._by_type.get(resource_type.lower(), ()))

    def get(self, identifier: str) -> Resource | None:
        """Return the resource of an id."""
        return self._by_id.get(identifier.lower().rstrip("/"))

    def parent(self, resource: Resource) -> Resource | None:
        """Return the resource that contains this one, when it is in the graph."""
        above = parent_id(resource.id)
        return None if above is None else self.get(above)

    def children(self, resource: Resource, resource_type: str) -> tuple[Resource, ...]:
        """Return the resources of a full type that this one contains."""
        wanted = resource_type.lower()
        return tuple(child for child in self._by_parent.get(resource.id, ()) if child.type == wanted)

    def about(self, resource: Resource, resource_type: str) -> tuple[Resource, ...]:
        """Return the extension resources of a type whose scope is this resource."""
        wanted = resource_type.lower()
        return tuple(one for one in self._by_scope.get(resource.id, ()) if one.type == wanted)

    def scope_unknown(self, resource_type: str) -> tuple[Resource, ...]:
        """Return the extension resources of a type of which nobody can tell what they are about."""
        return tuple(one for one in self.of_type(resource_type) if isinstance(one.scope, Unknown))

    def resolve(self, value: Value | Missing) -> Resource | Unknown | None:
        """Return the resource that an id-valued property names; None when it is set to none that is in the graph."""
        if isinstance(value, Unknown):
            return value
        return self.get(value) if isinstance(value, str) else None

    def absence_counts(self, resource_type: str, beside: Resource | None = None) -> bool:
        """Whether "there is none of this type" may be concluded, beside a resource or in the whole set-up.

        Templates, plans and states declare a set-up whole, but say nothing about a resource that they only refer to.
        Exports and live answers are whole for the types that were asked for.
        """
        if resource_type.lower() in self.complete_types:
            return True
        if beside is not None and f"{resource_type.lower()}@{beside.id}" in self.complete_types:
            return True
        if self.gaps:
            return False
        if beside is not None:
            return not beside.existing and beside.source.kind in DECLARING
        return bool(self.resources) and all(one.source.kind in DECLARING for one in self.resources)
