"""Nested and linked deployments: which template, with which parameters, deployed to where."""

from collections.abc import Callable
from typing import Any, TypeAlias

from msgspec import Struct

from headgate.audit.arm.evaluation import resolve
from headgate.audit.arm.instance import Instance
from headgate.audit.arm.opaque import opaque, text_of
from headgate.audit.arm.place import Place, place_of
from headgate.audit.graph.value import MISSING, Missing, Unknown, Value, look

Given: TypeAlias = Callable[[str], Value | Missing]
"""Returns the value given for a parameter, by its name in lower case."""

NESTING_MAX = 20
"""Deployments inside each other; a linked template that links itself ends here."""


class Nested(Struct, frozen=True, eq=False):
    """What a template is made of that a deployment holds."""

    body: dict[str, Any]
    place: Place
    given: Given
    name: str
    outer: bool
    """Its expressions mean the parameters and variables of the template around it."""


def nested(instance: Instance) -> Nested | None:
    """Return the template that a deployment holds or links to; None when it cannot be had, which is then said."""
    around = instance.template
    properties = instance.body.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    if around.name.count("/") >= NESTING_MAX:
        around.note(f"{instance.path}: more than {NESTING_MAX} deployments inside each other")
        return None
    body = properties.get("template")
    if isinstance(body, str):
        body = resolve(body, instance.frame)  # Bicep keeps a template that it loaded from a file in a variable.
    linked = not isinstance(body, dict)
    if linked:
        body = _linked(instance, properties)
    if not isinstance(body, dict):
        return None
    outer = not linked and _scope(properties) == "outer"
    # A name is one part of the path of names, whatever is in it.
    name = f"{around.name}/{instance.name.replace('/', '|')}"
    return Nested(body, _place(instance, body), _given(instance, properties), name, outer)


def _scope(properties: dict[str, Any]) -> str:
    scope = look(properties, "expressionEvaluationOptions", "scope")
    return scope.lower() if isinstance(scope, str) else "outer"


def _linked(instance: Instance, properties: dict[str, Any]) -> Any:  # noqa: ANN401  # JSON of a template
    link = properties.get("templateLink")
    parts = resolve(link, instance.frame) if isinstance(link, dict) else {}
    address = next((part for key in ("relativePath", "uri", "id") if (part := look(parts, key)) is not MISSING), "")
    text = "" if isinstance(address, Missing) else text_of(address).strip("{}").replace("|", "/")
    found = instance.template.world.find_linked(text) if text else None
    if found is None:
        where = text or "no template"
        instance.template.world.gaps.append(f"{instance.path}: the linked template {where} is not among the files")
    return found


def _given(instance: Instance, properties: dict[str, Any]) -> Given:
    """Return the values that a deployment passes on, computed when they are asked for."""
    raw = properties.get("parameters")
    passed = {name.lower(): value for name, value in raw.items()} if isinstance(raw, dict) else {}
    elsewhere = isinstance(properties.get("parametersLink"), dict)

    def given(name: str) -> Value | Missing:
        if name not in passed:
            return opaque("its parameters are in another file", f"{{{name}}}") if elsewhere else MISSING
        body = passed[name]
        if not isinstance(body, dict):
            # Compiled Bicep passes a whole parameter as an expression when it may be left out.
            body = resolve(body, instance.frame)
            return look(body, "value") if not isinstance(body, Unknown) else body
        if "value" in body:
            return resolve(body["value"], instance.frame)
        if "copy" in body:
            # Compiled Bicep passes a list that it makes in a loop as a loop called value.
            return look(resolve({"copy": body["copy"]}, instance.frame), "value")
        if "reference" in body:
            secret = text_of(resolve(look(body, "reference", "secretName") or "", instance.frame))
            return opaque(f"secret {secret!r} of a Key Vault", f"{{secret {secret}}}")
        return MISSING

    return given


def _place(instance: Instance, body: dict[str, Any]) -> Place:
    """Work out where a nested template is deployed to."""
    around, target = instance.template.place, instance.target
    level = place_of(body.get("$schema")).level
    scope = instance.body.get("scope")
    location = instance.body.get("location")
    if "resourceGroup" in instance.body:
        level = "group"
    elif level == "group" and scope is None and "subscriptionId" not in instance.body:
        level = around.level
    found = Place(level, target.subscription, target.group, _management_group(around, scope, instance))
    if level != "group":
        own = None if location is None else resolve(location, instance.frame)
        return Place(found.level, found.subscription, found.group, found.management_group, own)
    same_group = found.group == around.group and found.subscription == around.subscription
    known = around.location if same_group else _group_location(instance, found)
    return Place(found.level, found.subscription, found.group, found.management_group, known)


def _management_group(around: Place, scope: Any, instance: Instance) -> str:  # noqa: ANN401  # JSON of a template
    if scope is None:
        return around.management_group
    text = text_of(resolve(scope, instance.frame))
    return text.rpartition("/")[2] if "managementgroups" in text.lower() else around.management_group


def _group_location(instance: Instance, place: Place) -> Value:
    """Return the location of a resource group that a template around declares."""
    for one in instance.template.instances():
        if one.type.lower() == "microsoft.resources/resourcegroups" and one.name.lower() == place.group.lower():
            location = one.body.get("location")
            return None if location is None else resolve(location, one.frame)
    return None
