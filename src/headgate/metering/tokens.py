"""Counting the tokens of prompts and completions as Azure counts them, for exchanges whose usage nobody stated.

Checked against recorded usage: exact for conversations of plain text on gpt-35-turbo, gpt-4o, gpt-4.1 and the GPT-5
family, and for single function tools and calls on gpt-4o; within a few percent for schemas and pictures. Sound and
files in a prompt are not counted. What is counted here is flagged ``estimated`` by whoever records it.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from headgate.metering.rough import rough_prompt_tokens
from headgate.metering.tokens_images import image_tokens
from headgate.metering.tokens_tools import function_definitions, function_namespace
from headgate.metering.tokens_vocabulary import token_counter

EXACT_LETTERS_MAX = 2_097_152
"""Letters of one text that are counted exactly, twice the largest context of any model; the rest counts a quarter."""

_OLDER = re.compile(r"gpt-?3|gpt-35|gpt-4(?![o.])|text-embedding-|davinci|babbage")
"""Models of the vocabulary cl100k_base; everything newer, and everything unknown, has o200k_base."""
_NEWER = re.compile(r"gpt-[5-9]")
"""The GPT-5 family and later, whose constants differ."""


class _Constants(Struct, frozen=True):
    """Tokens that a family of models adds around what a request says; from recorded usage."""

    start: int
    """Once for each prompt."""
    tools: int
    each_further_tool: int
    tools_after_system: int
    """Added when a system message stands before the tools."""
    call: int
    calls_together: int
    """Once for several calls in one message."""


_GPT_4 = _Constants(start=3, tools=9, each_further_tool=0, tools_after_system=-2, call=7, calls_together=11)
_GPT_5 = _Constants(start=2, tools=94, each_further_tool=3, tools_after_system=0, call=13, calls_together=-1)
_MESSAGE = 3
_NAME = 1
_SCHEMA = 4


class _Scale(Struct, frozen=True):
    """How one model counts."""

    model: str
    count: Callable[[str], int]
    constants: _Constants


def vocabulary_of(model: str) -> str:
    """Return the vocabulary by which a model counts: ``o200k_base`` or ``cl100k_base``."""
    return "cl100k_base" if _OLDER.match(model) else "o200k_base"


def count_text(model: str, text: str) -> int:
    """Count the tokens of a text by itself.

    The usage of an answer that came to its end is more by the tokens that ended it: recorded, 1 on gpt-4o and gpt-4.1,
    10 on the GPT-5 family, 7 for a call.
    """
    if not text:
        return 0
    beyond = max(len(text) - EXACT_LETTERS_MAX, 0)
    return token_counter(vocabulary_of(model))(text[:EXACT_LETTERS_MAX]) + rough_prompt_tokens(beyond)


def count_prompt(api: str, model: str, body: bytes) -> int:
    """Count the tokens that a request's body gives to a model.

    ``api`` is a name of ``headgate.wire.paths``, ``model`` the deployed model's name. A body that is not JSON counts by
    its length, except for the audio APIs, where it is sound and counts nothing.
    """
    if api in ("audio.transcriptions", "audio.translations"):
        return 0
    try:
        request = msgspec.json.decode(body)
        if isinstance(request, dict):
            return _request(api, model, request)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    return rough_prompt_tokens(len(body))


def _request(api: str, model: str, request: dict[str, Any]) -> int:
    scale = _Scale(
        model=model,
        count=lambda text: count_text(model, text),
        constants=_GPT_5 if _NEWER.match(model) else _GPT_4,
    )
    if isinstance(request.get("messages"), list):
        return _conversation(scale, request, request["messages"])
    if api == "responses":
        return _conversation(scale, request, _items_of(request))
    return _plain(scale, request.get("prompt", request.get("input")))


def _items_of(request: dict[str, Any]) -> list[Any]:
    """Read the input of a response as messages: a text alone is the user's, instructions are the system's."""
    given = request.get("input")
    items = list(given) if isinstance(given, list) else [{"role": "user", "content": given}]
    if instructions := request.get("instructions"):
        items.insert(0, {"role": "system", "content": instructions})
    return items


def _conversation(scale: _Scale, request: dict[str, Any], messages: list[Any]) -> int:
    found = [message for message in messages if isinstance(message, dict)]
    tokens = scale.constants.start + sum(_message(scale, message) for message in found)
    functions = function_definitions(request)
    if functions:
        tokens += scale.count(function_namespace(functions)) + scale.constants.tools
        tokens += scale.constants.each_further_tool * (len(functions) - 1)
        if any(message.get("role") in ("system", "developer") for message in found):
            tokens += scale.constants.tools_after_system
    return tokens + _schema(scale, request)


def _message(scale: _Scale, message: dict[str, Any]) -> int:
    if message.get("type") == "function_call":
        return _MESSAGE + _call(scale, message)
    if message.get("type") == "function_call_output":
        return _MESSAGE + _plain(scale, message.get("output"))
    tokens = _MESSAGE + _text(scale, message.get("role")) + _plain(scale, message.get("content"))
    if name := message.get("name"):
        tokens += _NAME + _text(scale, name)
    calls = [call for call in _list(message.get("tool_calls")) if isinstance(call, dict)]
    tokens += sum(_call(scale, call.get("function") or call.get("custom")) for call in calls)
    return tokens + (scale.constants.calls_together if len(calls) > 1 else 0)


def _call(scale: _Scale, function: object) -> int:
    if not isinstance(function, dict):
        return 0
    said = sum(_text(scale, function.get(part)) for part in ("name", "arguments", "input"))
    return scale.constants.call + said


def _schema(scale: _Scale, request: dict[str, Any]) -> int:
    """Count the schema of a structured answer, where chat and responses put it."""
    asked = request.get("response_format") or (request.get("text") if isinstance(request.get("text"), dict) else None)
    form = asked.get("json_schema") or asked.get("format") if isinstance(asked, dict) else None
    schema = form.get("schema") if isinstance(form, dict) else None
    if not isinstance(schema, dict):
        return 0
    return _SCHEMA + scale.count(json.dumps(schema, separators=(",", ":"), ensure_ascii=False))


def _plain(scale: _Scale, content: object) -> int:
    """Count a text, a list of texts, of token ids or of such lists, or the parts of a message."""
    if isinstance(content, str):
        return scale.count(content)
    return sum(_part(scale, part) for part in _list(content))


def _part(scale: _Scale, part: object) -> int:
    if isinstance(part, int):
        return 1
    if isinstance(part, list):
        return len(part)
    if isinstance(part, str):
        return scale.count(part)
    if not isinstance(part, dict):
        return 0
    image = part.get("image_url")
    if image is not None or part.get("type") == "input_image":
        inner = image if isinstance(image, dict) else {"url": image, "detail": part.get("detail")}
        return image_tokens(scale.model, str(inner.get("url") or ""), str(inner.get("detail") or ""))
    return _text(scale, part.get("text")) + _text(scale, part.get("refusal"))


def _text(scale: _Scale, value: object) -> int:
    return scale.count(value) if isinstance(value, str) else 0


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
