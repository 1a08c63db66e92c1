"""The functions that need more than their arguments: lazy ones, lambdas, names, places and running resources."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from headgate.audit.arm.errors import ExpressionError
from headgate.audit.arm.frame import Frame
from headgate.audit.arm.functions.checked import number, text
from headgate.audit.arm.functions.comparing import equal, truth
from headgate.audit.arm.identifiers import IDENTIFIERS
from headgate.audit.arm.lambdas import LAMBDAS
from headgate.audit.arm.opaque import call_of, is_filled, opaque, text_of
from headgate.audit.arm.places import PLACES
from headgate.audit.arm.syntax import Node
from headgate.audit.graph.value import Unknown, Value

Evaluate: TypeAlias = Callable[[Node, Frame], Value]
Special: TypeAlias = Callable[[tuple[Node, ...], Frame, Evaluate], Value]


def _if(nodes: tuple[Node, ...], frame: Frame, evaluate: Evaluate) -> Value:
    _count("if", nodes, 3, 3)
    condition = evaluate(nodes[0], frame)
    if not isinstance(condition, Unknown):
        return evaluate(nodes[1] if truth(condition) else nodes[2], frame)
    branches = [_tried(node, frame, evaluate) for node in nodes[1:]]
    if equal(*branches) is True:
        return branches[0]
    filled = all(is_filled(branch) for branch in branches)
    return opaque(condition.reason, call_of("if", (condition, *branches)), filled=filled)


def _deciding(name: str, *, decisive: bool) -> Special:
    """``and`` and ``or`` stop at the first argument that decides: what follows may not be meant to work."""

    def run(nodes: tuple[Node, ...], frame: Frame, evaluate: Evaluate) -> Value:
        _count(name, nodes, 1, 10_000)
        undecided: list[Value] = []
        for node in nodes:
            value = _tried(node, frame, evaluate) if undecided else evaluate(node, frame)
            if isinstance(value, Unknown):
                undecided.append(value)
            elif truth(value) is decisive:
                return decisive
        first = next((value for value in undecided if isinstance(value, Unknown)), None)
        return not decisive if first is None else opaque(first.reason, call_of(name, undecided))

    return run


def _tried(node: Node, frame: Frame, evaluate: Evaluate) -> Value:
    """Compute a branch that may not be meant to work."""
    try:
        return evaluate(node, frame)
    except ExpressionError as error:
        return opaque(str(error), "{error}")


def _count(name: str, values: tuple[Node, ...] | list[Value], least: int, most: int) -> None:
    if not least <= len(values) <= most:
        raise ExpressionError(f"{name} does not take {len(values)} arguments")


def _try_get(nodes: tuple[Node, ...], frame: Frame, evaluate: Evaluate) -> Value:
    _count("tryGet", nodes, 2, 64)
    found, *keys = [evaluate(node, frame) for node in nodes]
    for key in keys:
        if isinstance(found, Unknown) or isinstance(key, Unknown):
            reason = found.reason if isinstance(found, Unknown) else key.reason if isinstance(key, Unknown) else ""
            return opaque(reason, call_of("tryGet", (found, *keys)))
        found = _get(found, key)
    return found


def _get(base: Value, key: Value) -> Value:
    if isinstance(base, dict) and isinstance(key, str):
        wanted = key.lower()
        return next((value for name, value in base.items() if name.lower() == wanted), None)
    if isinstance(base, list) and isinstance(key, int) and 0 <= key < len(base):
        return base[key]
    return None


def _try_from_end(nodes: tuple[Node, ...], frame: Frame, evaluate: Evaluate) -> Value:
    _count("tryIndexFromEnd", nodes, 2, 2)
    values, place = (evaluate(node, frame) for node in nodes)
    if isinstance(values, Unknown):
        return opaque(values.reason, call_of("tryIndexFromEnd", (values, place)))
    steps = number(place)
    return values[-steps] if isinstance(values, list) and 1 <= steps <= len(values) else None


def _named(look_up: Callable[[Frame, str], Value]) -> Special:
    def run(nodes: tuple[Node, ...], frame: Frame, evaluate: Evaluate) -> Value:
        _count("parameters or variables", nodes, 1, 1)
        name = evaluate(nodes[0], frame)
        if isinstance(name, Unknown):
            return opaque(name.reason, call_of("parameters", (name,)))
        return look_up(frame, text(name))

    return run


def _parameter(frame: Frame, name: str) -> Value:
    if frame.arguments is None:
        return frame.scope.parameter(name)
    if name.lower() not in frame.arguments:
        raise ExpressionError(f"the function has no parameter {name!r}")
    return frame.arguments[name.lower()]


def _copy_index(nodes: tuple[Node, ...], frame: Frame, evaluate: Evaluate) -> Value:
    _count("copyIndex", nodes, 0, 2)
    values = [evaluate(node, frame) for node in nodes]
    name = values.pop(0) if values and isinstance(values[0], str) else ""
    index = frame.copies.get(text(name).lower())
    if index is None:
        raise ExpressionError(f"copyIndex outside of the loop {name!r}" if name else "copyIndex outside of a loop")
    if isinstance(index, Unknown) or not values:
        return index
    return number(index) + number(values[0])


def _reference(nodes: tuple[Node, ...], frame: Frame, evaluate: Evaluate) -> Value:
    _count("reference", nodes, 1, 3)
    target, *rest = [evaluate(node, frame) for node in nodes]
    return frame.scope.state_of(target, full=_full(rest))


def _references(nodes: tuple[Node, ...], frame: Frame, evaluate: Evaluate) -> Value:
    _count("references", nodes, 1, 3)
    target, *rest = [evaluate(node, frame) for node in nodes]
    return frame.scope.states_of(target, full=_full(rest))


def _full(values: list[Value]) -> bool:
    return any(isinstance(value, str) and value.lower() == "full" for value in values)


def _deployer(_nodes: tuple[Node, ...], _frame: Frame, _evaluate: Evaluate) -> Value:
    """Compute ``deployer()``: somebody deploys, whoever it is, and only people have a ``userPrincipalName``."""
    reason = "who deploys is not in the template"
    members: dict[str, Value] = {
        key: opaque(reason, f"{{deployer.{key}}}", filled=True) for key in ("objectId", "tenantId")
    }
    return opaque(reason, "{deployer}", filled=True, members=members)


def _list(nodes: tuple[Node, ...], frame: Frame, evaluate: Evaluate) -> Value:
    """Compute ``list()``: what it asks is known once deployed, but a new application has no settings to keep.

    The modules of Azure for web applications join the settings that are there with those that they are given.
    """
    _count("list", nodes, 1, 3)
    target, *rest = [evaluate(node, frame) for node in nodes]
    shown = text_of(target)
    site, found, _ = shown.lower().partition("/config/appsettings")
    if found and frame.scope.declares(site):
        return {"properties": {}}
    return opaque(f"list() is called on {shown}", call_of("list", (target, *rest)))


def _resource_info(nodes: tuple[Node, ...], frame: Frame, evaluate: Evaluate) -> Value:
    _count("resourceInfo", nodes, 1, 1)
    return frame.scope.described(evaluate(nodes[0], frame))


def _only_then(name: str, reason: str) -> Special:
    """Make a function whose value only a deployment has."""

    def run(nodes: tuple[Node, ...], frame: Frame, evaluate: Evaluate) -> Value:
        filled = name in {"newGuid", "utcNow"}
        return opaque(reason, call_of(name, [evaluate(node, frame) for node in nodes]), filled=filled)

    return run


def user_call(
    name: str, declared: tuple[list[Any], Any], arguments: list[Value], frame: Frame, resolve: Callable[..., Value]
) -> Value:
    """Compute a user's function: it sees its own parameters and no variables of the template."""
    parameters, output = declared
    if len(arguments) > len(parameters):
        raise ExpressionError(f"{name} takes {len(parameters)} arguments, not {len(arguments)}")
    names = [str(one.get("name", "")).lower() for one in parameters if isinstance(one, dict)]
    given: Mapping[str, Value] = dict(zip(names, [*arguments, *[None] * len(names)], strict=False))
    value = output.get("value") if isinstance(output, dict) else None
    return resolve(value, Frame(frame.scope, arguments=given))


