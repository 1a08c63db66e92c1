"""A template as the resources that it deploys."""

from collections.abc import Iterator
from typing import Any

from headgate.audit.arm.around import Around
from headgate.audit.arm.errors import LimitError
from headgate.audit.arm.evaluation import resolve
from headgate.audit.arm.instance import Instance
from headgate.audit.arm.naming import readable
from headgate.audit.arm.opaque import Opaque
from headgate.audit.arm.template import Template
from headgate.audit.graph.ids import type_of
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import Unknown, Value

_ENVELOPE = ("location", "kind", "sku", "identity", "tags", "zones")
_NOT_PROPERTIES = frozenset(
    {
        *_ENVELOPE, "apiversion", "asserts", "comments", "condition", "copy", "dependson", "etag", "existing",
        "extendedlocation", "managedby", "metadata", "name", "plan", "properties", "resourcegroup", "resources",
        "scope", "subscriptionid", "type",
    }
)  # fmt: skip


class Expansion:
    """Turns a template, and all that is nested in it, into resources of the graph."""

    def __init__(self, template: Template, source: Source, *, at: str = "") -> None:
        """``at``: where the template stands in its source, for paths."""
        self._template = template
        self._source = source
        self._at = at

    def resources(self) -> Iterator[Resource]:
        """Yield what is deployed, or may be; ends early, with a mistake noted, when it is too much."""
        yield from self._of(self._template, self._at, certain=True)

    def _of(self, template: Around, at: str, *, certain: bool | Unknown) -> Iterator[Resource]:
        for instance in template.instances():
            deployed = instance.deployed
            if deployed is False:
                continue
            sure = next((one for one in (deployed, certain) if isinstance(one, Unknown)), True)
            path = f"{at}{instance.path}"
            if not instance.is_deployment:
                yield self._resource(instance, path, certain=sure)
            elif not instance.existing and instance.child is not None:
                yield from self._of(instance.child, f"{path}.properties.template.", certain=sure)

    def _resource(self, instance: Instance, path: str, *, certain: bool | Unknown) -> Resource:
        body, names = instance.body, instance.called
        values = {key: self._final(instance, body.get(key)) for key in _ENVELOPE if key in body}
        properties = self._final(instance, body["properties"]) if "properties" in body else None
        others = {
            key: self._final(instance, value)
            for key, value in body.items()
            if key.lower() not in _NOT_PROPERTIES and key[:1] not in "[$"
        }
        if others and (properties is None or isinstance(properties, dict)):
            properties = {**others, **(properties or {})}
        return Resource(
            type=names.type.lower(),
            name=readable(names.name),
            id=names.id.lower().rstrip("/"),
            source=self._source,
            path=path,
            properties=properties,
            api_version=instance.api_version,
            scope=_scope(names.scope),
            existing=instance.existing,
            certain=Unknown(certain.reason) if isinstance(certain, Unknown) else certain,
            **values,  # type: ignore[arg-type]  # keys of the envelope
        )

    def _final(self, instance: Instance, body: Any) -> Value:  # noqa: ANN401  # JSON of a template
        value = resolve(body, instance.frame)
        instance.template.budget.weigh(value)
        return settled(value)


def settled(value: Value) -> Value:
    """Return a value for the graph: an unknown id becomes the id that is made here, others lose the stand-in."""
    if isinstance(value, Opaque):
        text = value.stand_in
        is_id = text.startswith("/subscriptions/") and type_of(text) != ""
        return text if is_id else Unknown(value.reason, value.filled, text)
    if isinstance(value, dict):
        return {key: settled(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [settled(inner) for inner in value]
    return value


def _scope(scope: str | None) -> str | Unknown | None:
    if scope is None or scope.startswith("/"):
        return None if scope is None else scope.lower().rstrip("/") or "/"
    return Unknown(f"what it is about cannot be computed: {scope}")


def expand(template: Template, source: Source, *, at: str = "") -> list[Resource]:
    """Return all resources that can be computed within the limits; what stopped it is noted and a gap."""
    found: list[Resource] = []
    try:
        found.extend(Expansion(template, source, at=at).resources())
    except LimitError as error:
        template.world.note(str(error))
        template.world.gaps.append(str(error))
    return found
