"""A load over time, from a CSV file: ``hours,input_tpm,output_tpm`` and, if wanted, ``cached_tpm``."""

import csv
import itertools
from pathlib import Path

from headgate.audit.plan.ptu import Load
from headgate.core.errors import HeadgateError

ROWS_MAX = 50_000
"""A month has 43,200 minutes and more."""

_NEEDED = ("hours", "input_tpm", "output_tpm")
_KNOWN = (*_NEEDED, "cached_tpm")


class BadLoadError(HeadgateError):
    """A file of loads that cannot be read; says which line, and what would be right."""


def read_loads(path: Path) -> list[Load]:
    """Return the rows of a file. Raises ``BadLoadError``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = [name.strip() for name in reader.fieldnames or ()]
            reader.fieldnames = names
            if not set(_NEEDED) <= set(names) or not set(names) <= set(_KNOWN):
                raise BadLoadError(f"{path}: line 1: expected the columns {', '.join(_NEEDED)}, and perhaps cached_tpm")
            rows = list(itertools.islice(reader, ROWS_MAX + 1))
    except OSError as error:
        raise BadLoadError(f"{path}: cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadLoadError(f"{path}: is no CSV: {error}") from None
    if not rows or len(rows) > ROWS_MAX:
        raise BadLoadError(f"{path}: expected between 1 and {ROWS_MAX} rows")
    return [_load(row, f"{path}: line {number}") for number, row in enumerate(rows, 2)]


def _load(row: dict[str, str], where: str) -> Load:
    try:
        values = {name: float(row.get(name) or 0) for name in _KNOWN}
    except (TypeError, ValueError):
        raise BadLoadError(f"{where}: expected numbers") from None
    load = Load(**values)
    if not all(0 <= value < 1e15 for value in values.values()) or load.cached_tpm > load.input_tpm or not load.hours:
        raise BadLoadError(f"{where}: expected hours over 0, tokens of 0 or more, and no more cached than input tokens")
    return load
