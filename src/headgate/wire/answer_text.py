"""The text of a complete answer, for counting tokens when the answer does not say how many it cost."""

import msgspec
from msgspec import Struct


class _Message(Struct):
    content: str | None = None


class _Choice(Struct):
    message: _Message | None = None
    text: str | None = None


class _Part(Struct):
    text: str | None = None


class _Item(Struct):
    content: list[_Part] | None = None
    arguments: str | None = None


class _Answer(Struct):
    choices: list[_Choice] = []
    output: list[_Item] = []
    text: str | None = None


_decode = msgspec.json.Decoder(_Answer).decode


def answer_text(body: bytes) -> str:
    """What the model wrote in a chat completion, completion, response or transcription; empty when unreadable."""
    try:
        answer = _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    texts = [answer.text or ""]
    for choice in answer.choices:
        texts.append(choice.text or "")
        texts.append((choice.message.content if choice.message else None) or "")
    for item in answer.output:
        texts.append(item.arguments or "")
        texts.extend(part.text or "" for part in item.content or ())
    return "".join(texts)
