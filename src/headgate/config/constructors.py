"""What only a struct's own constructor can tell: that two of its values do not go together."""

from collections.abc import Iterator

import msgspec
from msgspec import inspect as types

from headgate.config.nodes import KeyPath
from headgate.config.validate import Tree


def unfit(tree: Tree, wanted: types.Type, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield where a constructor refuses its values and what it says; of structs within each other, the inner ones.

    ``tree`` holds against the types already. ``msgspec.convert`` alone would stop at the first, and not name the key.
    """
    if isinstance(wanted, types.Metadata):
        yield from unfit(tree, wanted.type, path)
    elif isinstance(wanted, types.UnionType):
        yield from unfit(tree, _chosen(tree, wanted), path)
    elif isinstance(wanted, types.DictType) and isinstance(tree, dict):
        for name, value in tree.items():
            yield from unfit(value, wanted.value_type, (*path, name))
    elif isinstance(wanted, types.ListType) and isinstance(tree, list):
        for index, item in enumerate(tree):
            yield from unfit(item, wanted.item_type, (*path, index))
    elif isinstance(wanted, types.StructType) and isinstance(tree, dict):
        yield from _unfit_struct(tree, wanted, path)


def _unfit_struct(tree: dict[str, Tree], wanted: types.StructType, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    fields = {field.encode_name: field.type for field in wanted.fields}
    inside = [
        found for name, value in tree.items() if name in fields for found in unfit(value, fields[name], (*path, name))
    ]
    if inside:
        yield from inside
        return
    try:
        msgspec.convert(tree, wanted.cls)
    except msgspec.ValidationError as error:
        yield path, str(error)


def _chosen(tree: Tree, wanted: types.UnionType) -> types.Type:
    """Return the struct that a tag chooses, or the one alternative of the value's shape."""
    plain = [one.type if isinstance(one, types.Metadata) else one for one in wanted.types]
    return next((one for one in plain if _is_meant(tree, one)), plain[0])


def _is_meant(tree: Tree, one: types.Type) -> bool:
    if isinstance(one, types.StructType):
        return isinstance(tree, dict) and (one.tag_field is None or tree.get(one.tag_field) == one.tag)
    if isinstance(one, types.DictType):
        return isinstance(tree, dict)
    return isinstance(one, types.ListType) and isinstance(tree, list)
