"""Chat completions: reading the request and composing the plain answer, as recorded in March 2026."""

from functools import partial
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from headgate.core.usage import Usage
from headgate.simulator import errors, filters, fitting, ids, writing
from headgate.simulator.answer import EVENT_STREAM, JSON, Answer, Prepared
from headgate.simulator.apis import chat_stream, conversation
from headgate.simulator.apis.call import Call, read
from headgate.simulator.apis.token_usage import chat_usage_json
from headgate.simulator.shapes import Shapes

Count = Annotated[int, Meta(ge=1)]
JSON_OF_PICTURES = b"application/json; charset=utf-8"


class Message(Struct):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[dict[str, Any]] | None = None
    name: str | None = None
    tool_calls: list[dict[str, Any]] | None = None


class FunctionTool(Struct):
    """A function's definition."""

    name: str
    parameters: dict[str, Any] | None = None
    description: str | None = None


class Tool(Struct):
    """A tool the model may use."""

    type: str = "function"
    function: FunctionTool | None = None


class JsonSchema(Struct):
    """The schema under ``response_format``."""

    schema: dict[str, Any] | None = None


class ResponseFormat(Struct):
    """The format the answer must have."""

    type: Literal["text", "json_object", "json_schema"] = "text"
    json_schema: JsonSchema | None = None


class StreamOptions(Struct):
    """What a stream carries beside its text."""

    include_usage: bool | None = None
    include_obfuscation: bool | None = None


