"""Reading what a complete answer says about itself: usage, served model, tier, how it ended, what went wrong.

Nothing here raises, whatever the bytes are: an answer that cannot be read is one whose usage is not known. An answer
that breaks the types it should have is decoded once more without types, and what can be used is taken.
"""

import json
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from headgate.core.usage import Usage
from headgate.wire.answer_shape import Answer, AnswerImage, MediaAnswer, ToolUsage, WebSearch
from headgate.wire.error_code import error_code, plain_text
from headgate.wire.usage_object import mended_number, mended_usage, usage_of

MENDED_BODY_MAX: Final = 65_536
"""Bytes up to which an answer that is not quite JSON (Python servers write NaN) is given to a slow, lenient parser:
past it that parser could hold up the event loop for milliseconds."""


class AnswerFacts:
    """What a complete answer says about itself."""

    __slots__ = ("error_code", "served_model", "service_tier", "usage")

    def __init__(
        self,
        usage: Usage | None = None,
        served_model: str = "",
        service_tier: str = "",
        error_code: str = "",
    ) -> None:
        """Keep what was found."""
        self.usage = usage
        """None when the answer does not say."""
        self.served_model = served_model
        """The model (on Azure often with its version) that the answer names."""
        self.service_tier = service_tier
        self.error_code = error_code
        """The error's ``code``, else its ``type``; empty when the answer is not an error."""


_decode_answer: Final = msgspec.json.Decoder(Answer).decode
_decode_media: Final = msgspec.json.Decoder(MediaAnswer).decode
_decode_any: Final = msgspec.json.Decoder(dict[str, Any]).decode
_NOTHING: Final = AnswerFacts()
_MEDIA: Final = frozenset(
    ("images.generations", "images.edits", "audio.transcriptions", "audio.translations", "audio.speech")
)


def read_answer(api: str, body: bytes, content_type: bytes = b"") -> AnswerFacts:
    """Read a complete answer of any API, errors included; facts it does not state are left empty.

    ``api`` is a name of ``headgate.wire.paths``; ``content_type`` only spares the reading of sound.
    A ``GET`` of a stored response repeats the usage of the exchange that made it: do not charge that again.
    """
    if api in _MEDIA:
        return _NOTHING if content_type.startswith(b"audio/") else _read_media(api, body)
    try:
        answer = _decode_answer(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        mended = _mended_answer(body)
        if mended is None:
            return _NOTHING
        answer = mended
    found = answer.usage
    usage = None if found is None else usage_of(found)
    if usage is not None and answer.tool_usage is not None:
        usage = with_tools(usage, answer.tool_usage)
    return _facts(answer, usage)


def with_tools(usage: Usage, tools: ToolUsage) -> Usage:
    """Add what a response's tools consumed beside the model: web searches and the tokens of the image model."""
    searches = tools.web_search.num_requests if tools.web_search is not None else 0
    pictures = usage_of(tools.image_gen) if tools.image_gen is not None else None
    if pictures is None or not pictures.total_tokens:
        return replace(usage, searches=searches) if searches else usage
    return replace(
        usage,
        searches=searches or 0,
        image_tool_prompt_tokens=pictures.prompt_tokens,
        image_tool_completion_tokens=pictures.completion_tokens,
    )


def mended_tools(value: object) -> ToolUsage | None:
    """Take from a decoded ``tool_usage`` of any shape what can be used."""
    if not isinstance(value, dict):
        return None
    search = value.get("web_search")
    requests = mended_number(search.get("num_requests")) if isinstance(search, dict) else None
    return ToolUsage(
        web_search=None if requests is None else WebSearch(num_requests=int(requests)),
        image_gen=mended_usage(value.get("image_gen")),
    )


def _read_media(api: str, body: bytes) -> AnswerFacts:
    """Read an answer of the image and audio APIs, where what is billed may be images or seconds."""
    try:
        answer = _decode_media(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        mended = _mended_answer(body)
        if mended is None:
            return _NOTHING
        answer = mended
    images = api.startswith("images.")
    usage = None if answer.usage is None else usage_of(answer.usage, all_images=images)
    if usage is None and images and answer.data:
        usage = Usage(images=len(answer.data))
    if usage is None and not images and (seconds := _duration(answer.duration)):
        usage = Usage(seconds=seconds)
    return _facts(answer, usage)


def _facts(answer: Answer, usage: Usage | None) -> AnswerFacts:
    error = ""
    if answer.error:
        error = error_code(answer.error)
    elif answer.statusCode is not None:
        error = plain_text(answer.statusCode)
    return AnswerFacts(
        usage,
        plain_text(answer.model),
        plain_text(answer.service_tier) if answer.service_tier else "",
        error,
    )


def _duration(value: object) -> float:
    """Return whisper's duration in seconds, from a number or a numeric string; 0 when there is none."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return 0.0
    return float(mended_number(value) or 0.0)


def _mended_answer(body: bytes) -> MediaAnswer | None:
    """Decode an answer whose types are not what they should be; None when it is no JSON object at all."""
    found = _any_object(body)
    if found is None:
        return None
    data = found.get("data")
    return MediaAnswer(
        usage=mended_usage(found.get("usage")),
        model=plain_text(found.get("model")),
        service_tier=plain_text(found.get("service_tier")),
        tool_usage=mended_tools(found.get("tool_usage")),
        error=found.get("error"),
        statusCode=found.get("statusCode"),
        data=[AnswerImage() for _ in data] if isinstance(data, list) else None,
        duration=found.get("duration"),
    )


def _any_object(body: bytes) -> dict[str, Any] | None:
    try:
        return _decode_any(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    if len(body) > MENDED_BODY_MAX:
        return None
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
