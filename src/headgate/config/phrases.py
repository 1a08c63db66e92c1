"""Types in words: for mistakes and for the reference of keys."""

from msgspec import inspect as types


def phrase(wanted: types.Type) -> str:
    """Say what a type takes: ``a whole number of at least 1``, ``one of high, low``, ``a mapping of names``."""
    if isinstance(wanted, types.Metadata):
        return phrase(wanted.type)
    if isinstance(wanted, types.UnionType):
        return " or ".join(dict.fromkeys(phrase(one) for one in wanted.types if not isinstance(one, types.NoneType)))
    if isinstance(wanted, types.LiteralType):
        return "one of " + ", ".join(str(value) for value in wanted.values)
    if isinstance(wanted, types.ListType):
        return f"a list, each {phrase(wanted.item_type)}"
    if isinstance(wanted, types.DictType):
        return f"a mapping of names, each {phrase(wanted.value_type)}"
    if isinstance(wanted, types.StructType):
        return "a mapping"
    return _scalar_phrase(wanted)


def _scalar_phrase(wanted: types.Type) -> str:
    if isinstance(wanted, types.BoolType):
        return "true or false"
    if isinstance(wanted, types.IntType):
        return "a whole number" + bounds(wanted)
    if isinstance(wanted, types.FloatType):
        return "a number" + bounds(wanted)
    if isinstance(wanted, types.DateType):
        return "a date (2027-01-31)"
    if isinstance(wanted, types.StrType):
        return f"text that matches {wanted.pattern}" if wanted.pattern else "text"
    raise TypeError(f"settings cannot hold a {type(wanted).__name__}")


def bounds(wanted: types.IntType | types.FloatType) -> str:
    """Say the bounds of a number, beginning with a space: `` of at least 1 and at most 64``; empty without bounds."""
    words = {"at least": wanted.ge, "more than": wanted.gt, "at most": wanted.le, "less than": wanted.lt}
    parts = [f"{word} {limit:g}" for word, limit in words.items() if limit is not None]
    return f" of {' and '.join(parts)}" if parts else ""
