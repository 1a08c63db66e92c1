"""C# conditions as trees: the part of the language that conditions of policies are written in.

What it does not know becomes ``Opaque``; whoever evaluates a tree takes that for *could be anything*.
"""

import re
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from headgate.audit.policy.csharp import inside

LENGTH_MAX = 4_000
DEPTH_MAX = 40


class Literal(Struct, frozen=True):
    """A text, number, boolean or null."""

    value: str | int | float | bool | None


class Name(Struct, frozen=True):
    """An identifier at the beginning of a path, or of a type: ``context``, ``string``."""

    name: str


class Member(Struct, frozen=True):
    """``base.name``; ``safe`` for ``?.``."""

    base: "Tree"
    name: str
    safe: bool = False


class Call(Struct, frozen=True):
    """``target(arguments)``; type arguments are left out."""

    target: "Tree"
    arguments: tuple["Tree", ...]


class Index(Struct, frozen=True):
    """``base[key]``."""

    base: "Tree"
    key: "Tree"


class Cast(Struct, frozen=True):
    """``(type)value``."""

    type: str
    value: "Tree"


class Unary(Struct, frozen=True):
    """``!value`` or ``-value``."""

    operator: str
    value: "Tree"


class Binary(Struct, frozen=True):
    """Two operands."""

    operator: str
    left: "Tree"
    right: "Tree"


class Choice(Struct, frozen=True):
    """``condition ? yes : no``."""

    condition: "Tree"
    yes: "Tree"
    no: "Tree"


class Items(Struct, frozen=True):
    """``new [] { … }`` and ``new List<int> { … }``."""

    items: tuple["Tree", ...]


class Opaque(Struct, frozen=True):
    """What is not understood."""


Tree: TypeAlias = Literal | Name | Member | Call | Index | Cast | Unary | Binary | Choice | Items | Opaque

