"""Chat completions: what is answered to a request, and the plain answer, as recorded in March 2026."""

from functools import partial
from typing import Any, NamedTuple

import msgspec

from headgate.core.usage import Usage
from headgate.simulator import catalog, errors, filters, fitting, ids, writing
from headgate.simulator.answer import EVENT_STREAM, JSON, Answer, Prepared
from headgate.simulator.apis import chat_stream, conversation, logprobs, parts, reasoning, spoken
from headgate.simulator.apis.call import Call
from headgate.simulator.apis.chat_ask import ChatAsk, StreamOptions, read_ask
from headgate.simulator.apis.parts import BesideText
from headgate.simulator.apis.spoken import Spoken
from headgate.simulator.apis.token_usage import chat_usage_json
from headgate.simulator.shapes import Shapes

JSON_OF_PICTURES = b"application/json; charset=utf-8"


class _Plan(NamedTuple):
    """What is going to be answered, before it is known whether there is capacity."""

    call: Call
    ask: ChatAsk
    written: list[writing.Written]
    thought: int
    """Tokens spent thinking, by all choices."""
    prompt_tokens: int
    prompt_characters: int
    beside: BesideText

    @property
    def spoken(self) -> list[Spoken | None]:
        """Each choice as it is spoken; None where it is not."""
        audio = self.ask.audio
        if not self.ask.spoken or audio is None:
            return [None] * len(self.written)
        return [
            spoken.speak(each.tokens, audio.format, self.call.created)
            if not each.tool and each.finish != "content_filter"
            else None
            for each in self.written
        ]


def prepare(call: Call) -> Prepared:
    """Read a chat request.

    Raises:
        AzureError: a 400 when it is not one.
    """
    ask = read_ask(call)
    texts = [conversation.text_of(message.content) for message in ask.messages]
    beside = parts.beside_text((message.content for message in ask.messages), call.settings.model)
    definitions = _definitions(ask)
    prompt_tokens = conversation.count(texts, beside_text=beside.total, definitions=definitions)
    prompt = texts[0] if len(texts) == 1 and not definitions else "\n".join((*texts, definitions))
    thought = _thought(call, ask)
    plan = _Plan(
        call=call,
        ask=ask,
        written=_written(call, ask, prompt, writing.seed_of(prompt + beside.marks), thought),
        thought=thought * (ask.n or 1),
        prompt_tokens=prompt_tokens,
        prompt_characters=len(prompt),
        beside=beside,
    )
    return Prepared(
        compose=partial(_compose_stream if ask.stream else _compose_plain, plan),
        prompt_tokens=prompt_tokens,
        prompt_characters=len(prompt),
        prompt=prompt + beside.marks,
        completion_tokens_max=ask.tokens_max,
        stream=bool(ask.stream),
    )


def _thought(call: Call, ask: ChatAsk) -> int:
    """Tokens that one choice spends thinking; within ``max_completion_tokens``."""
    return reasoning.tokens_for(
        call.settings, ask.reasoning_effort, param="reasoning_effort", tokens_max=ask.max_completion_tokens
    )


def _written(call: Call, ask: ChatAsk, prompt: str, seed: int, thought: int) -> list[writing.Written]:
    """What is written after thinking: nothing when the maximum is used up by then."""
    tokens_max = ask.tokens_max
    if ask.max_completion_tokens is not None:
        tokens_max = ask.max_completion_tokens - thought
    if ask.spoken and tokens_max is not None:
        tokens_max = spoken.transcript_max(tokens_max, choices=ask.n or 1)
    if tokens_max == 0:
        return [writing.Written(tokens=[], finish="length")] * (ask.n or 1)
    task = _task(ask, prompt, seed, tokens_max)
    return [writing.filtered(task.write(index), call.filtered_after) for index in range(ask.n or 1)]


def _definitions(ask: ChatAsk) -> str:
    defined: list[Any] = []
    if ask.tools:
        defined.append(ask.tools)
    if ask.response_format is not None and ask.response_format.json_schema is not None:
        defined.append(ask.response_format.json_schema)
    carried = [message.tool_calls for message in ask.messages if message.tool_calls]
    return msgspec.json.encode([*defined, *carried]).decode() if defined or carried else ""


