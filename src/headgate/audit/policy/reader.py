"""Reads a policy as API Management does: XML in which expressions need no escaping.

A reader of plain XML refuses most real policies: ``condition="@(context.Variables["a"] == "b" && x < 3)"``. This one
finds the end of an expression by reading it as C#. It has no entities but XML's own five and numbers, takes no document
type, and counts what it makes, so that no input can make it grow or hang.
"""

import re
from functools import lru_cache

from headgate.audit.policy.csharp import expression_end
from headgate.audit.policy.node import Attribute, Node
from headgate.core.errors import HeadgateError

TEXT_MAX = 1_048_576
"""Characters. Microsoft Learn: a policy document may have 256 KiB; comments of samples go beyond."""
DEPTH_MAX = 64
HEAD_MAX = 65_536
"""Characters in which the root element has to begin."""
NODES_MAX = 20_000
RESCUES_MAX = 16
"""Expressions that may end at the next quote because they do not end as C#."""

_NAME = re.compile(r"[A-Za-z_][\w.:-]*")
_SPACE = re.compile(r"\s*")
_ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot|apos));")
_KNOWN = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ROOT = re.compile(r"<(policies|fragment)[\s/>]")
_BEFORE = (("<!--", "-->"), ("<?", "?>"), ("<!", ">"))
"""What may stand before the root, and how it ends; a document type too, so that it is refused and not passed over."""
_EXPRESSION = re.compile(r"\s*@[({]")


class PolicySyntaxError(HeadgateError):
    """A policy that API Management would refuse; the message names the line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


def root_name(text: str) -> str | None:
    """Return ``policies`` or ``fragment`` when a text begins like a policy document; None otherwise."""
    head = text[:HEAD_MAX].removeprefix("\ufeff")
    place = 0
    while True:
        blank = _SPACE.match(head, place)
        place = place if blank is None else blank.end()
        end = next((end for start, end in _BEFORE if head.startswith(start, place)), None)
        if end is None:
            found = _ROOT.match(head, place)
            return None if found is None else found.group(1)
        if end == ">" and 0 <= head.find("[", place) < head.find(">", place):
            end = "]>"
        closing = head.find(end, place)
        if closing < 0:
            return None
        place = closing + len(end)


@lru_cache(maxsize=256)
def read_policy(text: str) -> Node:
    """Return the root of a policy. Raises ``PolicySyntaxError``."""
    return _Reader(text).document()


def unescaped(text: str) -> str:
    """Replace the entities of XML."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return _KNOWN[name]
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else found.group()


