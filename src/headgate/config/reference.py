"""The reference of all keys of a settings type, as Markdown tables made from the types and their docstrings."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import NODEFAULT
from msgspec import inspect as types

from headgate.config.field_docs import field_docs, struct_doc
from headgate.config.phrases import phrase

_HEAD: Final = "| key | takes | default | meaning |\n|---|---|---|---|\n"
_NAME: Final = "<name>"
"""Stands for a name that people choose."""


class Row(NamedTuple):
    """One key of the reference."""

    key: str
    takes: str
    default: str
    meaning: str


def reference(wanted: type[Any]) -> str:
    """Return the reference of a struct: first its single values, then a section for each part of it."""
    root = types.type_info(wanted)
    if not isinstance(root, types.StructType):
        raise TypeError("a reference is made of a struct")
    docs = field_docs(root.cls)
    single = [row for field in root.fields if not _has_keys(field.type) for row in _field_rows(field, docs, "")]
    text = "### Single values\n\n" + _table(single)
    for field in root.fields:
        if _has_keys(field.type):
            about, *rows = _field_rows(field, docs, "")
            text += f"\n### `{field.encode_name}`\n\n{about.meaning}\n\n" + _table(rows)
    return text


def _table(rows: list[Row]) -> str:
    lines = [f"| `{row.key}` | {row.takes} | {row.default} | {row.meaning} |\n" for row in rows]
    return _HEAD + "".join(lines)


def _field_rows(field: types.Field, docs: dict[str, str], prefix: str) -> Iterator[Row]:
    """Yield the row of a field, then those of the keys inside it."""
    key = f"{prefix}{field.encode_name}"
    yield Row(key, _cell(phrase(field.type)), _default(field), _cell(docs.get(field.name, "")))
    yield from _inner_rows(field.type, key)


def _inner_rows(wanted: types.Type, key: str) -> Iterator[Row]:
    if isinstance(wanted, types.Metadata):
        yield from _inner_rows(wanted.type, key)
    elif isinstance(wanted, types.DictType):
        if _has_keys(wanted.value_type):
            yield from _inner_rows(wanted.value_type, f"{key}.{_NAME}")
    elif isinstance(wanted, types.UnionType):
        for one in wanted.types:
            yield from _inner_rows(one, key)
    elif isinstance(wanted, types.StructType):
        if wanted.tag_field is not None:
            yield Row(f"{key}.{wanted.tag_field}", f"`{wanted.tag}`", "required", _cell(struct_doc(wanted.cls)))
        docs = field_docs(wanted.cls)
        for field in wanted.fields:
            yield from _field_rows(field, docs, f"{key}.")


def _has_keys(wanted: types.Type) -> bool:
    if isinstance(wanted, types.Metadata):
        return _has_keys(wanted.type)
    if isinstance(wanted, types.UnionType):
        return any(_has_keys(one) for one in wanted.types)
    if isinstance(wanted, types.DictType):
        return _has_keys(wanted.value_type)
    return isinstance(wanted, types.StructType)


def _default(field: types.Field) -> str:
    if field.required:
        return "required"
    if field.default is NODEFAULT:
        return "as below"
    if field.default is None:
        return "none"
    if field.default == "":
        return "empty"
    return f"`{msgspec.json.encode(field.default).decode().strip(chr(34))}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
