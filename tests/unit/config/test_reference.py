"""The reference of all keys."""

from typing import Literal

import pytest
from msgspec import Struct, field

from headgate.config.reference import reference


class Lock(Struct, tag_field="kind", tag="lock"):
    """A lock."""

    key: str
    """What opens it."""


class Chain(Struct, tag_field="kind", tag="chain"):
    """A chain."""


class Door(Struct):
    """A door."""

    size: int = 2
    """In metres | feet."""
    guard: Lock | Chain | None = None
    """What keeps it shut."""


class House(Struct):
    """A house."""

    doors: dict[str, Door] = field(default_factory=dict)
    """By name."""
    name: str = ""
    """What it is called."""
    colour: Literal["red", "blue"] = "red"


def test_single_values_come_first_then_a_section_for_each_part() -> None:
    assert reference(House) == (
        "### Single values\n"
        "\n"
        "| key | takes | default | meaning |\n"
        "|---|---|---|---|\n"
        "| `name` | text | empty | What it is called. |\n"
        "| `colour` | one of blue, red | `red` |  |\n"
        "\n"
        "### `doors`\n"
        "\n"
        "By name.\n"
        "\n"
        "| key | takes | default | meaning |\n"
        "|---|---|---|---|\n"
        "| `doors.<name>.size` | a whole number | `2` | In metres \\| feet. |\n"
        "| `doors.<name>.guard` | a mapping | none | What keeps it shut. |\n"
        "| `doors.<name>.guard.kind` | `lock` | required | A lock. |\n"
        "| `doors.<name>.guard.key` | text | required | What opens it. |\n"
        "| `doors.<name>.guard.kind` | `chain` | required | A chain. |\n"
    )


def test_a_reference_is_made_of_a_struct() -> None:
    with pytest.raises(TypeError):
        reference(str)