class ChatAsk(Struct):
    """The members of a chat request that mean something here."""

    messages: Annotated[list[Message], Meta(min_length=1)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    max_tokens: Count | None = None
    max_completion_tokens: Count | None = None
    n: Annotated[int, Meta(ge=1, le=128)] | None = None
    stop: str | list[str] | None = None
    tools: list[Tool] | None = None
    tool_choice: str | dict[str, Any] | None = None
    parallel_tool_calls: bool | None = None
    """Several calls in one answer come only where they are asked for: programs that are tried out expect one."""
    response_format: ResponseFormat | None = None
    temperature: Annotated[float, Meta(ge=0, le=2)] | None = None
    top_p: Annotated[float, Meta(ge=0, le=1)] | None = None

    @property
    def tokens_max(self) -> int | None:
        """The caller's maximum, by either name."""
        return self.max_completion_tokens or self.max_tokens


_DECODER = msgspec.json.Decoder(ChatAsk)


def prepare(call: Call) -> Prepared:
    """Read a chat request.

    Raises:
        AzureError: a 400 when it is not one.
    """
    ask = read(call.body, _DECODER)
    texts = [conversation.text_of(message.content) for message in ask.messages]
    beside_text = sum(conversation.tokens_beside_text(message.content) for message in ask.messages)
    definitions = _definitions(ask)
    prompt_tokens = conversation.count(texts, beside_text=beside_text, definitions=definitions)
    prompt = texts[0] if len(texts) == 1 and not definitions else "\n".join((*texts, definitions))
    task = _task(ask, prompt)
    written = [writing.filtered(task.write(index), call.filtered_after) for index in range(ask.n or 1)]
    if ask.stream:
        options = ask.stream_options or StreamOptions()
        compose = partial(_compose_stream, call, options, written, prompt_tokens, len(prompt))
    else:
        compose = partial(_compose_plain, call, written, prompt_tokens, _pictures(ask))
    return Prepared(
        compose=compose,
        prompt_tokens=prompt_tokens,
        prompt_characters=len(prompt),
        prompt=prompt,
        completion_tokens_max=ask.tokens_max,
        stream=bool(ask.stream),
    )


def _definitions(ask: ChatAsk) -> str:
    parts: list[Any] = []
    if ask.tools:
        parts.append(ask.tools)
    if ask.response_format is not None and ask.response_format.json_schema is not None:
        parts.append(ask.response_format.json_schema)
    carried = [message.tool_calls for message in ask.messages if message.tool_calls]
    return msgspec.json.encode([*parts, *carried]).decode() if parts or carried else ""


def _task(ask: ChatAsk, prompt: str) -> conversation.Task:
    functions = [
        conversation.Function(name=tool.function.name, parameters=tool.function.parameters or {})
        for tool in ask.tools or ()
        if tool.function is not None
    ]
    if isinstance(ask.tool_choice, dict) and not functions:
        raise errors.invalid("'tool_choice' is only allowed when 'tools' are specified.", param="tool_choice")
    asked_by_user = ask.messages[-1].role == "user"
    function = conversation.chosen(functions, ask.tool_choice, asked_by_user=asked_by_user)
    parallel = ask.parallel_tool_calls and ask.tokens_max is None
    response_format = ask.response_format
    stop = (ask.stop,) if isinstance(ask.stop, str) else tuple(ask.stop or ())
    return conversation.Task(
        seed=writing.seed_of(prompt),
        tokens_max=ask.tokens_max,
        stop=stop,
        function=function,
        beside=conversation.called_beside(function, functions, ask.tool_choice) if parallel else (),
        json=response_format is not None and response_format.type != "text",
        schema=response_format.json_schema.schema if response_format and response_format.json_schema else None,
        fitting=fitting.text_for(prompt),
    )


def _usage(call: Call, prompt_tokens: int, cached: int, written: list[writing.Written]) -> Usage:
    reasoning = call.settings.reasoning_tokens
    return Usage(
        prompt_tokens=prompt_tokens,
        cached_tokens=cached,
        completion_tokens=reasoning + sum(each.token_count for each in written),
        reasoning_tokens=reasoning,
    )


def _compose_plain(
    call: Call, written: list[writing.Written], prompt_tokens: int, pictures: int, cached: int
) -> Answer:
    usage = _usage(call, prompt_tokens, cached, written)
    choices = b",".join(_choice(each, index, call.shapes) for index, each in enumerate(written))
    body = (
        b'{"choices":[%b],"created":%d,"id":"%b","model":"%b","object":"chat.completion","prompt_filter_results":%b,'
        b'%b"system_fingerprint":%b,"usage":%b}\n'
    ) % (
        choices,
        call.created,
        ids.completion(),
        call.served_model.encode(),
        _prompt_filter_results(call, pictures),
        b'"service_tier":"default",' if call.shapes.profile.service_tier else b"",
        msgspec.json.encode(call.fingerprint),
        chat_usage_json(usage, call.shapes.profile),
    )
    return Answer(body=body, usage=usage, content_type=JSON_OF_PICTURES if _apart(call, pictures) else JSON)


def _pictures(ask: ChatAsk) -> int:
    parts = [part for message in ask.messages if isinstance(message.content, list) for part in message.content]
    return sum(part.get("type") == "image_url" for part in parts)


def _apart(call: Call, pictures: int) -> bool:
    """Whether the prompt goes the way that prompts with pictures went."""
    return bool(pictures) and call.shapes.profile.pictures_apart


def _prompt_filter_results(call: Call, pictures: int) -> bytes:
    if _apart(call, pictures) and call.shapes.content_filter != "off":
        return filters.picture_filter_results(pictures)
    return filters.prompt_filter_results(call.shapes.prompt_results)


def _choice(written: writing.Written, index: int, shapes: Shapes) -> bytes:
    annotations, refusal = (b'"annotations":[],', b'"refusal":null,') if shapes.profile.message_extras else (b"", b"")
    if written.tool:
        calls = b",".join(_tool_call(part) for part in written.parts)
        message = b'{%b"content":null,%b"role":"assistant","tool_calls":[%b]}' % (annotations, refusal, calls)
    else:
        stopped = written.finish == "content_filter"
        text = msgspec.json.encode("" if stopped else written.text)
        message = b'{%b"content":%b,%b"role":"assistant"}' % (annotations, text, refusal)
    return b'{"content_filter_results":%b,"finish_reason":"%b","index":%d,"logprobs":null,"message":%b}' % (
        _results(written, shapes),
        written.finish.encode(),
        index,
        message,
    )


def _results(written: writing.Written, shapes: Shapes) -> bytes:
    if written.finish == "content_filter":
        return filters.BLOCKED_COMPLETION_RESULTS
    return b"{}" if written.tool else shapes.completion_results


def _tool_call(written: writing.Written) -> bytes:
    return b'{"function":{"arguments":%b,"name":%b},"id":"%b","type":"function"}' % (
        msgspec.json.encode(written.text),
        msgspec.json.encode(written.tool),
        ids.call(),
    )


def _compose_stream(
    call: Call,
    options: StreamOptions,
    written: list[writing.Written],
    prompt_tokens: int,
    prompt_characters: int,
    cached: int,
) -> Answer:
    usage = _usage(call, prompt_tokens, cached, written)
    stream = chat_stream.ChatStream(
        created=call.created,
        model=call.served_model,
        fingerprint=call.fingerprint,
        usage=usage if options.include_usage else None,
        obfuscated=call.shapes.profile.obfuscation and options.include_obfuscation is not False,
        shapes=call.shapes,
        prompt_characters=prompt_characters,
    )
    events = stream.events(written, reasoning_tokens=usage.reasoning_tokens)
    return Answer(content_type=EVENT_STREAM, events=events, usage=usage)
