"""One element of a policy."""

from collections.abc import Iterator, Mapping

from msgspec import Struct


class Attribute(Struct, frozen=True):
    """What stands in the quotes of an attribute, entities read."""

    value: str
    line: int
    """Where the value begins, from 1."""


class Node(Struct, frozen=True, eq=False):
    """An element: its name, attributes, children and text. Comments are left out."""

    name: str
    """As written; APIM's own policies are lower case."""
    line: int
    """Of the opening bracket, from 1."""
    attributes: Mapping[str, Attribute] = {}
    children: tuple["Node", ...] = ()
    text: str = ""
    """All text between the tags of this element, without that of its children, trimmed."""
    text_line: int = 0
    """Where the text begins; 0 when there is none."""

    def get(self, attribute: str, default: str = "") -> str:
        """Return the value of an attribute, trimmed."""
        found = self.attributes.get(attribute)
        return default if found is None else found.value.strip()

    def child(self, name: str) -> "Node | None":
        """Return the first child of a name."""
        return next((one for one in self.children if one.name == name), None)

    def all(self, *names: str) -> "Iterator[Node]":
        """Yield the elements of these names below this one, in the order of the text; all without names."""
        for one in self.children:
            if not names or one.name in names:
                yield one
            yield from one.all(*names)

    def expressions(self) -> Iterator[tuple[str, int]]:
        """Yield the C# expressions of this element alone, each with its line: of attributes, then of the text."""
        for attribute in self.attributes.values():
            if is_expression(attribute.value):
                yield attribute.value, attribute.line
        if is_expression(self.text):
            yield self.text, self.text_line


def is_expression(text: str) -> bool:
    """Whether a value is computed: APIM takes ``@(…)`` and ``@{…}`` for C#."""
    return text.lstrip().startswith(("@(", "@{"))
