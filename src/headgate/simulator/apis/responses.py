"""Responses, without memory: reading the request and composing the answer, as recorded in April 2026."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from headgate.core.usage import Usage
from headgate.simulator import errors, ids, writing
from headgate.simulator.answer import EVENT_STREAM, Answer, Prepared
from headgate.simulator.apis import conversation, response_events
from headgate.simulator.apis.call import Call, read
from headgate.simulator.apis.response_object import ResponseObject


class TextFormat(Struct):
    """The format under ``text``."""

    type: Literal["text", "json_object", "json_schema"] = "text"
    name: str | None = None
    schema: dict[str, Any] | None = None
    strict: bool | None = None


class TextOptions(Struct):
    """How the text must look."""

    format: TextFormat | None = None
    verbosity: str | None = None


class StreamOptions(Struct):
    """What a stream carries beside its text."""

    include_obfuscation: bool | None = None


class ResponseAsk(Struct):
    """The members of a request for a response that mean something here."""

    input: str | list[dict[str, Any]] | None = None
    model: str = ""
    instructions: str | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    max_output_tokens: Annotated[int, Meta(ge=1)] | None = None
    tools: list[dict[str, Any]] | None = None
    tool_choice: str | dict[str, Any] | None = None
    text: TextOptions | None = None
    previous_response_id: str | None = None
    store: bool | None = None
    background: bool | None = None
    metadata: dict[str, str] | None = None
    temperature: Annotated[float, Meta(ge=0, le=2)] | None = None
    top_p: Annotated[float, Meta(ge=0, le=1)] | None = None
    parallel_tool_calls: bool | None = None
    user: str | None = None


_DECODER = msgspec.json.Decoder(ResponseAsk)


def prepare(call: Call) -> Prepared:
    """Read a request for a response.

    Raises:
        AzureError: a 400 when it is not one, or needs an earlier response: none is kept.
    """
    ask = read(call.body, _DECODER)
    if ask.previous_response_id:
        raise errors.invalid(
            f"Previous response with id '{ask.previous_response_id}' not found.",
            param="previous_response_id",
            code="previous_response_not_found",
        )
    items = _items(ask)
    texts = [text for item in items if (text := conversation.text_of(item.get("content")))]
    texts += [ask.instructions] if ask.instructions else []
    texts += [str(item["output"]) for item in items if "output" in item]
    beside_text = sum(conversation.tokens_beside_text(item.get("content")) for item in items)
    definitions = msgspec.json.encode(ask.tools).decode() if ask.tools else ""
    prompt_tokens = conversation.count(texts, beside_text=beside_text, definitions=definitions)
    prompt = "\n".join((*texts, definitions))
    return Prepared(
        compose=partial(_compose, call, ask, _task(ask, items, prompt).write(), prompt_tokens),
        prompt_tokens=prompt_tokens,
        prompt_characters=len(prompt),
        prompt=prompt,
        prompt_param="input",
        completion_tokens_max=ask.max_output_tokens,
        stream=bool(ask.stream),
        throttle=partial(_compose_throttled, call, ask) if ask.stream else None,
    )


def _items(ask: ResponseAsk) -> list[dict[str, Any]]:
    if ask.input is None:
        raise errors.invalid("Missing required parameter: 'input'.", param="input", code="missing_required_parameter")
    return [{"role": "user", "content": ask.input}] if isinstance(ask.input, str) else ask.input


def _task(ask: ResponseAsk, items: Sequence[dict[str, Any]], prompt: str) -> conversation.Task:
    functions = [
        conversation.Function(name=str(tool["name"]), parameters=tool.get("parameters") or {})
        for tool in ask.tools or ()
        if tool.get("type") == "function" and "name" in tool
    ]
    last = items[-1] if items else {}
    text_format = ask.text.format if ask.text and ask.text.format else TextFormat()
    return conversation.Task(
        seed=writing.seed_of(prompt),
        tokens_max=ask.max_output_tokens,
        function=conversation.chosen(functions, ask.tool_choice, asked_by_user=last.get("role") == "user"),
        json=text_format.type != "text",
        schema=text_format.schema,
    )


def _compose(call: Call, ask: ResponseAsk, written: writing.Written, prompt_tokens: int, cached: int) -> Answer:
    reasoning = call.settings.reasoning_tokens
    usage = Usage(
        prompt_tokens=prompt_tokens,
        cached_tokens=cached,
        completion_tokens=reasoning + len(written.tokens),
        reasoning_tokens=reasoning,
    )
    response = ResponseObject(call=call, request=msgspec.to_builtins(ask), ids=ids.ResponseIds(call.created))
    if ask.stream:
        obfuscated = ask.stream_options is None or ask.stream_options.include_obfuscation is not False
        events = response_events.ResponseEvents(response, obfuscated=obfuscated).events(written, usage)
        return Answer(content_type=EVENT_STREAM, events=events, usage=usage)
    return Answer(body=response.finished_json(written, usage), usage=usage)


def _compose_throttled(call: Call, ask: ResponseAsk, message: str) -> Answer:
    response = ResponseObject(call=call, request=msgspec.to_builtins(ask), ids=ids.ResponseIds(call.created))
    events = response_events.ResponseEvents(response, obfuscated=False).throttled(message)
    return Answer(content_type=EVENT_STREAM, events=events)
