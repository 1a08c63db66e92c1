"""Values that only a deployment can know, but which are the same value wherever the same expression stands.

An account and the private endpoint that names it often share a name nobody can compute yet: ``[format('oai-{0}',
parameters('env'))]``. The stand-in, ``oai-{env}``, keeps them one thing without pretending to know the name.
"""

import hashlib
import re
from collections.abc import Iterable

from msgspec import field

from headgate.audit.graph.value import Unknown, Value

STAND_IN_MAX = 240
"""Characters; a longer one is cut and made distinct by its hash."""


HASH = "#"
"""Begins what is in braces when it is made by a hash: letters and digits that mean nothing, whatever was hashed."""

_BRACED = re.compile(r"\{[^{}]*\}")


class Opaque(Unknown, frozen=True, eq=False):
    """An unknown value with a text that stands for it in names and ids."""

    stand_in: str = ""
    """What is unknown is in braces: ``oai-{env}``."""
    members: dict[str, Value] = field(default_factory=dict)
    """What of it the template declares, though the rest is known only once deployed."""


def opaque(reason: str, stand_in: str, *, filled: bool = False, members: dict[str, Value] | None = None) -> Opaque:
    """Make an unknown value; the stand-in is bounded, and no slash is in its braces: they are one part of a name."""
    if "/" in stand_in and "{" in stand_in:
        stand_in = _BRACED.sub(lambda match: match.group().replace("/", "|"), stand_in)
    return Opaque(reason, filled, stand_in=bounded(stand_in), members=members or {})


def bounded(text: str) -> str:
    """Cut a long text, keeping it distinct."""
    if len(text) <= STAND_IN_MAX:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{text[: STAND_IN_MAX - 12]}~{digest}}}"


def is_filled(value: Value) -> bool:
    """Whether a value, known or not, is certainly neither null nor empty."""
    return value.filled if isinstance(value, Unknown) else value is not None and value not in ("", [], {})


def text_of(value: Value, depth: int = 3) -> str:
    """Render a value inside a stand-in: known ones as they are, unknown ones by their own stand-in."""
    if isinstance(value, Opaque):
        return value.stand_in
    if isinstance(value, Unknown):
        return f"{{{value.reason}}}"
    if isinstance(value, str):
        return value if len(value) <= STAND_IN_MAX else bounded(value)
    if isinstance(value, bool | int | float) or value is None:
        return str(value)
    if depth == 0:
        return "…"
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    return ",".join(f"{key}:{text_of(item, depth - 1)}" for (key, item), _ in zip(inner, range(8), strict=False))


def call_of(name: str, arguments: Iterable[Value]) -> str:
    """Render a call that cannot be computed as a stand-in."""
    inner = ",".join(text_of(argument) for argument in arguments).replace("/", "|").replace("{", "").replace("}", "")
    return bounded(f"{{{name}({inner})}}")


def closed(text: str) -> str:
    """Close a brace that was cut off, so that what is unknown stays visible."""
    return text + "}" if text.count("{") > text.count("}") else text
