"""What the parameters and outputs of a template hand on that is secret, or sounds so.

A deployment keeps both, readable for everybody who may read it, unless their type is secure. They become resources of
type ``Microsoft.Resources/deployments`` in the shape in which Azure shows deployments, without any secret in it. Of
nested templates there is only what is certainly wrong: what modules are handed rightly fills pages.
"""

from collections.abc import Iterator
from typing import Any

from headgate.audit.arm.around import Around
from headgate.audit.arm.errors import ExpressionError, LimitError
from headgate.audit.arm.expansion import settled
from headgate.audit.arm.parser import is_expression
from headgate.audit.arm.template import Template
from headgate.audit.graph.ids import resource_id
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import MISSING, Missing, Unknown, Value
from headgate.audit.secrets import comes_from_a_secret, comes_from_listing, sounds_secret

DEPLOYMENT = "Microsoft.Resources/deployments"
WRITTEN = "(written in the template)"
"""Stands for a default that is not computed."""
DEPTH_MAX = 12
_TYPES = frozenset({"string", "object", "array", "securestring", "secureobject"})
_SHAPED = frozenset({"$ref", "items", "properties", "additionalProperties", "prefixItems", "discriminator"})
"""A parameter with a type of its own may keep its secrets in secure parts."""


def deployments(template: Template, source: Source) -> list[Resource]:
    """Return the deployments that hand on what is secret or sounds so; those found before the work became too much."""
    found: list[Resource] = []
    try:
        found.extend(_of(template, source, ""))
    except LimitError:
        return found
    return found


def _of(template: Around, source: Source, at: str) -> Iterator[Resource]:
    parameters, outputs = _parameters(template, nested=at != ""), _outputs(template, nested=at != "")
    if parameters or outputs:
        name = source.file.replace("\\", "/").rpartition("/")[2] + template.name.removeprefix("template")
        yield Resource(
            type=DEPLOYMENT.lower(),
            name=name,
            id=resource_id(DEPLOYMENT, name.replace("/", "|")),
            source=source,
            path=at.removesuffix(".properties.template."),
            properties={"parameters": parameters, "outputs": outputs},
        )
    for instance in template.instances():
        if instance.is_deployment and not instance.existing and instance.deployed is not False:
            child = instance.child
            if child is not None:
                yield from _of(child, source, f"{at}{instance.path}.properties.template.")


def _parameters(template: Around, *, nested: bool) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, body in _members(template, "parameters"):
        kind = str(body.get("type", "")).lower()
        if kind not in _TYPES or (nested and (kind.startswith("secure") or _SHAPED & body.keys())):
            continue
        secret = secret_inside(_value(template, name)) if nested else None
        if secret is not None:
            found[name] = {"type": kind, "value": settled(secret)}
        elif not nested and (kind.startswith("secure") or sounds_secret(name)):
            found[name] = {"type": kind, **_default(body)}
    return found


def _default(body: dict[str, Any]) -> dict[str, Value]:
    given = body.get("defaultValue")
    if not isinstance(given, str) or not given:
        return {} if given is None else {"defaultValue": given if given == "" else "(no text)"}
    return {"defaultValue": "(computed)" if is_expression(given) else WRITTEN}


def _value(template: Around, name: str) -> Value | Missing:
    try:
        return template.parameter(name)
    except ExpressionError:
        return MISSING


def _outputs(template: Around, *, nested: bool) -> dict[str, Value]:
    found: dict[str, Value] = {}
    types = {name.lower(): str(body.get("type", "")).lower() for name, body in _members(template, "outputs")}
    for name, output in template.outputs().items():
        value = output.get("value") if isinstance(output, dict) else None
        secret, kind = secret_inside(value), types.get(name.lower(), "")
        if secret is not None and not (nested and kind.startswith("secure")):
            found[name] = {"type": kind, "value": settled(secret)}
        elif not nested and sounds_secret(name) and isinstance(value, Unknown):
            found[name] = {"type": kind, "value": settled(value)}
    return found


def _members(template: Around, section: str) -> list[tuple[str, dict[str, Any]]]:
    body = template.body.get(section)
    return [(name, one) for name, one in body.items() if isinstance(one, dict)] if isinstance(body, dict) else []


def secret_inside(value: Value | Missing, depth: int = 0) -> Unknown | None:
    """Return the first listed key, secure parameter or secret of a vault in a value; None when there is none."""
    if isinstance(value, Unknown):
        return value if comes_from_listing(value) or comes_from_a_secret(value) else None
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if depth > DEPTH_MAX:
        return None
    return next((found for one in inner if (found := secret_inside(one, depth + 1)) is not None), None)
