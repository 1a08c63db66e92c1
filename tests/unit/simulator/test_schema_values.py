import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.simulator.schema_values import value_for

_KEYWORDS = st.sampled_from(
    ["type", "enum", "const", "items", "anyOf", "allOf", "properties", "required", "minItems", "minimum", "minLength"]
)


@pytest.mark.parametrize(
    "schema,fits",
    [
        ({"type": "string"}, lambda value: isinstance(value, str) and value),
        ({"type": "string", "format": "date"}, lambda value: value == "2026-03-31"),
        ({"type": "string", "minLength": 200}, lambda value: len(value) >= 200),
        ({"type": "string", "maxLength": 4}, lambda value: len(value) <= 4),
        ({"type": "integer", "minimum": 3, "maximum": 5}, lambda value: value in (3, 4, 5)),
        ({"type": "integer", "exclusiveMinimum": 0, "multipleOf": 5}, lambda value: value > 0 and value % 5 == 0),
        ({"type": "integer", "maximum": -4}, lambda value: value <= -4),
        ({"type": "number", "minimum": 0, "maximum": 1}, lambda value: 0 <= value <= 1),
        ({"type": "number", "exclusiveMaximum": 0}, lambda value: value < 0),
        ({"type": "boolean"}, lambda value: isinstance(value, bool)),
        ({"type": "null"}, lambda value: value is None),
        ({"type": ["null", "string"]}, lambda value: isinstance(value, str)),
        ({"enum": ["a", "b"]}, lambda value: value in ("a", "b")),
        ({"const": 42}, lambda value: value == 42),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 3}, lambda value: len(value) == 3),
        ({"type": "array", "items": {"type": "integer"}, "maxItems": 1}, lambda value: len(value) == 1),
        ({"items": {"type": "boolean"}}, lambda value: all(isinstance(item, bool) for item in value)),
        ({"properties": {"a": {"type": "string"}}}, lambda value: list(value) == ["a"]),
        ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, lambda value: isinstance(value, int)),
        ({"oneOf": [{"type": "null"}]}, lambda value: value is None),
        (
            {"allOf": [{"properties": {"a": {"const": 1}}}, {"properties": {"b": {"const": 2}}}]},
            lambda value: value == {"a": 1, "b": 2},
        ),
    ],
)
def test_a_value_fits_its_schema(schema: dict[str, Any], fits: Any) -> None:
    assert fits(value_for(schema, seed=11))


def test_references_within_the_document_are_followed() -> None:
    schema = {"$ref": "#/$defs/step", "$defs": {"step": {"type": "object", "properties": {"n": {"const": 1}}}}}

    assert value_for(schema, seed=1) == {"n": 1}


def test_a_schema_that_contains_itself_comes_to_an_end() -> None:
    node = {
        "type": "object",
        "properties": {"next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}},
        "required": ["next"],
    }

    value = value_for({"$ref": "#/$defs/node", "$defs": {"node": node}}, seed=1)

    while value is not None:
        assert list(value) == ["next"]
        value = value["next"]


def test_references_that_lead_in_a_circle_come_to_an_end() -> None:
    assert value_for({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}, seed=1) is not Ellipsis


def test_a_list_that_contains_itself_stops_growing() -> None:
    schema = {"type": "array", "items": {"$ref": "#"}, "minItems": 1, "maxItems": 1}

    assert value_for(schema, seed=1) is not None


def test_the_same_seed_makes_the_same_value() -> None:
    schema = {"type": "array", "items": {"type": "string"}}

    assert value_for(schema, seed=5) == value_for(schema, seed=5)


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(_KEYWORDS, inner),
    max_leaves=8,
)


@given(st.dictionaries(_KEYWORDS, _ANYTHING))
def test_nonsense_makes_a_value_or_is_no_schema(schema: dict[str, Any]) -> None:
    with contextlib.suppress(ValueError):
        value_for(schema, seed=1)
