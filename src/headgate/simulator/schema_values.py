"""A value that fits a JSON schema: what a model's structured output or tool call consists of.

Knows the part of JSON Schema that structured outputs allow: types, ``properties``, ``items``, ``enum``, ``const``,
``anyOf``/``oneOf``/``allOf``, ``$ref`` within the document, formats, lengths and bounds. Patterns are not obeyed.
"""

import math
from collections.abc import Mapping
from typing import Any

from headgate.simulator.text import WORDS

_DEPTH_MAX = 12
"""Deeper than this only what is required is made: schemas may contain themselves."""
_DEPTH_HARD_MAX = 40
"""Past it null stands for anything: a schema that requires itself has no finite value."""
_VALUES_MAX = 1_000
"""After so many values only what is required is made, and after ten times as many nothing: schemas may branch."""
_ITEMS = 2
_MINIMUM_OBEYED = 1_000
"""The longest ``minItems`` or ``minLength`` that is obeyed: a schema comes from the caller."""
_FORMATS = {
    "date-time": "2026-03-31T13:12:27Z",
    "date": "2026-03-31",
    "time": "13:12:27Z",
    "duration": "PT15M",
    "email": "keeper@example.com",
    "hostname": "gate.example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uuid": "0f63a0ff-049a-4f46-88e1-5e5c2e4c87c0",
    "uri": "https://example.com/gate",
    "url": "https://example.com/gate",
}


def value_for(schema: Mapping[str, Any], seed: int) -> Any:  # noqa: ANN401 (any JSON value)
    """Make a value that fits; the same for the same schema and seed.

    Raises:
        ValueError: for what is no JSON schema.
    """
    try:
        return _Maker(schema, seed).make(schema, depth=0)
    except (ArithmeticError, AttributeError, LookupError, TypeError) as error:
        raise ValueError(f"not a JSON schema: {error}") from error


class _Maker:
    def __init__(self, document: Mapping[str, Any], seed: int) -> None:
        self._document = document
        self._seed = seed
        self._drawn = 0
        self._made = 0

    def make(self, schema: Any, *, depth: int) -> Any:  # noqa: ANN401 (any JSON value)
        self._made += 1
        if not isinstance(schema, Mapping) or depth > _DEPTH_HARD_MAX or self._made > 10 * _VALUES_MAX:
            return None
        schema = self._merged(self._resolved(schema))
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return schema["enum"][self._draw(len(schema["enum"]))]
        for key in ("anyOf", "oneOf"):
            if schema.get(key):
                return self.make(_first_of_substance(schema[key], deep=self._is_deep(depth)), depth=depth + 1)
        return self._of_type(_type_of(schema), schema, depth)

    def _of_type(self, kind: str, schema: Mapping[str, Any], depth: int) -> Any:  # noqa: ANN401 (any JSON value)
        match kind:
            case "object":
                return self._object(schema, depth)
            case "array":
                return self._array(schema, depth)
            case "string":
                return self._string(schema)
            case "integer":
                return self._integer(schema)
            case "number":
                return self._number(schema)
            case "boolean":
                return self._draw(2) == 0
            case _:
                return None

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        properties = schema.get("properties") or {}
        if self._is_deep(depth):
            required = schema.get("required") or ()
            properties = {name: properties[name] for name in required if name in properties}
        return {name: self.make(inner, depth=depth + 1) for name, inner in properties.items()}

    def _array(self, schema: Mapping[str, Any], depth: int) -> list[Any]:
        least = min(_whole(schema.get("minItems"), 0), _MINIMUM_OBEYED)
        length = max(least, min(_ITEMS, _whole(schema.get("maxItems"), _ITEMS)))
        if self._is_deep(depth):
            length = least
        return [self.make(schema.get("items", {"type": "string"}), depth=depth + 1) for _ in range(length)]

    def _string(self, schema: Mapping[str, Any]) -> str:
        if schema.get("format") in _FORMATS:
            return _FORMATS[schema["format"]]
        words = " ".join(WORDS[self._draw(len(WORDS))] for _ in range(3))
        least = min(_whole(schema.get("minLength"), 0), _MINIMUM_OBEYED)
        while len(words) < least:
            words += " " + WORDS[self._draw(len(WORDS))]
        return words[: max(least, _whole(schema.get("maxLength"), len(words)))]

    def _integer(self, schema: Mapping[str, Any]) -> int:
        low, high = _bounds(schema, step=1)
        multiple = max(1, _whole(schema.get("multipleOf"), 1))
        least, most = math.ceil(low / multiple), math.floor(high / multiple)
        return (least + self._draw(max(1, most - least + 1))) * multiple

    def _number(self, schema: Mapping[str, Any]) -> float:
        low, high = _bounds(schema, step=0.5)
        return low + (high - low) * self._draw(100) / 100

    def _is_deep(self, depth: int) -> bool:
        return depth > _DEPTH_MAX or self._made > _VALUES_MAX

    def _draw(self, count: int) -> int:
        """The next of a fixed sequence: multiplicative hashing of seed and position (Knuth's constant)."""
        self._drawn += 1
        return ((self._seed + self._drawn) * 2_654_435_761 >> 7) % count

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        for _ in range(_DEPTH_HARD_MAX):
            reference = schema.get("$ref")
            if not isinstance(reference, str) or not reference.startswith("#"):
                return schema
            found: Any = self._document
            for part in reference.removeprefix("#").strip("/").split("/"):
                found = found.get(part, {}) if part and isinstance(found, Mapping) else found
            schema = found if isinstance(found, Mapping) else {}
        return {}

    def _merged(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        if not schema.get("allOf"):
            return schema
        merged: dict[str, Any] = {}
        for part in (schema, *schema["allOf"]):
            part = self._resolved(part)  # noqa: PLW2901
            properties = {**merged.get("properties", {}), **part.get("properties", {})}
            required = [*merged.get("required", ()), *part.get("required", ())]
            merged |= part
            merged |= {"properties": properties, "required": required} if properties else {}
        merged.pop("allOf", None)
        return merged


def _type_of(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((each for each in kind if each != "null"), "null")
    if isinstance(kind, str):
        return kind
    if "properties" in schema:
        return "object"
    return "array" if "items" in schema else "string"


def _first_of_substance(choices: list[Any], *, deep: bool) -> Any:  # noqa: ANN401 (any JSON value)
    """The first choice that is not null; deep down null where it is allowed, to come to an end."""
    nulls = [choice for choice in choices if isinstance(choice, Mapping) and choice.get("type") == "null"]
    others = [choice for choice in choices if choice not in nulls]
    if deep and nulls:
        return nulls[0]
    return others[0] if others else {"type": "null"}


def _whole(value: Any, default: int) -> int:  # noqa: ANN401 (a schema may hold anything)
    return int(value) if isinstance(value, int | float) else default


def _bounds(schema: Mapping[str, Any], *, step: float) -> tuple[float, float]:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is None and schema.get("exclusiveMinimum") is not None:
        low = schema["exclusiveMinimum"] + step
    if high is None and schema.get("exclusiveMaximum") is not None:
        high = schema["exclusiveMaximum"] - step
    if low is None:
        low = 1 if high is None else min(1, high)
    return low, max(low, low + 99 if high is None else high)