class _Reader:
    """One pass over the text; elements under construction stand on a stack."""

    def __init__(self, text: str) -> None:
        self.text = text.removeprefix("\ufeff")
        self.place = 0
        self.nodes = 0
        self.rescues = 0
        self.counted = 0
        self.lines = 1

    def document(self) -> Node:
        if len(self.text) > TEXT_MAX:
            raise PolicySyntaxError(1, f"the policy has {len(self.text)} characters; at most {TEXT_MAX} are read")
        top = _Open("", 1)
        stack = [top]
        while self.place < len(self.text):
            self.step(stack)
        if len(stack) > 1:
            raise PolicySyntaxError(stack[-1].line, f"<{stack[-1].name}> is never closed")
        if len(top.children) != 1 or "".join(top.texts).strip():
            raise PolicySyntaxError(1, "a policy has one root element, <policies> or <fragment>, and nothing beside it")
        return top.children[0]

    def step(self, stack: list["_Open"]) -> None:
        """Take one piece: a comment, a tag, or text."""
        text, place = self.text, self.place
        if text.startswith("<!--", place):
            self.place = self.after("-->", place + 4, "a comment")
        elif text.startswith("<![CDATA[", place):
            end = self.after("]]>", place + 9, "CDATA")
            stack[-1].add(text[place + 9 : end - 3], self.line(place))
            self.place = end
        elif text.startswith("<?", place):
            self.place = self.after("?>", place + 2, "a processing instruction")
        elif text.startswith("<!", place):
            raise self.error(place, "a policy has no document type or entities; API Management refuses them")
        elif text.startswith("</", place):
            self.close(stack)
        elif text[place] == "<":
            self.open(stack)
        else:
            self.characters(stack)

    def open(self, stack: list["_Open"]) -> None:
        start = self.place
        node = _Open(self.name(start + 1), self.line(start))
        self.nodes += 1
        if self.nodes > NODES_MAX or len(stack) > DEPTH_MAX:
            raise self.error(start, f"a policy has at most {NODES_MAX} elements, {DEPTH_MAX} inside each other")
        self.place = start + 1 + len(node.name)
        while True:
            self.place = self.skip(self.place)
            if self.text.startswith("/>", self.place):
                self.place += 2
                stack[-1].children.append(node.finished())
                return
            if self.text.startswith(">", self.place):
                self.place += 1
                stack.append(node)
                return
            self.attribute(node)

    def attribute(self, node: "_Open") -> None:
        start = self.place
        name = self.name(start)
        equals = self.skip(start + len(name))
        opening = self.skip(equals + 1)
        quote = self.text[opening : opening + 1]
        if self.text[equals : equals + 1] != "=" or quote not in {'"', "'"}:
            raise self.error(start, f'after {name} of <{node.name}> stands no ="…"')
        if name in node.attributes:
            raise self.error(start, f"<{node.name}> has {name} twice")
        end = self.value_end(opening + 1, quote, f"{name} of <{node.name}>")
        node.attributes[name] = Attribute(unescaped(self.text[opening + 1 : end]), self.line(opening))
        self.place = end + 1

    def value_end(self, start: int, quote: str, what: str) -> int:
        """Return the place of the quote that ends a value."""
        expression = _EXPRESSION.match(self.text, start)
        if expression is not None:
            end = expression_end(self.text, expression.end() - 2)
            closing = None if end is None else self.skip(end)
            if closing is not None and self.text.startswith(quote, closing):
                return closing
            self.rescue(start)
        closing = self.text.find(quote, start)
        if closing < 0:
            raise self.error(start, f"the value of {what} has no end")
        return closing

    def characters(self, stack: list["_Open"]) -> None:
        """Take text up to the next tag; an expression at its beginning is taken whole, angle brackets and all."""
        start = self.place
        expression = None if "".join(stack[-1].texts).strip() else _EXPRESSION.match(self.text, start)
        end = None
        if expression is not None:
            end = expression_end(self.text, expression.end() - 2)
            if end is None:
                self.rescue(start)
        if end is None:
            found = self.text.find("<", start)
            end = len(self.text) if found < 0 else found
        piece = self.text[start:end]
        blank = len(piece) - len(piece.lstrip())
        stack[-1].add(unescaped(piece), self.line(start + blank))
        self.place = end

    def close(self, stack: list["_Open"]) -> None:
        start = self.place
        name = self.name(start + 2)
        if len(stack) == 1:
            raise self.error(start, f"</{name}> closes nothing")
        node = stack.pop()
        if node.name != name:
            raise self.error(start, f"</{name}> stands where </{node.name}> of line {node.line} should")
        self.place = self.skip(start + 2 + len(name))
        if not self.text.startswith(">", self.place):
            raise self.error(start, f"</{name} has no end")
        self.place += 1
        stack[-1].children.append(node.finished())

    def rescue(self, place: int) -> None:
        self.rescues += 1
        if self.rescues > RESCUES_MAX:
            raise self.error(place, "too many expressions have no end")

    def name(self, place: int) -> str:
        found = _NAME.match(self.text, place)
        if found is None:
            shown = self.text[place : place + 12].split("\n")[0]
            raise self.error(place, f"a name should stand where {shown!r} stands")
        return found.group()

    def after(self, end: str, start: int, what: str) -> int:
        found = self.text.find(end, start)
        if found < 0:
            raise self.error(start, f"{what} has no end")
        return found + len(end)

    def skip(self, place: int) -> int:
        found = _SPACE.match(self.text, place)
        return place if found is None else found.end()

    def line(self, place: int) -> int:
        """Return the line of a place; asked in rising order, so that the text is counted once."""
        if place < self.counted:
            return self.text.count("\n", 0, place) + 1
        self.lines += self.text.count("\n", self.counted, place)
        self.counted = place
        return self.lines

    def error(self, place: int, reason: str) -> PolicySyntaxError:
        return PolicySyntaxError(self.text.count("\n", 0, place) + 1, reason)


class _Open:
    """An element whose end has not come yet."""

    def __init__(self, name: str, line: int) -> None:
        self.name = name
        self.line = line
        self.attributes: dict[str, Attribute] = {}
        self.children: list[Node] = []
        self.texts: list[str] = []
        self.text_line = 0

    def add(self, text: str, line: int) -> None:
        if not self.text_line and text.strip():
            self.text_line = line
        self.texts.append(text)

    def finished(self) -> Node:
        return Node(
            name=self.name,
            line=self.line,
            attributes=self.attributes,
            children=tuple(self.children),
            text="".join(self.texts).strip(),
            text_line=self.text_line,
        )
