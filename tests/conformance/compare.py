"""What differs between a recorded answer and the simulated one: names, types, order and formats; not words, not sums.

What is allowed to differ is listed here and nowhere else, each with its reason.
"""

import json
import re
from itertools import groupby
from typing import Any

from tests.conformance.asked_again import Exchanged

SOMETIMES = {"x-ratelimit-limit-requests", "x-ratelimit-remaining-requests"}
"""A deployment may have a limit of one kind alone."""
OF_THE_CONNECTION = {"connection", "keep-alive", "content-encoding", "vary"}
"""Belong to the transport, which another suite reads off a socket."""
FORMATS = (
    ("redacted", re.compile(r"^[A-Z0-9-]+-(?:XXX|TYPE-XXX)$|^\*+$|REDACTED|<.*>", re.IGNORECASE)),
    ("id", re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")),
    ("number", re.compile(r"^-?\d+$")),
    ("share", re.compile(r"^[\d.]+%$")),
    ("truth", re.compile(r"^(?:True|False|true|false)$")),
)


def differences(there: Exchanged, here: Exchanged) -> list[str]:
    """Every difference in a line of its own; none when they cannot be told apart."""
    if there.status != here.status:
        return [f"status: recorded {there.status}, simulated {here.status}: {here.body[:200]!r}"]
    found = [*_of_header_names(there, here), *_of_header_formats(there, here)]
    if there.streamed != here.streamed:
        return [*found, f"stream: recorded {there.streamed}, simulated {here.streamed}"]
    if there.status >= 400:
        return [*found, *_of_errors(there, here)]
    if there.streamed:
        return [*found, *_of_streams(there, here)]
    sides = there.documents, here.documents
    if _rewritten(there):
        sides = _sorted(sides[0]), _sorted(sides[1])
    return [*found, *_of_documents("body", *sides, alike=_ends(there) == _ends(here))]


def _rewritten(there: Exchanged) -> bool:
    """Azure sends chat on one line; one recorder writes it anew, with the names sorted."""
    return b'"chat.completion"' in there.body and b"\n  " in there.body


def _sorted(documents: list[Any]) -> list[Any]:
    return [json.loads(json.dumps(each, sort_keys=True)) for each in documents]


def _of_header_names(there: Exchanged, here: Exchanged) -> list[str]:
    missing = set(there.headers) - set(here.headers) - OF_THE_CONNECTION
    added = set(here.headers) - set(there.headers) - SOMETIMES
    framing = {"content-length", "transfer-encoding"}
    if (missing | added) <= framing and here.status == 200 and not here.streamed:
        return []
    return [f"header missing: {name}" for name in sorted(missing)] + [f"header added: {name}" for name in sorted(added)]


def _of_header_formats(there: Exchanged, here: Exchanged) -> list[str]:
    found = []
    for name in sorted(set(there.headers) & set(here.headers) - {"date"}):
        formats = _format(there.headers[name]), _format(here.headers[name])
        if "redacted" not in formats and formats[0] != formats[1] and not name.startswith("x-ms-client"):
            found.append(f"header {name}: recorded {there.headers[name]!r}, simulated {here.headers[name]!r}")
    if _format(there.headers.get("content-type", "XXX")) != "redacted":
        types = there.headers.get("content-type"), here.headers.get("content-type")
        found += [f"content-type: recorded {types[0]!r}, simulated {types[1]!r}"] if types[0] != types[1] else []
    return found


def _format(value: str) -> str:
    return next((name for name, pattern in FORMATS if pattern.search(value)), "words")


def _of_errors(there: Exchanged, here: Exchanged) -> list[str]:
    """Errors are told by programs from code and type; those that quote nothing are the same to the byte."""
    if there.status in {401, 404}:
        return [] if there.body == here.body else [f"error: recorded {there.body!r}, simulated {here.body!r}"]
    found = _of_documents("error", there.documents, here.documents, alike=True)
    for name in ("code", "type", "param"):
        values = [(each.documents[0].get("error") or {}).get(name) for each in (there, here)]
        found += [f"error {name}: recorded {values[0]!r}, simulated {values[1]!r}"] if values[0] != values[1] else []
    return found


def _of_streams(there: Exchanged, here: Exchanged) -> list[str]:
    found = []
    if there.body.rstrip().endswith(b"data: [DONE]") != here.body.rstrip().endswith(b"data: [DONE]"):
        found.append("stream: one ends with [DONE], one does not")
    orders = [[kind for kind, _ in groupby(_kind(each) for each in side.documents)] for side in (there, here)]
    alike = _ends(there) == _ends(here)
    if alike and orders[0] != orders[1]:
        found.append(f"order of events: recorded {orders[0]}, simulated {orders[1]}")
    for kind in dict.fromkeys(orders[0]):
        sides = [[each for each in side.documents if _kind(each) == kind] for side in (there, here)]
        if sides[1]:
            found += _of_documents(f"event {kind}", sides[0], sides[1], alike=alike)
    return found


def _kind(event: dict[str, Any]) -> str:
    """What an event of a stream is for."""
    if "type" in event:
        return str(event["type"])
    if "error" in event:
        return "error"
    if not event.get("choices"):
        return "prompt" if "prompt_filter_results" in event else "usage"
    choice = event["choices"][0]
    if "content_filter_offsets" in choice:
        return "annotation"
    delta = choice.get("delta", {})
    if choice.get("finish_reason"):
        return "end"
    calls = "tool_calls" in delta
    return ("call" if calls else "beginning") if "role" in delta else ("arguments" if calls else "piece")


def _ends(side: Exchanged) -> set[str]:
    """Whether a text was written, or a tool called: the model's decision, which is not compared."""
    text = side.body.replace(b": ", b":").decode(errors="replace")
    kinds = {word for word in ("function_call", "web_search_call", "reasoning") if f'"type":"{word}"' in text}
    return kinds | ({"tool_calls"} if '"finish_reason":"tool_calls"' in text else set())


def _of_documents(where: str, there: list[Any], here: list[Any], *, alike: bool) -> list[str]:
    """Each recorded shape must be one of the simulated; what only one of them wrote is left out."""
    shapes = [shape(each, alike=alike) for each in here]
    unknown = [each for each in there if shape(each, alike=alike) not in shapes]
    return [_first_difference(where, unknown[0], here, alike=alike)] if unknown else []


def _first_difference(where: str, there: Any, here: list[Any], *, alike: bool) -> str:
    recorded = _flat(shape(there, alike=alike))
    simulated = _flat(shape(here[0], alike=alike)) if here else []
    missing, added = [x for x in recorded if x not in simulated], [x for x in simulated if x not in recorded]
    if missing or added:
        return f"{where}: only recorded {missing[:6]}, only simulated {added[:6]}"
    return f"{where}: other order: recorded {recorded}, simulated {simulated}"


def shape(value: Any, *, alike: bool, name: str = "") -> Any:
    """Names in their order and types of a JSON value; lists by the shapes in them."""
    if name in {"message", "delta", "output", "item"} and not alike and not isinstance(value, str):
        return "decided by the model"
    if isinstance(value, dict):
        return _shape_of_object(value, alike=alike, name=name)
    if isinstance(value, list):
        if name in {"embedding", "logprobs", "tools", "content_filters"}:
            # What was asked for, how much of it, and of responses which filters had run: differs within one day.
            return "list"
        return ["list", *(kind for kind, _ in groupby(shape(item, alike=alike, name=name) for item in value))]
    if isinstance(value, bool):
        return "truth"
    return "number" if isinstance(value, int | float) else "null" if value is None else "text"


def _shape_of_object(value: dict[str, Any], *, alike: bool, name: str) -> Any:
    if name == "content_filter_results":
        return {"filters": sorted((kind, sorted(result)) for kind, result in value.items() if isinstance(result, dict))}
    members = [(key, shape(inner, alike=alike, name=key)) for key, inner in value.items()]
    if "finish_reason" in value and not alike:
        members = [(key, "either" if key == "content_filter_results" else inner) for key, inner in members]
    if value.get("delta") == {} and value.get("finish_reason"):
        # Within one month the last event of a choice has filter results in some recordings, and in some not.
        members = [(key, "either" if key == "content_filter_results" else inner) for key, inner in members]
    return ["object", *members]


def _flat(found: Any, path: str = "") -> list[str]:
    if isinstance(found, list) and found[:1] == ["object"]:
        return [line for key, inner in found[1:] for line in _flat(inner, f"{path}.{key}")]
    if isinstance(found, list) and found[:1] == ["list"]:
        return [line for inner in found[1:] for line in _flat(inner, f"{path}[]")] or [f"{path}: empty list"]
    return [f"{path}: {found}"]
