"""Functions on texts."""

import base64
import binascii
import json
import re
import urllib.parse

from headgate.audit.arm.budget import TEXT_MAX
from headgate.audit.arm.errors import ExpressionError
from headgate.audit.arm.functions.checked import items, kind_of, number, text
from headgate.audit.arm.functions.function import MANY, Function
from headgate.audit.graph.value import Value

_PLACE = re.compile(r"\{\{|\}\}|\{(\d{1,4})(?:,(-?\d{1,4}))?(?::([^{}]*))?\}")


def shown(value: Value) -> str:
    """Render a value as ``string`` and ``format`` do."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "True" if value else "False"
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=_refuse)


def _refuse(value: object) -> None:
    bool(value)  # An unknown value refuses to be asked, with its reason.


def concat(*values: Value) -> Value:
    """Join texts, or lists."""
    if values and all(isinstance(value, list) for value in values):
        return [item for value in values for item in items(value)]
    return _bounded("".join(shown(value) for value in values))


def _bounded(value: str) -> str:
    if len(value) > TEXT_MAX:
        raise ExpressionError(f"a text of more than {TEXT_MAX} characters")
    return value


def form(pattern: Value, *values: Value) -> Value:
    """Fill a .NET composite format; number formats other than digits with leading zeros are ignored."""

    def fill(match: re.Match[str]) -> str:
        if match.group(1) is None:
            return match.group()[0]
        place = int(match.group(1))
        if place >= len(values):
            raise ExpressionError(f"the format names value {place}, but only {len(values)} are given")
        value, spec = values[place], match.group(3) or ""
        filled = _number_form(value, spec) if isinstance(value, int) and not isinstance(value, bool) else shown(value)
        width = int(match.group(2) or 0)
        return filled.ljust(-width) if width < 0 else filled.rjust(width)

    return _bounded(_PLACE.sub(fill, text(pattern)))


def _number_form(value: int, spec: str) -> str:
    if re.fullmatch(r"0{1,20}", spec):
        return str(value).zfill(len(spec))
    match = re.fullmatch(r"([dDxX])(\d{0,2})", spec)
    if match is None:
        return str(value)
    digits = str(value) if match.group(1) in "dD" else f"{value:{match.group(1)}}"
    return digits.zfill(int(match.group(2) or 0))


def _substring(value: Value, start: Value, length: Value = None) -> Value:
    whole, first = text(value), number(start)
    last = len(whole) if length is None else first + number(length)
    if not 0 <= first <= last <= len(whole):
        raise ExpressionError(f"characters {first} to {last} do not lie within a text of {len(whole)}")
    return whole[first:last]


def _pad(value: Value, length: Value, filling: Value = " ") -> Value:
    width = number(length)
    if width > TEXT_MAX:
        raise ExpressionError(f"a text of more than {TEXT_MAX} characters")
    return shown(value).rjust(width, text(filling)[:1] or " ")


def _split(value: Value, separators: Value) -> Value:
    found = [text(part) for part in (separators if isinstance(separators, list) else [separators])]
    usable = [re.escape(part) for part in found if part]
    return list(re.split("|".join(usable), text(value))) if usable else [text(value)]


def _decoded(value: Value) -> str:
    try:
        return base64.b64decode(text(value), validate=True).decode()
    except (binascii.Error, ValueError):
        raise ExpressionError("the text is not valid base64 of UTF-8") from None


def parsed(value: Value) -> Value:
    """Read JSON as ``json`` does."""
    try:
        found: Value = json.loads(text(value), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ExpressionError("the text is not valid JSON") from None
    return found


def _no_number(_name: str) -> None:
    """Read NaN and the infinities, which JSON does not have, as nothing."""


def _encoded(value: Value) -> str:
    return base64.b64encode(shown(value).encode()).decode()


def _data_uri(value: Value) -> Value:
    return f"data:text/plain;charset=utf8;base64,{_encoded(value)}"


def _from_data_uri(value: Value) -> Value:
    head, found, body = text(value).partition(",")
    if not found or not head.lower().startswith("data:"):
        raise ExpressionError("the text is no data URI")
    return _decoded(body) if head.lower().endswith(";base64") else urllib.parse.unquote(body)


def _fail(*values: Value) -> Value:
    raise ExpressionError(f"the template stops itself: {shown(values[0]) if values else 'fail()'}")


def _length(value: Value) -> int:
    if isinstance(value, str | list | dict):
        return len(value)
    raise ExpressionError(f"a value of type {kind_of(value)} has no length")


FUNCTIONS = {
    "concat": Function(concat, 1, MANY, textual=True),
    "format": Function(form, 1, MANY, textual=True),
    "string": Function(shown, 1, 1, textual=True),
    "tolower": Function(lambda value: text(value).lower(), 1, 1, textual=True),
    "toupper": Function(lambda value: text(value).upper(), 1, 1, textual=True),
    "trim": Function(lambda value: text(value).strip(), 1, 1, textual=True),
    "substring": Function(_substring, 2, 3, textual=True),
    "replace": Function(lambda value, old, new: text(value).replace(text(old), text(new)), 3, 3, textual=True),
    "padleft": Function(_pad, 2, 3, textual=True),
    "startswith": Function(lambda value, start: text(value).lower().startswith(text(start).lower()), 2, 2),
    "endswith": Function(lambda value, end: text(value).lower().endswith(text(end).lower()), 2, 2),
    "split": Function(_split, 2, 2),
    "join": Function(lambda values, between: text(between).join(shown(value) for value in items(values)), 2, 2),
    "base64": Function(_encoded, 1, 1),
    "base64tostring": Function(_decoded, 1, 1),
    "base64tojson": Function(lambda value: parsed(_decoded(value)), 1, 1),
    "datauri": Function(_data_uri, 1, 1),
    "datauritostring": Function(_from_data_uri, 1, 1),
    "uri": Function(lambda base, part: urllib.parse.urljoin(text(base), text(part)), 2, 2, textual=True),
    "uricomponent": Function(lambda value: urllib.parse.quote(text(value), safe="~()*!.'-_"), 1, 1, textual=True),
    "uricomponenttostring": Function(lambda value: urllib.parse.unquote(text(value)), 1, 1, textual=True),
    "json": Function(parsed, 1, 1),
    "fail": Function(_fail, 0, 1),
    "length": Function(_length, 1, 1),
}
