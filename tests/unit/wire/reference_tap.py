"""The clear way to read a stream, slow and whole: what StreamTap must agree with, however the bytes are cut."""

import json
import re
from typing import Any, NamedTuple

_LAST = ("response.completed", "response.incomplete", "response.failed", "transcript.text.done")


class Reading(NamedTuple):
    """What a tap has to report at the end of a stream, and the bytes it has to relay."""

    relayed: bytes
    usage: tuple[int, int] | None
    model: str
    error: str
    finished: bool
    events: int
    text: str


def read_stream(stream: bytes, *, swallow: bool) -> Reading:
    """Read a complete stream of JSON objects, as the standard of server-sent events says."""
    relayed, usage, model, error, finished, events, text = b"", None, "", "", False, 0, ""
    for event in split_events(stream):
        payload = payload_of(event)
        swallowed = False
        if payload:
            events += 1
        if payload.startswith(b"[DONE]"):
            finished = True
        elif payload and (found := decoded(payload)) is not None:
            source = found.get("response") or found
            model = source.get("model") or model
            if source.get("usage") is not None:
                usage = counts(source["usage"])
                swallowed = swallow and found.get("choices") == []
            error = error_of(found) or error
            finished = finished or found.get("type") in _LAST
            text += text_of(found)
        relayed += b"" if swallowed else event
    return Reading(relayed, usage, model, error, finished, events, text)


def split_events(stream: bytes) -> list[bytes]:
    """Cut after every empty line; an empty line belongs to the event before it."""
    lines = re.findall(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+", stream)
    events, event, has_line = [], b"", False
    for line in lines:
        event += line
        if not has_line and event == line:
            has_line = True
        elif line in (b"\n", b"\r", b"\r\n"):
            events.append(event)
            event, has_line = b"", False
    return [*events, event] if event else events


def payload_of(event: bytes) -> bytes:
    lines = re.split(rb"\r\n|\n|\r", event.removeprefix(b"\xef\xbb\xbf"))
    return b"\n".join(re.sub(rb"^data: ?", b"", line) for line in lines if line.startswith(b"data:"))


def decoded(payload: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(payload)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def counts(usage: dict[str, Any]) -> tuple[int, int]:
    prompt = usage.get("prompt_tokens", usage.get("input_tokens", 0))
    return prompt, usage.get("completion_tokens", usage.get("output_tokens", 0))


def error_of(event: dict[str, Any]) -> str:
    if error := event.get("error"):
        return error.get("code") or error.get("type") or "error"
    if event.get("type") == "error":
        return event.get("code") or "error"
    return ""


def text_of(event: dict[str, Any]) -> str:
    kind = event.get("type", "")
    if kind.endswith(".delta"):
        return "" if kind.endswith("audio.delta") else event["delta"]
    if kind == "response.output_item.added":
        return event["item"].get("name", "")
    return "".join(choice_text(choice) for choice in event.get("choices") or ())


def choice_text(choice: dict[str, Any]) -> str:
    if choice.get("text"):
        return str(choice["text"])
    delta = choice.get("delta") or {}
    text = (delta.get("reasoning_content") or "") + (delta.get("content") or "") + (delta.get("refusal") or "")
    for call in delta.get("tool_calls") or ():
        text += (call["function"].get("name") or "") + (call["function"].get("arguments") or "")
    return text
