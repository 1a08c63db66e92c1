"""Holding a marked document against the types of the settings, and collecting every mistake on the way.

Understands ``msgspec.Struct`` types made of text, numbers, switches, dates, literals, lists, mappings by name, other
structs, optional values and unions of structs told apart by a tag. Keys that no struct knows are always mistakes.
"""

import difflib
from collections.abc import Iterable

from msgspec import NODEFAULT
from msgspec import inspect as types

from headgate.config.nodes import KeyPath, Mapping, Mark, Node, Scalar, Sequence, dotted, shape
from headgate.config.phrases import phrase
from headgate.config.scalars import UnfitError, Value, read_scalar
from headgate.core.errors import Mistake

Tree = Value | dict[str, "Tree"] | list["Tree"] | None
"""Plain values, shaped like the settings: what ``msgspec.convert`` takes."""


class Validation:
    """One walk over a document: its plain values, where each stands, and what is wrong."""

    def __init__(self, root: Mapping, wanted: types.Type) -> None:
        """Walk at once; the result is in the attributes."""
        self.mistakes: list[Mistake] = []
        self.marks: dict[KeyPath, Mark] = {(): root.mark}
        self.written: dict[KeyPath, str] = {}
        """Values as they stand in the file, where they were filled in from elsewhere."""
        self.secrets: dict[KeyPath, str] = {}
        """Values of fields marked as secret, and how: see ``marking``."""
        self.tree: Tree = self._value(root, wanted, ())

    def _value(self, node: Node, wanted: types.Type, path: KeyPath) -> Tree:
        self.marks.setdefault(path, node.mark)
        if isinstance(wanted, types.Metadata):
            if wanted.extra and "secret" in wanted.extra:
                self.secrets[path] = wanted.extra["secret"]
            return self._value(node, wanted.type, path)
        if isinstance(wanted, types.UnionType):
            return self._one_of(node, wanted.types, path)
        if isinstance(node, Scalar):
            return self._scalar(node, wanted, path)
        if isinstance(node, Sequence) and isinstance(wanted, types.ListType):
            return [self._value(item, wanted.item_type, (*path, index)) for index, item in enumerate(node.items)]
        if isinstance(node, Mapping) and isinstance(wanted, types.DictType):
            return self._by_name(node, wanted, path)
        if isinstance(node, Mapping) and isinstance(wanted, types.StructType):
            return self._struct(node, wanted, path)
        self._note(path, f"expected {phrase(wanted)}, found {shape(node)}")
        return None

    def _scalar(self, node: Scalar, wanted: types.Type, path: KeyPath) -> Tree:
        if node.style in {"filled", "unfilled"}:
            self.written[path] = node.written
        if node.style == "unfilled":
            return None
        if node.is_null and isinstance(wanted, types.DictType | types.StructType | types.ListType):
            self._note(path, f"expected {phrase(wanted)}, found nothing")
            return None
        try:
            return read_scalar(node, wanted)
        except UnfitError as error:
            self._note(path, str(error))
            return None

    def _one_of(self, node: Node, choices: Iterable[types.Type], path: KeyPath) -> Tree:
        real = [one for one in choices if not isinstance(one, types.NoneType)]
        if len(real) < len(tuple(choices)) and isinstance(node, Scalar) and node.is_null:
            return None
        structs = [one for one in real if isinstance(one, types.StructType)]
        if len(structs) > 1 and isinstance(node, Mapping):
            return self._tagged(node, structs, path)
        fitting = [one for one in real if _takes(one, node)]
        return self._value(node, fitting[0] if fitting else real[0], path)

    def _tagged(self, node: Mapping, structs: list[types.StructType], path: KeyPath) -> Tree:
        field = structs[0].tag_field
        if field is None:
            raise TypeError("a union of structs needs a tag field")
        by_tag = {str(one.tag): one for one in structs}
        known = ", ".join(by_tag)
        entry = node.entries.get(field)
        if entry is None:
            self._note_missing((*path, field), f"one of {known}")
            return None
        self.marks[(*path, field)] = entry.mark
        if isinstance(entry.value, Scalar) and entry.value.style == "unfilled":
            return None
        tag = entry.value.text if isinstance(entry.value, Scalar) else ""
        if tag not in by_tag:
            self._note((*path, field), f"expected one of {known}{_did_you_mean(tag, by_tag)}")
            return None
        return self._struct(node, by_tag[tag], path)

    def _by_name(self, node: Mapping, wanted: types.DictType, path: KeyPath) -> Tree:
        tree: dict[str, Tree] = {}
        for name, entry in node.entries.items():
            self.marks[(*path, name)] = entry.mark
            tree[name] = self._value(entry.value, wanted.value_type, (*path, name))
        return tree

    def _struct(self, node: Mapping, wanted: types.StructType, path: KeyPath) -> Tree:
        tree: dict[str, Tree] = {}
        fields = {field.encode_name: field for field in wanted.fields}
        if wanted.tag_field is not None:
            tree[wanted.tag_field] = wanted.tag
        for name, entry in node.entries.items():
            here = (*path, name)
            self.marks[here] = entry.mark
            field = fields.get(name)
            if field is not None:
                if not (_has_default(field) and isinstance(entry.value, Scalar) and entry.value.is_null):
                    tree[name] = self._value(entry.value, field.type, here)
            elif name != wanted.tag_field:
                known = [*([wanted.tag_field] if wanted.tag_field else []), *fields]
                self._note(here, f"unknown key{_did_you_mean(name, known)}; known here: {', '.join(known)}")
        for name, field in fields.items():
            if field.required and name not in node.entries:
                self._note_missing((*path, name), phrase(field.type))
        return tree

    def _note(self, path: KeyPath, message: str) -> None:
        mark = self.marks[path]
        self.mistakes.append(Mistake(mark.file, mark.line, dotted(path), message))

    def _note_missing(self, path: KeyPath, wanted: str) -> None:
        """Tell of a key that is not there, at the line of what should hold it."""
        mark = self.marks[path[:-1]]
        self.mistakes.append(Mistake(mark.file, mark.line, dotted(path), f"missing; it is {wanted}"))


def _takes(wanted: types.Type, node: Node) -> bool:
    """Whether a type takes values of this shape at all."""
    if isinstance(wanted, types.Metadata):
        return _takes(wanted.type, node)
    if isinstance(node, Mapping):
        return isinstance(wanted, types.DictType | types.StructType)
    if isinstance(node, Sequence):
        return isinstance(wanted, types.ListType)
    return not isinstance(wanted, types.DictType | types.StructType | types.ListType)


def _has_default(field: types.Field) -> bool:
    return field.default is not NODEFAULT or field.default_factory is not NODEFAULT


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""
