"""Computing expressions, and the JSON that they stand in."""

from typing import Any

from headgate.audit.arm.copying import LoopOf, copies_of, turns
from headgate.audit.arm.errors import BrokenExpressionError, ExpressionError
from headgate.audit.arm.frame import Frame
from headgate.audit.arm.functions.checked import kind_of
from headgate.audit.arm.functions.function import Function
from headgate.audit.arm.functions.table import PURE
from headgate.audit.arm.opaque import HASH, Opaque, call_of, closed, opaque, text_of
from headgate.audit.arm.parser import is_expression, parse
from headgate.audit.arm.special import SPECIAL, user_call
from headgate.audit.arm.syntax import Call, Literal, Member, Node
from headgate.audit.graph.value import Unknown, UnknownValueError, Value


def resolve(body: Any, frame: Frame) -> Value:  # noqa: ANN401  # JSON of a template: any shape, held to nothing
    """Compute every expression inside JSON, loops inside objects included.

    An expression that is wrong gives an unknown value with what is wrong as its reason.
    """
    budget = frame.scope.budget
    budget.spend()
    if isinstance(body, str):
        return _text(body, frame)
    if isinstance(body, list):
        budget.enter()
        found: Value = [resolve(item, frame) for item in body]
        budget.leave()
        return found
    if isinstance(body, dict):
        budget.enter()
        found = _members(body, frame)
        budget.leave()
        return found
    return body if isinstance(body, bool | int | float) or body is None else str(body)


def _text(body: str, frame: Frame) -> Value:
    if is_expression(body):
        try:
            return evaluate(parse(body), frame)
        except ExpressionError as error:
            shown = body if len(body) <= 120 else f"{body[:117]}…"
            if isinstance(error, BrokenExpressionError):
                frame.scope.note(f"{shown}: {error}")
            return opaque(f"{shown} cannot be computed: {error}", call_of("expression", (body,)))
    return body[1:] if body.startswith("[[") else body


def _members(body: dict[str, Any], frame: Frame) -> Value:
    found: dict[str, Value] = {}
    for key, inner in body.items():
        if key.lower() == "copy" and (loops := copies_of(inner)) is not None:
            for loop in loops:
                found[loop.name] = looped(loop, frame)
            continue
        name = _text(key, frame) if key[:1] == "[" else key
        if isinstance(name, Opaque):
            found[name.stand_in] = resolve(inner, frame)
        else:
            found[str(name)] = resolve(inner, frame)
    return found


def looped(loop: LoopOf, frame: Frame) -> Value:
    """Compute a loop on a property, a variable or an output: the list of its turns."""
    count = resolve(loop.count, frame)
    if isinstance(count, Unknown):
        return opaque(count.reason, call_of("copy", (loop.name, count)))
    try:
        return [resolve(loop.input, frame.in_property_copy(loop.name, index)) for index in turns(count)]
    except ExpressionError as error:
        return opaque(f"loop {loop.name!r}: {error}", f"{{copy {loop.name}}}")


def evaluate(node: Node, frame: Frame) -> Value:
    """Compute one expression; raises ``ExpressionError`` when it is wrong and ``LimitError`` when it is too much."""
    budget = frame.scope.budget
    budget.spend()
    if isinstance(node, Literal):
        return node.value
    budget.enter()
    try:
        if isinstance(node, Member):
            return _member(evaluate(node.base, frame), evaluate(node.key, frame), safe=node.safe)
        return _call(node, frame)
    finally:
        budget.leave()


def _member(base: Value, key: Value, *, safe: bool) -> Value:
    if isinstance(base, Unknown):
        return _of_unknown(base, key)
    if isinstance(key, Unknown):
        return opaque(key.reason, f"{{{text_of(base, 0)}}}.{text_of(key)}")
    found = _found(base, key)
    if found is not None:
        return found[0]
    if safe:
        return None
    raise ExpressionError(f"there is no {key!r} in this {kind_of(base)}")


def _of_unknown(base: Unknown, key: Value) -> Value:
    declared = _found(base.members, key) if isinstance(base, Opaque) else None
    if declared is not None:
        return declared[0]
    filled = isinstance(key, str) and key in _GIVEN_OUT and base.reason.startswith("known only once deployed")
    return opaque(_deeper(base.reason, key), f"{text_of(base)}.{text_of(key)}", filled=filled)


