"""What a condition comes to, as far as the policy alone can tell: true, false, an error, or *could be anything*."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from headgate.audit.policy.syntax import (
    Binary,
    Call,
    Cast,
    Choice,
    Index,
    Items,
    Literal,
    Member,
    Name,
    Opaque,
    Tree,
    Unary,
    parse,
)


class Anything:
    """The type of ``ANYTHING``."""

    def __repr__(self) -> str:
        """Print as what it is."""
        return "ANYTHING"


ANYTHING: Final = Anything()
"""A value that the policy alone does not tell."""


class _Response:
    """An answer of the backend."""


_RESPONSE: Final = _Response()


class RaisesError(Exception):
    """The condition would end in an exception when the gateway evaluates it; says which."""


class Facts(Struct, frozen=True):
    """What is known while a condition is evaluated."""

    status: int | Anything | None = ANYTHING
    """Of ``context.Response``; None: there is no response, as after a failed connection."""
    never_set: frozenset[str] = frozenset()
    """Variables that nothing sets."""
    values: Mapping[str, object] = {}
    """Variables that have one known value."""


def outcome(condition: str, facts: Facts) -> object:
    """Return what a condition comes to: a value or ``ANYTHING``. Raises ``RaisesError``."""
    text = condition.strip()
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if not text.startswith(("@(", "@{")):
        return ANYTHING
    return evaluate(parse(text), facts)


def evaluate(tree: Tree, facts: Facts) -> object:
    """Return what a tree comes to. Raises ``RaisesError``."""
    match tree:
        case Literal():
            return ANYTHING if isinstance(tree.value, str) and "{{" in tree.value else tree.value
        case Cast():
            return evaluate(tree.value, facts)
        case Unary():
            return _unary(tree, facts)
        case Binary():
            return _binary(tree, facts)
        case Choice():
            chosen = evaluate(tree.condition, facts)
            if isinstance(chosen, Anything):
                return ANYTHING
            return evaluate(tree.yes if chosen else tree.no, facts)
        case Items():
            items = [evaluate(item, facts) for item in tree.items]
            return ANYTHING if any(isinstance(item, Anything) for item in items) else items
        case Member():
            return _member(tree, facts)
        case Index():
            return _index(tree, facts)
        case Call():
            return _call(tree, facts)
        case Name() | Opaque():
            return ANYTHING


def path(tree: Tree) -> str:
    """Return a tree of names as text, ``context.Response.StatusCode``; empty when it is something else."""
    if isinstance(tree, Name):
        return tree.name
    if isinstance(tree, Member):
        base = path(tree.base)
        return f"{base}.{tree.name}" if base else ""
    return ""


def _unary(tree: Unary, facts: Facts) -> object:
    value = evaluate(tree.value, facts)
    if isinstance(value, Anything):
        return ANYTHING
    if tree.operator == "!":
        return not value
    return -value if isinstance(value, int | float) else ANYTHING


def _binary(tree: Binary, facts: Facts) -> object:
    if tree.operator in {"&&", "||"}:
        return _both(tree, facts)
    left = evaluate(tree.left, facts)
    if tree.operator == "??":
        return evaluate(tree.right, facts) if left is None else left
    right = evaluate(tree.right, facts)
    if isinstance(left, Anything) or isinstance(right, Anything):
        return ANYTHING
    if tree.operator in {"==", "!="}:
        return (left == right) == (tree.operator == "==")
    if left is None or right is None:
        return False if tree.operator in {"<", ">", "<=", ">="} else ANYTHING
    return _ordered(tree.operator, left, right)


def _both(tree: Binary, facts: Facts) -> object:
    """``&&`` and ``||``: the side that decides is enough, and the right one is not asked when the left decides."""
    decisive = tree.operator == "||"
    left = evaluate(tree.left, facts)
    if not isinstance(left, Anything) and bool(left) is decisive:
        return decisive
    try:
        right = evaluate(tree.right, facts)
    except RaisesError:
        if isinstance(left, Anything):
            return ANYTHING
        raise
    if not isinstance(right, Anything) and bool(right) is decisive:
        return decisive
    return ANYTHING if isinstance(left, Anything) or isinstance(right, Anything) else not decisive


def _ordered(operator: str, left: object, right: object) -> object:
    if isinstance(left, str) and isinstance(right, str):
        return left + right if operator == "+" else ANYTHING
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        return ANYTHING
    match operator:
        case "<":
            return left < right
        case ">":
            return left > right
        case "<=":
            return left <= right
        case ">=":
            return left >= right
        case "+":
            return left + right
        case "-":
            return left - right
    return ANYTHING


def _member(tree: Member, facts: Facts) -> object:
    if path(tree) == "context.Response":
        return None if facts.status is None else _RESPONSE
    base = evaluate(tree.base, facts)
    if isinstance(base, _Response):
        return facts.status if tree.name == "StatusCode" else ANYTHING
    if base is None and not tree.safe:
        raise RaisesError("it looks into a value that is null there")
    if base is None:
        return None
    return len(base) if tree.name in {"Length", "Count"} and isinstance(base, str | list) else ANYTHING


def _index(tree: Index, facts: Facts) -> object:
    if path(tree.base) == "context.Variables" and isinstance(tree.key, Literal):
        name = str(tree.key.value)
        if name in facts.never_set:
            raise RaisesError(f"nothing sets the variable {name}")
        return facts.values.get(name, ANYTHING)
    if evaluate(tree.base, facts) is None:
        raise RaisesError("it looks into a value that is null there")
    return ANYTHING


def _call(tree: Call, facts: Facts) -> object:
    called = path(tree.target)
    if called in {"context.Variables.GetValueOrDefault", "context.Variables.ContainsKey"}:
        return _variable(tree, called, facts)
    arguments = [evaluate(argument, facts) for argument in tree.arguments]
    if called.lower() in {"string.isnullorempty", "string.isnullorwhitespace"} and len(arguments) == 1:
        return ANYTHING if isinstance(arguments[0], Anything) else not arguments[0]
    if called.lower() in {"bool.parse", "convert.toboolean", "boolean.parse"} and isinstance(arguments[0], str):
        return arguments[0].lower() == "true"
    if called.lower() in {"int.parse", "convert.toint32", "int32.parse"} and isinstance(arguments[0], str | int):
        return int(arguments[0]) if str(arguments[0]).lstrip("-").isdigit() else ANYTHING
    return _method(tree, arguments, facts) if isinstance(tree.target, Member) else ANYTHING


def _variable(tree: Call, called: str, facts: Facts) -> object:
    if not tree.arguments or not isinstance(tree.arguments[0], Literal):
        return ANYTHING
    name = str(tree.arguments[0].value)
    if called.endswith("ContainsKey"):
        return False if name in facts.never_set else ANYTHING
    if name in facts.never_set:
        return evaluate(tree.arguments[1], facts) if len(tree.arguments) > 1 else None
    return facts.values.get(name, ANYTHING)


def _method(tree: Call, arguments: list[object], facts: Facts) -> object:
    target = tree.target
    assert isinstance(target, Member)
    base = evaluate(target.base, facts)
    if base is None:
        if target.safe:
            return None
        raise RaisesError("it calls something on a value that is null there")
    if isinstance(base, Anything | _Response) or any(isinstance(one, Anything) for one in arguments):
        return ANYTHING
    match target.name, base, arguments:
        case "Contains", list(), [item]:
            return item in base
        case "Contains", str(), [str() as part]:
            return part in base
        case "Equals", _, [other, *_]:
            return base == other or (len(arguments) > 1 and str(base).lower() == str(other).lower())
        case "ToString", _, []:
            return str(base)
        case "ToLower" | "ToLowerInvariant", str(), []:
            return base.lower()
        case "Trim", str(), []:
            return base.strip()
    return ANYTHING
