"""What a single value means, given the type it is wanted as.

The setting decides, not YAML: a plain ``2024-11-20`` is text for a version and a date for an expiry; ``no`` is text
for a region. Where a reading would be a guess it is refused: ``true`` as text, ``"600"`` in quotes as a number,
``yes`` as a switch, ``010`` as a number (YAML 1.1 reads 8).
"""

import datetime
import math
import re

from msgspec import inspect as types

from headgate.config.nodes import Scalar
from headgate.config.phrases import phrase

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9_]{0,17})")
_DECIMAL = re.compile(r"[-+]?([0-9][0-9_]{0,17}(\.[0-9]{0,17})?|\.[0-9]{1,17})([eE][-+]?[0-9]{1,3})?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SWITCHES = {"true": True, "false": False}
_QUOTED_MAX = 60
"""Characters of a value quoted in a mistake."""

Value = str | int | float | bool | datetime.date


class UnfitError(Exception):
    """Why a value does not fit its type; the text never holds what a reference was filled with."""


def read_scalar(node: Scalar, wanted: types.Type) -> Value:
    """Return the value as ``wanted``; raises ``UnfitError``, and ``TypeError`` for a type no setting may have."""
    if isinstance(wanted, types.StrType):
        return _text(node, wanted)
    if isinstance(wanted, types.LiteralType):
        return _choice(node, wanted)
    if isinstance(wanted, types.BoolType):
        return _switch(node)
    if isinstance(wanted, types.IntType):
        return _whole(node, wanted)
    if isinstance(wanted, types.FloatType):
        return _number(node, wanted)
    if isinstance(wanted, types.DateType):
        return _date(node)
    raise UnfitError(f"expected {phrase(wanted)}, found a single value")


def _text(node: Scalar, wanted: types.StrType) -> str:
    if node.style == "plain" and (node.is_null or node.text.lower() in _SWITCHES):
        raise UnfitError(f"expected text, found {node.text or 'nothing'}; write it in quotes if that is meant")
    if wanted.min_length is not None and len(node.text) < wanted.min_length:
        raise UnfitError("empty" if not node.text else f"shorter than {wanted.min_length} characters")
    if wanted.max_length is not None and len(node.text) > wanted.max_length:
        raise UnfitError(f"longer than {wanted.max_length} characters")
    # Without the value: what does not match is often the secret itself, pasted where its digest belongs.
    if wanted.pattern is not None and not re.search(wanted.pattern, node.text):
        raise UnfitError(f"expected {phrase(wanted)}")
    return node.text


def _choice(node: Scalar, wanted: types.LiteralType) -> str | int:
    by_text = {str(value): value for value in wanted.values if value is not None}
    if node.text in by_text:
        return by_text[node.text]
    raise UnfitError(f"expected {phrase(wanted)}; found {_quoted(node)}")


def _switch(node: Scalar) -> bool:
    value = _SWITCHES.get(node.text.lower())
    if value is None or node.style == "quoted":
        raise UnfitError(f"expected true or false, found {_quoted(node)}")
    return value


def _whole(node: Scalar, wanted: types.IntType) -> int:
    if node.style == "quoted" or not _WHOLE.fullmatch(node.text):
        raise UnfitError(f"expected {phrase(wanted)}, found {_quoted(node)}")
    value = int(node.text.replace("_", ""))
    _check_bounds(node, value, wanted)
    return value


def _number(node: Scalar, wanted: types.FloatType) -> float:
    if node.style == "quoted" or not _DECIMAL.fullmatch(node.text):
        raise UnfitError(f"expected {phrase(wanted)}, found {_quoted(node)}")
    value = float(node.text.replace("_", ""))
    if not math.isfinite(value):
        raise UnfitError(f"expected {phrase(wanted)}, found {_quoted(node)}")
    _check_bounds(node, value, wanted)
    return value


def _check_bounds(node: Scalar, value: float, wanted: types.IntType | types.FloatType) -> None:
    fits = (
        (wanted.ge is None or value >= wanted.ge)
        and (wanted.gt is None or value > wanted.gt)
        and (wanted.le is None or value <= wanted.le)
        and (wanted.lt is None or value < wanted.lt)
    )
    if not fits:
        raise UnfitError(f"expected {phrase(wanted)}, found {_quoted(node)}")


def _date(node: Scalar) -> datetime.date:
    if not _DATE.fullmatch(node.text):
        raise UnfitError(f"expected {phrase(types.DateType())}, found {_quoted(node)}")
    try:
        return datetime.date.fromisoformat(node.text)
    except ValueError:
        raise UnfitError(f"there is no such day: {_quoted(node)}") from None


def _quoted(node: Scalar) -> str:
    """Quote a value as it is written: with references in it, not what they were filled with."""
    if node.is_null:
        return "nothing"
    written = node.written if len(node.written) <= _QUOTED_MAX else f"{node.written[:_QUOTED_MAX]}…"
    return f'"{written}"' if node.style == "quoted" else written
