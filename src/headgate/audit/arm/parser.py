"""One expression as a tree.

``value := literal | name '(' [value {',' value}] ')'``, followed by any number of ``.name``, ``[value]``, ``.?name`` or
``[?value]``. A text is an expression when it begins with ``[`` and ends with ``]``; ``[[`` stands for ``[``.
"""

import functools

from headgate.audit.arm.errors import BrokenExpressionError
from headgate.audit.arm.syntax import Call, Literal, Member, Node
from headgate.audit.arm.tokens import Token, tokens

DEPTH_MAX = 100
"""Of brackets inside each other."""
DIGITS_MAX = 20
"""ARM's numbers have 64 bits."""
LENGTH_MAX = 24_576
"""Characters (Microsoft Learn: template limits); Bicep writes ones longer than people do."""
_WORDS = {"true": True, "false": False, "null": None}


def is_expression(text: str) -> bool:
    """Whether a text is computed rather than meant."""
    return text.startswith("[") and text.endswith("]") and not text.startswith("[[")


@functools.lru_cache(maxsize=20_000)
def parse(text: str) -> Node:
    """Read an expression with its outer brackets; raises ``BrokenExpressionError`` naming the place."""
    inner = text[1:-1]
    if len(inner) > LENGTH_MAX * 4:
        raise BrokenExpressionError(f"an expression of {len(inner)} characters; ARM takes {LENGTH_MAX}")
    reader = _Reader(tokens(inner))
    node = reader.value()
    reader.expect("end", "")
    return node


class _Reader:
    """Reads words in order."""

    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._next = 0
        self._depth = 0

    def value(self) -> Node:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise BrokenExpressionError(f"more than {DEPTH_MAX} brackets inside each other")
        node = self._steps(self._start())
        self._depth -= 1
        return node

    def expect(self, kind: str, text: str) -> None:
        if not self._take(kind, text):
            word = self._words[self._next]
            wanted = f"{text!r}" if text else "the end"
            raise BrokenExpressionError(
                f"at character {word.at + 1}: {word.text or 'the end'!r} where {wanted} was expected"
            )

    def _take(self, kind: str, text: str) -> bool:
        word = self._words[self._next]
        if word.kind == kind and word.text == text:
            self._next += kind != "end"
            return True
        return False

    def _word(self) -> Token:
        word = self._words[self._next]
        self._next += word.kind != "end"
        return word

    def _start(self) -> Node:
        word = self._word()
        if word.kind == "text":
            return Literal(word.text)
        if word.kind == "number":
            if len(word.text) > DIGITS_MAX:
                raise BrokenExpressionError(f"at character {word.at + 1}: a number of {len(word.text)} digits")
            return Literal(int(word.text))
        if word.kind != "name":
            raise BrokenExpressionError(
                f"at character {word.at + 1}: {word.text or 'the end'!r} where a value was expected"
            )
        name = word.text
        if self._words[self._next].text == "." and self._words[self._next + 1].kind == "name":
            self._next += 1
            name += "." + self._word().text
        if self._take("sign", "("):
            return Call(name.lower(), self._arguments())
        if name.lower() in _WORDS:
            return Literal(_WORDS[name.lower()])
        raise BrokenExpressionError(f"at character {word.at + 1}: {name!r} is no function: '(' was expected after it")

    def _arguments(self) -> tuple[Node, ...]:
        if self._take("sign", ")"):
            return ()
        found = [self.value()]
        while self._take("sign", ","):
            found.append(self.value())
        self.expect("sign", ")")
        return tuple(found)

    def _steps(self, node: Node) -> Node:
        while True:
            if self._take("sign", "."):
                safe = self._take("sign", "?")
                word = self._word()
                if word.kind != "name":
                    raise BrokenExpressionError(f"at character {word.at + 1}: a name was expected after '.'")
                node = Member(node, Literal(word.text), safe)
            elif self._take("sign", "["):
                safe = self._take("sign", "?")
                node = Member(node, self.value(), safe)
                self.expect("sign", "]")
            else:
                return node