_GIVEN_OUT = frozenset(
    {
        "principalId", "clientId", "tenantId", "id", "resourceId", "endpoint",
        "AppId", "ConnectionString", "InstrumentationKey", "customerId", "fqdn", "loginServer",
    }
)  # fmt: skip
"""Members that every running resource which has them fills."""


def _deeper(reason: str, key: Value) -> str:
    """Name what is asked of a running resource, for as long as that stays readable."""
    if reason.startswith("known only once deployed") and isinstance(key, str) and len(reason) < 200:
        return f"{reason}{'.' if reason.count(': ') > 1 else ': '}{key}"
    return reason


def _found(base: Value, key: Value) -> tuple[Value] | None:
    if isinstance(base, dict) and isinstance(key, str):
        if key in base:
            return (base[key],)
        wanted = key.lower()
        return next(((value,) for name, value in base.items() if name.lower() == wanted), None)
    if isinstance(base, list) and isinstance(key, int) and not isinstance(key, bool):
        return (base[key],) if 0 <= key < len(base) else None
    return None


def _call(node: Call, frame: Frame) -> Value:
    name = node.name.rpartition(".")[2] if node.name.startswith("sys.") else node.name
    special = SPECIAL.get(name)
    if special is not None:
        return special(node.arguments, frame, evaluate)
    arguments = [evaluate(argument, frame) for argument in node.arguments]
    function = PURE.get(name)
    if function is not None:
        return apply(name, function, arguments, frame)
    if name.startswith("list"):
        return opaque(f"{name_of_list(name)}() is called on {text_of(_first(arguments))}", call_of(name, arguments))
    declared = frame.scope.user_function(name)
    if declared is not None:
        return user_call(name, declared, arguments, frame, resolve)
    raise BrokenExpressionError(f"there is no function {node.name!r}")


def name_of_list(name: str) -> str:
    """Spell ``listkeys`` as people know it: ``listKeys``."""
    return f"list{name[4:5].upper()}{name[5:]}"


def _first(arguments: list[Value]) -> Value:
    return arguments[0] if arguments else ""


def apply(name: str, function: Function, arguments: list[Value], frame: Frame) -> Value:
    """Run a function; unknown arguments make an unknown result wherever it hangs on them."""
    if not function.least <= len(arguments) <= function.most:
        raise ExpressionError(f"{name} does not take {len(arguments)} arguments")
    if name in _DEEP:
        for argument in arguments:
            frame.scope.budget.weigh(argument)
    unknown = next((argument for argument in arguments if isinstance(argument, Unknown)), None)
    if unknown is not None and not function.sees_unknown:
        made = _stand_in(name, function, arguments)
        filled = name in _NEVER_EMPTY or (function.textual and _has_known_part(made))
        return opaque(unknown.reason, made, filled=filled)
    try:
        return function.run(*arguments)
    except UnknownValueError as error:
        return opaque(str(error), _stand_in(name, function, arguments))


_DEEP = frozenset({"equals", "contains", "union", "intersection", "string", "concat", "format", "flatten", "indexof"})
"""Functions that walk through their arguments: what they walk through counts as work."""


_NEVER_EMPTY = frozenset(
    {
        "add",
        "bool",
        "datetimeadd",
        "datetimefromepoch",
        "datetimetoepoch",
        "div",
        "float",
        "int",
        "length",
        "mod",
        "mul",
        "sub",
    }
)
"""Functions that give a number, a time or a boolean, or fail."""


def _has_known_part(stand_in: str) -> bool:
    """Whether a made text has characters outside of braces, or is a hash, which is never empty."""
    return not stand_in.startswith("{") or not stand_in.endswith("}") or stand_in.startswith(f"{{{HASH}")


def _stand_in(name: str, function: Function, arguments: list[Value]) -> str:
    """Run a function of texts on the stand-ins, so that the result keeps the form of what it will be."""
    if function.textual and not any(isinstance(argument, list | dict) for argument in arguments):
        try:
            made = function.run(*(text_of(one) if isinstance(one, Unknown) else one for one in arguments))
        except (ExpressionError, UnknownValueError):
            return call_of(name, arguments)
        if isinstance(made, str) and made:
            return closed(made) if "{" in made else f"{{{HASH}{made.removeprefix(HASH)}}}"
    return call_of(name, arguments)