def _task(ask: ChatAsk, prompt: str, seed: int, tokens_max: int | None) -> conversation.Task:
    functions = [
        conversation.Function(name=tool.function.name, parameters=tool.function.parameters or {})
        for tool in ask.tools or ()
        if tool.function is not None
    ]
    if isinstance(ask.tool_choice, dict) and not functions:
        raise errors.invalid("'tool_choice' is only allowed when 'tools' are specified.", param="tool_choice")
    asked_by_user = ask.messages[-1].role == "user"
    function = conversation.chosen(functions, ask.tool_choice, asked_by_user=asked_by_user)
    parallel = ask.parallel_tool_calls and tokens_max is None
    response_format = ask.response_format
    stop = (ask.stop,) if isinstance(ask.stop, str) else tuple(ask.stop or ())
    return conversation.Task(
        seed=seed,
        tokens_max=tokens_max,
        stop=stop,
        function=function,
        beside=conversation.called_beside(function, functions, ask.tool_choice) if parallel else (),
        json=response_format is not None and response_format.type != "text",
        schema=response_format.json_schema.schema if response_format and response_format.json_schema else None,
        fitting=fitting.text_for(prompt),
    )


def _usage(plan: _Plan, cached: int, voices: list[Spoken | None]) -> Usage:
    sound_tokens = sum(voice.audio_tokens for voice in voices if voice)
    return Usage(
        prompt_tokens=plan.prompt_tokens,
        cached_tokens=cached,
        audio_prompt_tokens=plan.beside.audio,
        image_prompt_tokens=plan.beside.image,
        completion_tokens=plan.thought + sound_tokens + sum(each.token_count for each in plan.written),
        reasoning_tokens=plan.thought,
        audio_completion_tokens=sound_tokens,
    )


def _compose_plain(plan: _Plan, cached: int) -> Answer:
    call, voices = plan.call, plan.spoken
    usage = _usage(plan, cached, voices)
    pictures = _pictures(plan.ask) if plan.beside.image else 0
    told = plan.ask.logprobs_of_others
    choices = b",".join(
        _choice(each, index, call.shapes, told, voice)
        for index, (each, voice) in enumerate(zip(plan.written, voices, strict=True))
    )
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
        chat_usage_json(usage, call.shapes.profile, by_kind=catalog.speaks(call.settings.model)),
    )
    return Answer(body=body, usage=usage, content_type=JSON_OF_PICTURES if _apart(call, pictures) else JSON)


def _pictures(ask: ChatAsk) -> int:
    seen = [part for message in ask.messages if isinstance(message.content, list) for part in message.content]
    return sum(part.get("type") == "image_url" for part in seen)


def _apart(call: Call, pictures: int) -> bool:
    """Whether the prompt goes the way that prompts with pictures went."""
    return bool(pictures) and call.shapes.profile.pictures_apart


def _prompt_filter_results(call: Call, pictures: int) -> bytes:
    if _apart(call, pictures) and call.shapes.content_filter != "off":
        return filters.picture_filter_results(pictures)
    return filters.prompt_filter_results(call.shapes.prompt_results)


def _choice(written: writing.Written, index: int, shapes: Shapes, told: int | None, voice: Spoken | None) -> bytes:
    """A choice; ``told`` is of how many other tokens the probability is told with each."""
    return b'{"content_filter_results":%b,"finish_reason":"%b","index":%d,"logprobs":%b,"message":%b}' % (
        _results(written, shapes),
        written.finish.encode(),
        index,
        b"null" if told is None or written.tool else logprobs.of_tokens(written.tokens, told),
        _message(written, shapes, voice),
    )


def _message(written: writing.Written, shapes: Shapes, voice: Spoken | None) -> bytes:
    annotations, refusal = (b'"annotations":[],', b'"refusal":null,') if shapes.profile.message_extras else (b"", b"")
    if written.tool:
        calls = b",".join(_tool_call(part) for part in written.parts)
        return b'{%b"content":null,%b"role":"assistant","tool_calls":[%b]}' % (annotations, refusal, calls)
    if voice is not None:
        return b'{%b"audio":%b,"content":null,%b"role":"assistant"}' % (annotations, voice.whole(), refusal)
    stopped = written.finish == "content_filter"
    text = msgspec.json.encode("" if stopped else written.text)
    return b'{%b"content":%b,%b"role":"assistant"}' % (annotations, text, refusal)


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


def _compose_stream(plan: _Plan, cached: int) -> Answer:
    call, voices = plan.call, plan.spoken
    options = plan.ask.stream_options or StreamOptions()
    usage = _usage(plan, cached, voices)
    stream = chat_stream.ChatStream(
        created=call.created,
        model=call.served_model,
        fingerprint=call.fingerprint,
        usage=usage if options.include_usage else None,
        obfuscated=call.shapes.profile.obfuscation and options.include_obfuscation is not False,
        shapes=call.shapes,
        prompt_characters=plan.prompt_characters,
        logprobs_of_others=plan.ask.logprobs_of_others,
        by_kind=catalog.speaks(call.settings.model),
    )
    events = stream.events(plan.written, reasoning_tokens=usage.reasoning_tokens, voices=voices)
    return Answer(content_type=EVENT_STREAM, events=events, usage=usage)
