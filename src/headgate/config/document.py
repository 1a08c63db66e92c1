"""Reading YAML into marked nodes, within limits, and without running anything.

Works on the parser's events: no tag is acted upon, so no object is ever built from a file; depth and size are bounded
before anything recurses. Duplicate keys, tags, several documents and keys that are not names are mistakes.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import yaml

from headgate.config.nodes import Entry, KeyPath, Mapping, Mark, Node, Scalar, Sequence, Style, dotted
from headgate.core.errors import Mistake

BYTES_MAX: Final = 4 * 1024 * 1024
"""Of one file: a thousand use cases take a tenth of it."""
DEPTH_MAX: Final = 32
"""Of nesting: the settings need 6."""
NODES_MAX: Final = 200_000
"""Values with aliases written out: stops a few lines of nested aliases that would fill the memory."""

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MERGE: Final = "<<"
_QUOTES_NEEDED: Final = '; between { } or [ ] a reference needs quotes: "${…}"'


def read_document(content: bytes, file: str) -> tuple[Mapping | None, list[Mistake]]:
    """Return the document's root mapping (None if it cannot be read to its end) and the mistakes in its form.

    ``file`` is the name that marks and mistakes carry.
    """
    if len(content) > BYTES_MAX:
        return None, [Mistake(file, 0, "", f"larger than {BYTES_MAX} bytes, the limit for a configuration")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [Mistake(file, content.count(b"\n", 0, error.start) + 1, "", "not UTF-8 text")]
    reader = _Reader(text, file)
    try:
        root = reader.document()
    except _UnreadableError as error:
        return None, [*reader.mistakes, error.mistake]
    except yaml.YAMLError as error:
        return None, [*reader.mistakes, _syntax_mistake(error, text, file)]
    if isinstance(root, Mapping):
        return root, reader.mistakes
    if isinstance(root, Scalar) and root.is_null:
        return Mapping(entries={}, mark=Mark(file, 1)), reader.mistakes
    reader.mistakes.append(Mistake(file, root.mark.line, "", "expected keys and values (key: value) at the top"))
    return None, reader.mistakes


class _UnreadableError(Exception):
    """A mistake after which reading on makes no sense."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(str(mistake))
        self.mistake = mistake


class _Anchored(NamedTuple):
    """What an alias stands for, and what it adds to the limits wherever it is used."""

    node: Node
    nodes: int
    height: int


def _height(node: Node) -> int:
    if isinstance(node, Mapping):
        return 1 + max((_height(entry.value) for entry in node.entries.values()), default=0)
    if isinstance(node, Sequence):
        return 1 + max((_height(item) for item in node.items), default=0)
    return 0


class _Reader:
    """Turns the events of one file into nodes."""

    def __init__(self, text: str, file: str) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._file = file
        self._anchors: dict[str, _Anchored] = {}
        self._nodes = 0
        self.mistakes: list[Mistake] = []

    def document(self) -> Node:
        """Read the one document of the file."""
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return Scalar(text="", mark=Mark(self._file, 1), style="plain", written="")
        root = self._node(next(self._events), ())
        next(self._events)
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._note(event, (), "a second document begins here; a configuration is one")
        return root

    def _node(self, event: Any, path: KeyPath) -> Node:  # noqa: ANN401 - PyYAML's events have no common typed base
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, path)
        before = self._nodes
        self._count(1, event)
        if event.tag is not None:
            self._note(event, path, f"the tag {event.tag!r} is not supported; write the value without it")
        node: Node
        if isinstance(event, yaml.MappingStartEvent):
            node = self._mapping(event, path)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._sequence(event, path)
        else:
            style: Style = "plain" if event.implicit[0] else "quoted"
            node = Scalar(text=event.value, mark=self._mark(event), style=style, written=event.value)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(node, nodes=self._nodes - before, height=_height(node))
        return node

    def _alias(self, event: Any, path: KeyPath) -> Node:  # noqa: ANN401
        known = self._anchors.get(event.anchor)
        if known is None:
            self._note(event, path, f"*{event.anchor} refers to nothing above it")
            return Scalar(text="", mark=self._mark(event), style="plain", written="")
        self._count(known.nodes, event)
        self._check_depth(len(path) + known.height, event)
        return known.node

    def _sequence(self, start: Any, path: KeyPath) -> Sequence:  # noqa: ANN401
        self._check_depth(len(path) + 1, start)
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items))))
        return Sequence(items=items, mark=self._mark(start))

    def _mapping(self, start: Any, path: KeyPath) -> Mapping:  # noqa: ANN401
        self._check_depth(len(path) + 1, start)
        entries: dict[str, Entry] = {}
        merged: dict[str, Entry] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, path)
            name = "" if key is None else key.text
            value = self._node(next(self._events), (*path, name))
            if key is None:
                continue
            if key.style == "plain" and name == _MERGE:
                self._merge(value, merged, path)
            elif name in entries:
                first = entries[name].mark.line
                self._note(event, (*path, name), f"written twice; the first is at line {first}")
            else:
                entries[name] = Entry(mark=key.mark, value=value)
        return Mapping(entries={**merged, **entries}, mark=self._mark(start))

    def _key(self, event: Any, path: KeyPath) -> Scalar | None:  # noqa: ANN401
        node = self._node(event, path)
        if isinstance(node, Scalar) and not node.is_null:
            return node
        self._note(event, path, "a key is a name, followed by a colon")
        return None

    def _merge(self, value: Node, into: dict[str, Entry], path: KeyPath) -> None:
        """Take over the keys of ``<<: *anchor``; of several, the first wins, as YAML's merge key says."""
        sources = value.items if isinstance(value, Sequence) else [value]
        for source in sources:
            if isinstance(source, Mapping):
                into.update({name: entry for name, entry in source.entries.items() if name not in into})
            else:
                message = "<< takes over the keys of a mapping: *name, or a list of such"
                self.mistakes.append(Mistake(self._file, source.mark.line, dotted(path), message))

    def _check_depth(self, depth: int, event: Any) -> None:  # noqa: ANN401
        if depth > DEPTH_MAX:
            raise _UnreadableError(Mistake(self._file, self._mark(event).line, "", f"nested deeper than {DEPTH_MAX}"))

    def _count(self, nodes: int, event: Any) -> None:  # noqa: ANN401
        self._nodes += nodes
        if self._nodes > NODES_MAX:
            message = f"more than {NODES_MAX} values, counting what aliases repeat"
            raise _UnreadableError(Mistake(self._file, self._mark(event).line, "", message))

    def _mark(self, event: Any) -> Mark:  # noqa: ANN401
        return Mark(self._file, event.start_mark.line + 1)

    def _note(self, event: Any, path: KeyPath, message: str) -> None:  # noqa: ANN401
        self.mistakes.append(Mistake(self._file, self._mark(event).line, dotted(path), message))


def _syntax_mistake(error: yaml.YAMLError, text: str, file: str) -> Mistake:
    if isinstance(error, yaml.reader.ReaderError):
        line = text.encode()[: error.position].count(b"\n") + 1
        return Mistake(file, line, "", f"not valid YAML: {error.reason}")
    line = 0
    problem = "cannot be read"
    if isinstance(error, yaml.MarkedYAMLError):
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problem = ", ".join(part for part in (error.problem, error.context) if part)
    # The parser sees the end of the text as a line of its own; an editor does not.
    line = min(line, text.count("\n") + (not text.endswith("\n")))
    hint = _QUOTES_NEEDED if "${" in text.split("\n")[max(line - 1, 0)] else ""
    return Mistake(file, line, "", f"not valid YAML: {problem}{hint}")
