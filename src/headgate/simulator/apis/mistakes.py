"""A decoder's complaint about a request, said in OpenAI's words: parameter, what it must be, what it is, and a code.

The words are those reported of GPT-5.6 in August 2026.
"""

import re
from typing import Any

import msgspec

from headgate.simulator import errors

_PLACE = re.compile(r" - at `\$\.?(.*)`$")
_MISSING = re.compile(r"Object missing required field `([^`]+)`")
_UNKNOWN = re.compile(r"Object contains unknown field `([^`]+)`")
_BOUND = re.compile(r"Expected `(int|float)` ([<>])=? ?(\S+)")
_LENGTH = re.compile(r"Expected `(str|array)` of length ([<>])=? ?(\d+)")
_KIND = re.compile(r"Expected `([^`]+)`, got `(\w+)`")
_ENUM = re.compile(r"Invalid enum value (.+)")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")

_NAMES = {
    "str": "string",
    "int": "integer",
    "float": "decimal",
    "bool": "boolean",
    "array": "array",
    "object": "object",
    "null": "null",
}
_VALUE_MAX = 80
"""Characters of a value that an error repeats."""
_ABSENT = object()


def told(message: str, body: object, kind: Any) -> errors.AzureError:  # noqa: ANN401 (a type)
    """Say a complaint of msgspec's about a body that is to be of a kind."""
    place = _PLACE.search(message)
    param = place.group(1) if place else ""
    message = _PLACE.sub("", message)
    if missing := _MISSING.search(message):
        param = f"{param}.{missing.group(1)}" if param else missing.group(1)
        return errors.invalid(f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter")
    if unknown := _UNKNOWN.search(message):
        param = f"{param}.{unknown.group(1)}" if param else unknown.group(1)
        return errors.invalid(f"Unknown parameter: '{param}'.", param=param, code="unknown_parameter")
    value = _found(body, param)
    if bound := _BOUND.search(message):
        return _beyond(param, *bound.groups(), value=value)
    if length := _LENGTH.search(message):
        return _too_long_or_short(param, *length.groups(), value=value)
    if enum := _ENUM.search(message):
        allowed = _allowed(kind, param)
        if allowed:
            return errors.not_among(str(value), allowed, param)
        return errors.invalid(f"Invalid value: {enum.group(1)[:_VALUE_MAX]}.", param=param, code="invalid_value")
    if wrong := _KIND.search(message):
        message = f"expected {_expected(wrong.group(1))}, but got {_a(wrong.group(2), given=True)} instead"
    return errors.invalid(f"Invalid type for '{param}': {message}.", param=param or None, code="invalid_type")


def _beyond(param: str, kind: str, sign: str, bound: str, *, value: object) -> errors.AzureError:
    below, name = sign == ">", _NAMES[kind]
    text = f"Invalid '{param}': {name} {'below minimum' if below else 'above maximum'} value."
    got = f", but got {value} instead" if isinstance(value, int | float) else ""
    message = f"{text} Expected a value {sign}= {bound.removesuffix('.0')}{got}."
    return errors.invalid(message, param=param, code=f"{name}_{'below_min' if below else 'above_max'}_value")


def _too_long_or_short(param: str, kind: str, sign: str, bound: str, *, value: object) -> errors.AzureError:
    name, short = _NAMES[kind], sign == ">"
    length = len(value) if isinstance(value, str | list) else int(bound)
    empty = short and length == 0
    what = "empty " + name if empty else f"{name} too {'short' if short else 'long'}"
    got = f"an empty {name}" if empty else f"{_a(kind)} with length {length}"
    article = _a(kind)
    message = (
        f"Invalid '{param}': {what}. Expected {article} with {'minimum' if short else 'maximum'} length {bound}, but "
        f"got {got} instead."
    )
    code = f"empty_{name}" if empty else f"{name}_{'below_min' if short else 'above_max'}_length"
    return errors.invalid(message, param=param, code=code)


def _expected(kinds: str) -> str:
    """``str | array | null`` as ``one of a string or array``; that nothing is taken too goes without saying."""
    named = [kind for kind in kinds.split(" | ") if kind != "null"] or ["null"]
    if len(named) == 1:
        return _a(named[0])
    *first, last = (_NAMES.get(kind, kind) for kind in named)
    return f"one of a {', '.join(first)} or {last}"


def _a(kind: str, *, given: bool = False) -> str:
    if kind == "null":
        return "null"
    if given and kind == "float":
        return "a decimal number"
    name = _NAMES.get(kind, kind)
    return f"{'an' if name[0] in 'aeio' else 'a'} {name}"


def _found(body: object, param: str) -> object:
    """The value of a parameter: ``messages[0].role``."""
    found = body
    for name, index in _STEP.findall(param):
        if isinstance(found, dict) and name in found:
            found = found[name]
        elif isinstance(found, list) and index and int(index) < len(found):
            found = found[int(index)]
        else:
            return _ABSENT
    return found


def _allowed(kind: Any, param: str) -> list[str]:  # noqa: ANN401 (a type)
    """The values that a parameter may have, where they are few."""
    kinds = _members(msgspec.inspect.type_info(kind))
    for name, index in _STEP.findall(param):
        kinds = [inner for each in kinds for inner in _inside(each, name, index)]
    return [str(value) for each in kinds if isinstance(each, msgspec.inspect.LiteralType) for value in each.values]


def _inside(kind: msgspec.inspect.Type, name: str, index: str) -> list[msgspec.inspect.Type]:
    if isinstance(kind, msgspec.inspect.StructType):
        return [inner for field in kind.fields if field.encode_name == name for inner in _members(field.type)]
    if isinstance(kind, msgspec.inspect.ListType) and index:
        return _members(kind.item_type)
    return []


def _members(kind: msgspec.inspect.Type) -> list[msgspec.inspect.Type]:
    """The kinds of a union, or the kind itself; bounds set aside."""
    if isinstance(kind, msgspec.inspect.Metadata):
        return _members(kind.type)
    if isinstance(kind, msgspec.inspect.UnionType):
        return [inner for each in kind.types for inner in _members(each)]
    return [kind]
