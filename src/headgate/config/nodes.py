"""A configuration as it is written: values that still know their file and line, and have no type yet.

What a plain ``2024-11-20`` or ``no`` means is decided by the setting it is written for, not by YAML: see ``scalars``.
"""

from typing import Literal, TypeAlias

from msgspec import Struct

KeyPath: TypeAlias = tuple[str | int, ...]
"""Where a value stands: ``("models", "gpt-4o", "pools", 0)``."""


Style: TypeAlias = Literal["plain", "quoted", "filled", "unfilled"]


class Mark(Struct, frozen=True):
    """A place in a file."""

    file: str
    line: int
    """From 1; 0 when the whole file is meant."""


class Scalar(Struct, frozen=True):
    """One value, as text."""

    text: str
    """With references filled in."""
    mark: Mark
    style: Style
    """``filled`` once a ``${…}`` in it was replaced: ``text`` is then kept secret; ``unfilled`` if that failed."""
    written: str
    """As it stands in the file: safe to show where ``text`` is not."""

    @property
    def is_null(self) -> bool:
        """Whether nothing is written: no value at all, ``~`` or ``null``."""
        return self.style == "plain" and self.text in {"", "~", "null", "Null", "NULL"}


class Sequence(Struct, frozen=True):
    """A list."""

    items: list["Node"]
    mark: Mark


class Entry(Struct, frozen=True):
    """A value under its key."""

    mark: Mark
    """Of the key: that is where an editor should jump."""
    value: "Node"


class Mapping(Struct, frozen=True):
    """Values by key."""

    entries: dict[str, Entry]
    mark: Mark


Node: TypeAlias = Scalar | Sequence | Mapping


def dotted(path: KeyPath) -> str:
    """Render a key path as people write it: ``models.gpt-4o.pools[0]``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def shape(node: Node) -> str:
    """Name what a node is, for mistakes: never its content."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    return "nothing" if node.is_null else "a single value"