_TOKENS = re.compile(
    r"""\s*(?: (?P<text> [@$]{0,2}"(?:[^"\\]|\\.)*" ) | (?P<char> '(?:\\.|[^'\\])' )
    | (?P<number> \d+(?:\.\d+)?[mMfFdDlLuU]* ) | (?P<word> [A-Za-z_]\w* )
    | (?P<sign> \?\? | \?\. | \?(?=\[) | && | \|\| | == | != | <= | >= | => | [-+*/%<>!?:.,()\[\]{};=&|] ) )""",
    re.VERBOSE | re.DOTALL,
)
_LEVELS = (("??",), ("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
_TYPE = re.compile(r"\(\s*([A-Za-z_][\w.]*(?:<[\w., ]+>)?(?:\[\])?\??)\s*\)(?=\s*[A-Za-z_(\"@$])")
_GENERIC = re.compile(r"\s*<[\w\s.,<>\[\]?]{1,80}>(?=\s*[({\[])")
_RETURN_ONLY = re.compile(r"\s*return\s+(.*?);\s*", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)")


class _NotUnderstoodError(Exception):
    pass


@lru_cache(maxsize=2048)
def parse(expression: str) -> Tree:
    """Return the tree of an expression as it stands in a policy, ``@(…)`` or ``@{ return …; }``."""
    body = inside(expression)
    if len(body) > LENGTH_MAX:
        return Opaque()
    if expression.strip().startswith("@{"):
        only = _RETURN_ONLY.fullmatch(body)
        if only is None or ";" in re.sub(r'"(?:[^"\\]|\\.)*"', "", only.group(1)):
            return Opaque()
        body = only.group(1)
    try:
        return _Parser(body).whole()
    except _NotUnderstoodError:
        return Opaque()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.depth = 0

    def whole(self) -> Tree:
        tree = self.choice()
        if self.text[self.place :].strip():
            raise _NotUnderstoodError
        return tree

    def peek(self) -> tuple[str, str]:
        """Return kind and text of the next token; two empty texts at the end."""
        found = _TOKENS.match(self.text, self.place)
        if found is None:
            if self.text[self.place :].strip():
                raise _NotUnderstoodError
            return "", ""
        kind = str(found.lastgroup)
        return kind, found.group(kind)

    def take(self) -> tuple[str, str]:
        token = self.peek()
        found = _TOKENS.match(self.text, self.place)
        self.place = len(self.text) if found is None else found.end()
        return token

    def accept(self, *signs: str) -> str | None:
        kind, text = self.peek()
        if kind == "sign" and text in signs:
            self.take()
            return text
        return None

    def expect(self, sign: str) -> None:
        if self.accept(sign) is None:
            raise _NotUnderstoodError

    def choice(self) -> Tree:
        self.depth += 1
        if self.depth > DEPTH_MAX:
            raise _NotUnderstoodError
        tree = self.binary(0)
        if self.accept("?"):
            yes = self.choice()
            self.expect(":")
            tree = Choice(tree, yes, self.choice())
        self.depth -= 1
        return tree

    def binary(self, level: int) -> Tree:
        if level == len(_LEVELS):
            return self.unary()
        tree = self.binary(level + 1)
        while (sign := self.accept(*_LEVELS[level])) is not None:
            tree = Binary(sign, tree, self.binary(level + 1))
        return tree

    def unary(self) -> Tree:
        sign = self.accept("!", "-")
        if sign is not None:
            return Unary(sign, self.unary())
        cast = _TYPE.match(self.text, self.skipped())
        if cast is not None:
            self.place = cast.end()
            return Cast(cast.group(1), self.unary())
        return self.postfix(self.primary())

    def skipped(self) -> int:
        place = self.place
        while place < len(self.text) and self.text[place].isspace():
            place += 1
        return place

    def primary(self) -> Tree:
        kind, text = self.take()
        if kind == "text":
            return Opaque() if text.startswith("$") else Literal(_plain(text))
        if kind == "char":
            return Literal(_ESCAPE.sub(r"\1", text[1:-1]))
        if kind == "number":
            return Literal(float(text.rstrip("mMfFdDlLuU")) if "." in text else int(text.rstrip("mMfFdDlLuU")))
        if (kind, text) == ("sign", "("):
            tree = self.choice()
            self.expect(")")
            return tree
        if kind != "word":
            raise _NotUnderstoodError
        if text in {"true", "false", "null"}:
            return Literal({"true": True, "false": False, "null": None}[text])
        return self.made() if text == "new" else Name(text)

    def made(self) -> Tree:
        """Read what follows ``new``."""
        found = re.compile(r"\s*[\w.]*(?:<[\w., ]+>)?(?:\s*\[\s*\]|\s*\(\s*\))?\s*\{").match(self.text, self.place)
        if found is None:
            raise _NotUnderstoodError
        self.place = found.end()
        items: list[Tree] = []
        while not self.accept("}"):
            items.append(self.choice())
            if not self.accept(","):
                self.expect("}")
                break
        return Items(tuple(items))

    def postfix(self, tree: Tree) -> Tree:
        while True:
            sign = self.accept(".", "?.", "(", "[", "?")
            if sign in {".", "?."}:
                kind, name = self.take()
                if kind != "word":
                    raise _NotUnderstoodError
                tree = Member(tree, name, safe=sign == "?.")
                generic = _GENERIC.match(self.text, self.place)
                self.place = self.place if generic is None else generic.end()
            elif sign == "(":
                tree = Call(tree, self.arguments(")"))
            elif sign == "[":
                keys = self.arguments("]")
                tree = Index(tree, keys[0]) if len(keys) == 1 else Opaque()
            elif sign == "?":
                if self.text[self.place : self.place + 1] == "[":
                    continue
                self.place = self.text.rindex("?", 0, self.place)
                return tree
            else:
                return tree

    def arguments(self, end: str) -> tuple[Tree, ...]:
        found: list[Tree] = []
        while not self.accept(end):
            named = re.compile(r"\s*[A-Za-z_]\w*\s*:(?!:)").match(self.text, self.place)
            self.place = self.place if named is None else named.end()
            found.append(self.choice())
            if not self.accept(","):
                self.expect(end)
                break
        return tuple(found)


def _plain(text: str) -> str:
    if text.startswith("@"):
        return text[2:-1].replace('""', '"')
    return _ESCAPE.sub(r"\1", text[1:-1])
