"""The JSON Schema (draft 2020-12) of a settings type, for editors that complete and check while one types."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect as types

from headgate.config.field_docs import field_docs, struct_doc

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(wanted: type[Any], *, title: str) -> dict[str, Any]:
    """Return the schema of a struct and of all in it, each field with its documentation."""
    (reference,), definitions = msgspec.json.schema_components([wanted], ref_template="#/$defs/{name}")
    for struct in structs_in(types.type_info(wanted)):
        definition = definitions[struct.__name__]
        definition["description"] = struct_doc(struct)
        docs = field_docs(struct)
        for name, written in zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True):
            if name in docs:
                definition["properties"][written]["description"] = docs[name]
    return {"$schema": DIALECT, "title": title, **reference, "$defs": definitions}


def structs_in(wanted: types.Type) -> list[type[Any]]:
    """Return every struct class that a type is made of, each once."""
    return list(dict.fromkeys(_walk(wanted)))


def _walk(wanted: types.Type) -> Iterator[type[Any]]:
    if isinstance(wanted, types.Metadata):
        yield from _walk(wanted.type)
    elif isinstance(wanted, types.StructType):
        yield wanted.cls
        for field in wanted.fields:
            yield from _walk(field.type)
    elif isinstance(wanted, types.DictType):
        yield from _walk(wanted.value_type)
    elif isinstance(wanted, types.ListType):
        yield from _walk(wanted.item_type)
    elif isinstance(wanted, types.UnionType):
        for one in wanted.types:
            yield from _walk(one)
