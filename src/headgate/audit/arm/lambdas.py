"""Functions that take a lambda: ``filter``, ``map``, ``mapValues``, ``reduce``, ``sort``, ``toObject``, ``groupBy``."""

import functools
from collections.abc import Callable
from typing import TypeAlias

from headgate.audit.arm.errors import ExpressionError
from headgate.audit.arm.frame import Frame
from headgate.audit.arm.functions.checked import items, members, text
from headgate.audit.arm.functions.comparing import truth
from headgate.audit.arm.opaque import call_of, opaque
from headgate.audit.arm.syntax import Call, Literal, Node
from headgate.audit.graph.value import Unknown, UnknownValueError, Value

Evaluate: TypeAlias = Callable[[Node, Frame], Value]
Body: TypeAlias = Callable[..., Value]
Work: TypeAlias = Callable[[Value, list[Body], list[Value]], Value]


def _body(node: Node, frame: Frame, evaluate: Evaluate) -> Body:
    """Make a function of the last argument of ``lambda``, its first ones naming the variables."""
    assert isinstance(node, Call)
    *names, inner = node.arguments
    keys = [str(name.value).lower() for name in names if isinstance(name, Literal)]

    def run(*values: Value) -> Value:
        """Lambdas take as many values as they name: an item, and its place if they want it."""
        return evaluate(inner, frame.with_names(dict(zip(keys, values, strict=False))))

    return run


def _is_lambda(node: Node) -> bool:
    return isinstance(node, Call) and node.name == "lambda" and len(node.arguments) >= 1


def _over(name: str, work: Work) -> Callable[[tuple[Node, ...], Frame, Evaluate], Value]:
    def run(nodes: tuple[Node, ...], frame: Frame, evaluate: Evaluate) -> Value:
        bodies = [_body(node, frame, evaluate) for node in nodes if _is_lambda(node)]
        values = [evaluate(node, frame) for node in nodes if not _is_lambda(node)]
        if not values or not bodies:
            raise ExpressionError(f"{name} needs a value and a lambda")
        unknown = next((value for value in values if isinstance(value, Unknown)), None)
        if unknown is not None:
            return opaque(unknown.reason, call_of(name, values))
        try:
            return work(values[0], bodies, values[1:])
        except UnknownValueError as error:
            return opaque(str(error), call_of(name, values))

    return run


def _known(value: Value) -> Value:
    """Return a value that can be decided on; an unknown one refuses, with its reason."""
    if isinstance(value, Unknown):
        raise UnknownValueError(value.reason)
    return value


def _filter(value: Value, bodies: list[Body], _rest: list[Value]) -> Value:
    return [item for place, item in enumerate(items(value)) if truth(_known(bodies[0](item, place)))]


def _map(value: Value, bodies: list[Body], _rest: list[Value]) -> Value:
    return [bodies[0](item, place) for place, item in enumerate(items(value))]


def _reduce(value: Value, bodies: list[Body], rest: list[Value]) -> Value:
    found: Value = rest[0] if rest else None
    for place, item in enumerate(items(value)):
        found = bodies[0](found, item, place)
    return found


def _sort(value: Value, bodies: list[Body], _rest: list[Value]) -> Value:
    def order(one: Value, other: Value) -> int:
        if truth(_known(bodies[0](one, other))):
            return -1
        return 1 if truth(_known(bodies[0](other, one))) else 0

    return sorted(items(value), key=functools.cmp_to_key(order))


def _to_object(value: Value, bodies: list[Body], _rest: list[Value]) -> Value:
    made = bodies[1] if len(bodies) > 1 else lambda item: item
    return {text(_known(bodies[0](item))): made(item) for item in items(value)}


def _group_by(value: Value, bodies: list[Body], _rest: list[Value]) -> Value:
    made = bodies[1] if len(bodies) > 1 else lambda item: item
    found: dict[str, Value] = {}
    for item in items(value):
        items(found.setdefault(text(_known(bodies[0](item))), [])).append(made(item))
    return found


def _map_values(value: Value, bodies: list[Body], _rest: list[Value]) -> Value:
    return {key: bodies[0](item) for key, item in members(value).items()}


def _variable(nodes: tuple[Node, ...], frame: Frame, evaluate: Evaluate) -> Value:
    name = text(evaluate(nodes[0], frame)) if nodes else ""
    if name.lower() not in frame.names:
        raise ExpressionError(f"there is no lambda around with a variable {name!r}")
    return frame.names[name.lower()]


LAMBDAS = {
    "lambdavariables": _variable,
    "filter": _over("filter", _filter),
    "map": _over("map", _map),
    "mapvalues": _over("mapValues", _map_values),
    "reduce": _over("reduce", _reduce),
    "sort": _over("sort", _sort),
    "toobject": _over("toObject", _to_object),
    "groupby": _over("groupBy", _group_by),
}
