"""The text of a complete answer, for counting its tokens when it states no usage. Rarely needed, so not made fast."""

from typing import Any

import msgspec

from headgate.wire.stream_event import message_text

TEXT_LETTERS_MAX = 1_048_576
"""Text kept for counting tokens, as of a stream."""

_decode = msgspec.json.Decoder(dict[str, Any]).decode


def answer_text(body: bytes) -> str:
    """Return the words, refusals, reasoning and calls of a chat, completion, response or transcript; else nothing."""
    try:
        answer = _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    parts: list[object] = [_choice_text(choice) for choice in _objects(answer.get("choices"))]
    for item in _objects(answer.get("output")):
        parts += [item.get("name"), item.get("arguments"), item.get("input")]
        for part in _objects(item.get("content")):
            parts += [part.get("text"), part.get("refusal")]
    parts.append(answer.get("text"))
    return "".join(part for part in parts if isinstance(part, str))[:TEXT_LETTERS_MAX]


def _choice_text(choice: dict[str, Any]) -> str:
    text = choice.get("text")
    return text if isinstance(text, str) else message_text(choice.get("message"))


def _objects(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
