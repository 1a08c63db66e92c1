"""The parts of an expression."""

from typing import TypeAlias

from msgspec import Struct


class Literal(Struct, frozen=True):
    """A text, a whole number, or one of the words true, false and null."""

    value: str | int | bool | None


class Call(Struct, frozen=True):
    """A function with its arguments."""

    name: str
    """In lower case; a user's function with its namespace: ``contoso.name``."""
    arguments: tuple["Node", ...]


class Member(Struct, frozen=True):
    """``base.name`` or ``base[key]``."""

    base: "Node"
    key: "Node"
    safe: bool = False
    """Written with ``?``: null where there is nothing."""


Node: TypeAlias = Literal | Call | Member
