"""Layering: a file for an environment laid over the base file.

Mappings are merged key by key; lists and single values are replaced as a whole; ``null`` takes away what the layer
below wrote, so that the default holds again. Every value keeps the mark of the layer that wrote it.
"""

import re
from pathlib import Path

from headgate.config.nodes import Entry, Mapping, Scalar

_ENVIRONMENT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def environment_file(path: Path, environment: str) -> Path:
    """Return the file laid over ``path``: ``headgate.prod.yaml`` for ``headgate.yaml`` and ``prod``.

    Raises ``ValueError`` for a name that is not letters, digits, ``-`` and ``_``: it becomes part of a path.
    """
    if not _ENVIRONMENT_NAME.fullmatch(environment):
        raise ValueError(f"{environment!r} cannot name an environment: use letters, digits, - and _")
    return path.with_name(f"{path.stem}.{environment}{path.suffix}")


def lay_over(base: Mapping, upper: Mapping) -> Mapping:
    """Return ``base`` with ``upper`` laid over it.

    A ``null`` for a key that ``base`` does not have stays, so that validation can tell a misspelt key.
    """
    entries = dict(base.entries)
    for name, entry in upper.entries.items():
        below = entries.get(name)
        if below is None:
            entries[name] = entry
        elif isinstance(entry.value, Scalar) and entry.value.is_null:
            del entries[name]
        elif isinstance(below.value, Mapping) and isinstance(entry.value, Mapping):
            entries[name] = Entry(mark=below.mark, value=lay_over(below.value, entry.value))
        else:
            entries[name] = entry
    return Mapping(entries=entries, mark=base.mark)
