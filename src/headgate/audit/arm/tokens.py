"""Expressions cut into words."""

import re

from msgspec import Struct

from headgate.audit.arm.errors import BrokenExpressionError

_WORD = re.compile(
    r"\s*(?:(?P<name>[A-Za-z_$][A-Za-z0-9_$]*)|(?P<number>-?\d+)|(?P<text>'(?:[^']|'')*')|(?P<sign>[()\[\],.?]))"
)


class Token(Struct, frozen=True):
    """One word of an expression."""

    kind: str
    """``name``, ``number``, ``text`` (without its quotes), ``sign``, or ``end``."""
    text: str
    at: int
    """Characters before it."""


def tokens(expression: str) -> list[Token]:
    """Cut an expression, without its outer brackets, into words; raises ``BrokenExpressionError``."""
    found: list[Token] = []
    place, end = 0, len(expression.rstrip())
    while place < end:
        match = _WORD.match(expression, place)
        if match is None or match.lastgroup is None:
            rest = expression[place:].lstrip()[:20]
            raise BrokenExpressionError(
                f"at character {place + 1}: {rest!r} is neither a name, a number, a text nor a sign"
            )
        text = match.group(match.lastgroup)
        if match.lastgroup == "text":
            text = text[1:-1].replace("''", "'")
        found.append(Token(match.lastgroup, text, match.start(match.lastgroup)))
        place = match.end()
    found.append(Token("end", "", end))
    return found
