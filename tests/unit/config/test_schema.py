"""The JSON Schema for editors."""

from typing import Any

import msgspec
from msgspec import inspect as types

from headgate.config.schema import json_schema, structs_in
from headgate.settings import Settings

SCHEMA = json_schema(Settings, title="Headgate configuration")


def definition(name: str) -> Any:
    return SCHEMA["$defs"][name]


def test_it_says_its_dialect_and_title() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["title"] == "Headgate configuration"
    assert SCHEMA["$ref"] == "#/$defs/Settings"


def test_keys_carry_type_default_limits_and_documentation() -> None:
    workers = definition("GateSettings")["properties"]["workers"]

    assert workers["type"] == "integer"
    assert (workers["default"], workers["minimum"], workers["maximum"]) == (1, 1, 64)
    assert workers["description"].startswith("Gate processes")


def test_unknown_keys_are_not_allowed() -> None:
    assert all(definition["additionalProperties"] is False for definition in SCHEMA["$defs"].values())


def test_every_key_of_every_struct_is_described() -> None:
    undescribed = [
        (name, key)
        for name, definition in SCHEMA["$defs"].items()
        for key, value in definition["properties"].items()
        if "description" not in value and key != "kind"
    ]

    assert undescribed == []


def test_every_struct_is_found_once() -> None:
    names = [struct.__name__ for struct in structs_in(types.type_info(Settings))]

    assert len(names) == len(set(names))
    assert {"Settings", "ApiKeyCredential", "BudgetSettings", "TlsSettings"} <= set(names)
    assert set(names) == set(SCHEMA["$defs"])


def test_a_key_that_is_written_otherwise_than_its_field_is_described_too() -> None:
    schema = json_schema(Renamed, title="x")

    assert schema["$defs"]["Renamed"]["properties"]["how-big"]["description"] == "In metres."


class Renamed(msgspec.Struct, rename="kebab"):
    """Keys with hyphens."""

    how_big: int = 1
    """In metres."""


def test_it_is_json() -> None:
    assert msgspec.json.decode(msgspec.json.encode(SCHEMA)) == SCHEMA
