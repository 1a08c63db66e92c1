"""One event of a stream, decoded: the few members that tell usage, model, error and text, of every API at once."""

from typing import Final

import msgspec

from headgate.core.usage import Usage
from headgate.wire.error_code import error_code, plain_text
from headgate.wire.stream_shape import StreamChoice, StreamEvent
from headgate.wire.usage import mended_tools, with_tools
from headgate.wire.usage_object import mended_usage, usage_of

LAST_TYPES: Final = frozenset(
    (
        "response.completed",
        "response.incomplete",
        "response.failed",
        "transcript.text.done",
        "speech.audio.done",
        "image_generation.completed",
        "image_edit.completed",
    )
)
"""Types of events that end a stream which has no ``[DONE]``."""

FAILED: Final = "response_failed"
"""Our code for a failed response that does not say why."""


_decode: Final = msgspec.json.Decoder(StreamEvent).decode


def decode_event(payload: bytes) -> StreamEvent | None:
    """Decode a payload; None when it is no JSON object of a known kind."""
    try:
        return _decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def usage_in(event: StreamEvent, *, all_images: bool) -> Usage | None:
    """Return the usage that an event states, if it does."""
    found = mended_usage(event.response.usage if event.response is not None else event.usage)
    usage = None if found is None else usage_of(found, all_images=all_images)
    if usage is not None and event.response is not None:
        tools = mended_tools(event.response.tool_usage)
        return usage if tools is None else with_tools(usage, tools)
    return usage


def error_in(event: StreamEvent) -> str:
    """Return the code of the error that an event reports; empty when it reports none.

    Chat streams put an ``error`` object in place of a chunk; Responses send an ``error`` event (nested as Azure does,
    flat as OpenAI's specification says) and ``response.failed``, whose own error may be null.
    """
    if event.error:
        return error_code(event.error)
    if event.type == "error":
        return plain_text(event.code) or "error"
    if event.type == "response.failed":
        return error_code(event.response.error) if event.response is not None and event.response.error else FAILED
    return ""


def text_in(event: StreamEvent) -> str:
    """Return what an event adds to the completion: words, refusals, reasoning, names and arguments of tool calls."""
    if event.choices:
        return "".join(_choice_text(choice) for choice in event.choices)
    if isinstance(event.type, str):
        if event.type.endswith(".delta") and not event.type.endswith("audio.delta"):
            return event.delta if isinstance(event.delta, str) else ""
        if event.type == "response.output_item.added" and event.item is not None:
            return event.item.name if isinstance(event.item.name, str) else ""
    return ""


def has_output(event: StreamEvent) -> bool:
    """Whether an event carries a piece of the answer itself, be it text, a call, sound or a picture."""
    if event.choices:
        return any(_is_output(choice) for choice in event.choices)
    return isinstance(event.type, str) and event.type.endswith((".delta", ".partial_image"))


def _is_output(choice: StreamChoice) -> bool:
    if choice.text:
        return True
    delta = choice.delta
    return isinstance(delta, dict) and any(value for name, value in delta.items() if name != "role")


def message_text(message: object) -> str:
    """Return what a chat message, or a piece of one, says: words, refusal, reasoning, names and arguments of calls."""
    if not isinstance(message, dict):
        return ""
    parts = [message.get("reasoning_content"), message.get("content"), message.get("refusal")]
    calls = message.get("tool_calls")
    for call in [*(calls if isinstance(calls, list) else ()), {"function": message.get("function_call")}]:
        function = (call.get("function") or call.get("custom")) if isinstance(call, dict) else None
        if isinstance(function, dict):
            parts += [function.get("name"), function.get("arguments"), function.get("input")]
    return "".join(part for part in parts if isinstance(part, str))


def _choice_text(choice: StreamChoice) -> str:
    return choice.text if isinstance(choice.text, str) else message_text(choice.delta)