_UTC_NOW = "the time of the deployment"

SPECIAL: dict[str, Special] = {
    "if": _if,
    "and": _deciding("and", decisive=False),
    "or": _deciding("or", decisive=True),
    "tryget": _try_get,
    "tryindexfromend": _try_from_end,
    "parameters": _named(_parameter),
    "variables": _named(lambda frame, name: frame.scope.variable(name)),
    "copyindex": _copy_index,
    "reference": _reference,
    "references": _references,
    "list": _list,
    "resourceinfo": _resource_info,
    "utcnow": _only_then("utcNow", _UTC_NOW),
    "newguid": _only_then("newGuid", "newGuid() is different for every deployment"),
    "deployer": _deployer,
    "providers": _only_then("providers", "providers() asks Azure"),
    "pickzones": _only_then("pickZones", "pickZones() asks Azure"),
    "tologicalzone": _only_then("toLogicalZone", "the zones of a subscription are not in the template"),
    "tologicalzones": _only_then("toLogicalZones", "the zones of a subscription are not in the template"),
    "tophysicalzone": _only_then("toPhysicalZone", "the zones of a subscription are not in the template"),
    "tophysicalzones": _only_then("toPhysicalZones", "the zones of a subscription are not in the template"),
    "externalinput": _only_then("externalInput", "the input is given from outside the template"),
    **PLACES,
    **IDENTIFIERS,
    **LAMBDAS,
}
