"""What a function is that needs nothing but its arguments."""

from collections.abc import Callable

from msgspec import Struct

from headgate.audit.graph.value import Value


class Function(Struct, frozen=True):
    """A function, and what it takes."""

    run: Callable[..., Value]
    """Takes the arguments; raises ``ExpressionError`` when they do not fit."""
    least: int
    most: int
    textual: bool = False
    """An unknown text inside a text makes an unknown text of the same form: run it on the stand-ins for a stand-in."""
    sees_unknown: bool = False
    """Can decide without knowing every argument; otherwise one unknown argument makes the result unknown."""


MANY = 10_000
"""The most arguments of those that take any number."""
