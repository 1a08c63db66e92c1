"""Chat completions: what is answered to a request, and the plain answer, as recorded in March 2026."""

from functools import partial
from typing import Any, NamedTuple

import msgspec
from msgspec import structs

from headgate.core.usage import Usage
from headgate.simulator import catalog, filters, fitting, ids, writing
from headgate.simulator.answer import EVENT_STREAM, JSON, Answer, Prepared
from headgate.simulator.apis import chat_choice, chat_rules, chat_stream, conversation, parts, reasoning, spoken
from headgate.simulator.apis.call import Call
from headgate.simulator.apis.chat_ask import ChatAsk, StreamOptions, read_ask
from headgate.simulator.apis.parts import BesideText
from headgate.simulator.apis.prediction import UNPREDICTED, Predicted
from headgate.simulator.apis.spoken import Spoken
from headgate.simulator.apis.token_usage import chat_usage_json

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
    predicted: Predicted
    """Of the first choice."""


def prepare(call: Call) -> Prepared:
    """Read a chat request.

    Raises:
        AzureError: a 400 when it is not one.
    """
    ask = read_ask(call)
    chat_rules.check(ask)
    texts = [conversation.text_of(message.content) for message in ask.messages]
    beside = parts.beside_text((message.content for message in ask.messages), call.settings.model)
    if catalog.speaks(call.settings.model):
        beside = _recalled(call, ask, texts, beside)
    definitions = _definitions(ask)
    prompt_tokens = conversation.count(texts, beside_text=beside.total, definitions=definitions)
    prompt = texts[0] if len(texts) == 1 and not definitions else "\n".join((*texts, definitions))
    thought = _thought(call, ask)
    written = _written(call, ask, prompt, writing.seed_of(prompt + beside.marks), thought)
    plan = _Plan(
        call=call,
        ask=ask,
        written=written,
        thought=thought * (ask.n or 1),
        prompt_tokens=prompt_tokens,
        prompt_characters=len(prompt),
        beside=beside,
        predicted=Predicted.of(ask.prediction.text, written[0]) if ask.prediction else UNPREDICTED,
    )
    return Prepared(
        compose=partial(_compose_stream if ask.stream else _compose_plain, plan),
        prompt_tokens=prompt_tokens,
        prompt_characters=len(prompt),
        prompt=prompt + beside.marks,
        completion_tokens_max=ask.tokens_max,
        stream=bool(ask.stream),
    )


def _recalled(call: Call, ask: ChatAsk, texts: list[str], beside: BesideText) -> BesideText:
    """Put what was said before among the texts, and its sound beside them."""
    heard = beside.audio
    for at, message in enumerate(ask.messages):
        if message.audio is not None:
            said = spoken.said_before(message.audio.id, call.state, call.created)
            texts[at] = "\n".join(filter(None, (texts[at], said.transcript)))
            heard += said.audio_tokens
    return structs.replace(beside, audio=heard) if heard != beside.audio else beside


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
    written = [writing.filtered(task.write(index), call.filtered_after) for index in range(ask.n or 1)]
    return [_as_function(each) for each in written] if ask.functions else written


def _as_function(written: writing.Written) -> writing.Written:
    if not written.tool:
        return written
    finish = "function_call" if written.finish == "tool_calls" else written.finish
    return structs.replace(written, as_function=True, finish=finish, beside=())


def _definitions(ask: ChatAsk) -> str:
    defined: list[Any] = []
    if ask.tools:
        defined.append(ask.tools)
    if ask.functions:
        defined.append(ask.functions)
    if ask.response_format is not None and ask.response_format.json_schema is not None:
        defined.append(ask.response_format.json_schema)
    carried = [called for message in ask.messages if (called := message.tool_calls or message.function_call)]
    return msgspec.json.encode([*defined, *carried]).decode() if defined or carried else ""


def _task(ask: ChatAsk, prompt: str, seed: int, tokens_max: int | None) -> conversation.Task:
    functions, choice = ask.callable, ask.choice
    asked_by_user = ask.messages[-1].role == "user"
    function = conversation.chosen(functions, choice, asked_by_user=asked_by_user)
    parallel = ask.parallel_tool_calls and tokens_max is None
    response_format = ask.response_format
    stop = (ask.stop,) if isinstance(ask.stop, str) else tuple(ask.stop or ())
    return conversation.Task(
        seed=seed,
        tokens_max=tokens_max,
        stop=stop,
        function=function,
        beside=conversation.called_beside(function, functions, choice) if parallel else (),
        json=response_format is not None and response_format.type != "text",
        schema=response_format.json_schema.schema if response_format and response_format.json_schema else None,
        fitting=(ask.prediction.text if ask.prediction else None) or fitting.text_for(prompt),
    )


def _voices(plan: _Plan) -> list[Spoken | None]:
    """Each choice as it is spoken, kept for later; None where it is not."""
    audio, call = plan.ask.audio, plan.call
    if not plan.ask.spoken or audio is None:
        return [None] * len(plan.written)
    voices = [
        None if each.tool or each.finish == "content_filter" else spoken.speak(each.tokens, audio.format, call.created)
        for each in plan.written
    ]
    for voice in filter(None, voices):
        spoken.keep(voice, call.state)
    return voices


def _usage(plan: _Plan, cached: int, voices: list[Spoken | None]) -> Usage:
    written_tokens = sum(each.token_count for each in plan.written)
    sound_tokens = sum(voice.audio_tokens for voice in voices if voice) if plan.ask.spoken else 0
    return Usage(
        prompt_tokens=plan.prompt_tokens,
        cached_tokens=cached,
        audio_prompt_tokens=plan.beside.audio,
        image_prompt_tokens=plan.beside.image,
        completion_tokens=plan.thought + sound_tokens + plan.predicted.rejected + written_tokens,
        reasoning_tokens=plan.thought,
        audio_completion_tokens=sound_tokens,
    )


def _compose_plain(plan: _Plan, cached: int) -> Answer:
    call, voices = plan.call, _voices(plan)
    usage = _usage(plan, cached, voices)
    pictures = _pictures(plan.ask) if plan.beside.image else 0
    told = plan.ask.logprobs_of_others
    choices = b",".join(
        chat_choice.whole(each, index, call.shapes, told, voice)
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
        chat_usage_json(usage, call.shapes.profile, by_kind=_by_kind(call), predicted=plan.predicted),
    )
    return Answer(body=body, usage=usage, content_type=JSON_OF_PICTURES if _apart(call, pictures) else JSON)


def _by_kind(call: Call) -> bool:
    """Whether usage tells text and pictures apart."""
    return catalog.speaks(call.settings.model)


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


def _compose_stream(plan: _Plan, cached: int) -> Answer:
    call, voices = plan.call, _voices(plan)
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
        by_kind=_by_kind(call),
        predicted=plan.predicted,
    )
    unseen = usage.reasoning_tokens + plan.predicted.rejected
    events = stream.events(plan.written, unseen_tokens=unseen, voices=voices)
    return Answer(content_type=EVENT_STREAM, events=events, usage=usage)
