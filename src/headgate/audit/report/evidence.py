"""Evidence as reports quote it: where it stood and what it was, without secrets, and not longer than a screen."""

import re
from typing import Any

from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import MISSING, Missing, Unknown, Value, look
from headgate.audit.verdict import Quote

TEXT_MAX = 400
"""Characters of one value that are quoted."""
ITEMS_MAX = 20
"""Items of one list or object that are quoted."""
DEPTH_MAX = 6

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_SECRET_NAME = re.compile(r"(?:key\d?|secret|password|pwd|token|connectionstring|sas)$", re.IGNORECASE)
_SECRET_TEXT = re.compile(
    r"(?:AccountKey|SharedAccessKey|Password|Pwd|sig)=[^;&\s]+|://[^/\s:@]*:[^/\s@]+@|\beyJ[\w-]{10,}\.[\w-]{10,}|\bsk-[\w-]{16,}"
    r"|(?<![\w-])(?=[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{32}(?![\w-])|\b[A-Za-z0-9]{84}\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"@Microsoft\.KeyVault\(|^https?://|^\[|^\$\{|^/subscriptions/", re.IGNORECASE)
MASK = "***"


def place(quote: Quote) -> str:
    """Return where in its source a piece of evidence stands: of several declarations, in the one that says it."""
    declared = quote.subject.declarations if isinstance(quote.subject, Resource) else ()
    saying = next((one for one in declared if _at(one, quote.path) is not MISSING), quote.subject)
    return ".".join(part for part in (saying.path, quote.path) if part)


def _at(declared: Resource, path: str) -> Value | Missing:
    first, *rest = [step[1] or step[2] for step in _STEP.finditer(path)] or [""]
    if first not in Resource.__struct_fields__:
        return MISSING
    return look(getattr(declared, first), *(int(step) if step.isdigit() else step for step in rest))


def quoted(quote: Quote) -> dict[str, Any]:
    """Return a piece of evidence for a report."""
    source = quote.subject.source
    return {
        "source": source.file,
        "path": place(quote),
        "value": shown(quote.value, quote.path),
        "kind": source.kind,
        "read_at": source.read_at,
    }


def shown(value: Value | Missing, path: str = "", depth: int = 0) -> Any:  # noqa: ANN401 - JSON
    """Return a value as it may be shown: secrets masked, long ones cut, unknown ones with their reason."""
    if isinstance(value, Missing):
        return None
    if isinstance(value, Unknown):
        return {"unknown": value.reason}
    if isinstance(value, str):
        return _text(value, path)
    if isinstance(value, list | dict) and depth == DEPTH_MAX:
        return "…"
    if isinstance(value, list):
        items = [shown(inner, path, depth + 1) for inner in value[:ITEMS_MAX]]
        return [*items, f"… and {len(value) - ITEMS_MAX} more"] if len(value) > ITEMS_MAX else items
    if isinstance(value, dict):
        inside = {key: shown(inner, key, depth + 1) for key, inner in list(value.items())[:ITEMS_MAX]}
        return inside | ({"…": f"{len(value) - ITEMS_MAX} more"} if len(value) > ITEMS_MAX else {})
    return value


def _text(value: str, path: str) -> str:
    if _SECRET_NAME.search(path) and value and not _REFERENCE.search(value):
        return MASK
    masked = _SECRET_TEXT.sub(MASK, value)
    return masked if len(masked) <= TEXT_MAX else f"{masked[:TEXT_MAX]}…"
