"""Text completions: the older sibling of chat."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from headgate.core.usage import Usage
from headgate.simulator import ids, tokens, writing
from headgate.simulator.answer import EVENT_STREAM, Answer, Event, Prepared
from headgate.simulator.apis.call import Call, read
from headgate.simulator.apis.chat_ask import StreamOptions
from headgate.simulator.apis.token_usage import chat_usage_json
from headgate.simulator.shapes import Shapes

_TOKENS_MAX_DEFAULT = 16
"""The API's own default."""


class CompletionAsk(Struct):
    """The members of a completion request that mean something here."""

    prompt: str | list[str | int | list[int]] | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    max_tokens: Annotated[int, Meta(ge=1)] | None = None
    n: Annotated[int, Meta(ge=1, le=128)] | None = None
    stop: str | list[str] | None = None


_DECODER = msgspec.json.Decoder(CompletionAsk)


def prepare(call: Call) -> Prepared:
    """Read a completion request.

    Raises:
        AzureError: a 400 when it is not one.
    """
    ask = read(call.body, _DECODER)
    prompts = ask.prompt if isinstance(ask.prompt, list) else [ask.prompt or ""]
    text = "\n".join(prompt for prompt in prompts if isinstance(prompt, str))
    prompt_tokens = sum(_count(prompt) for prompt in prompts)
    choices = (ask.n or 1) * max(1, sum(not isinstance(prompt, int) for prompt in prompts))
    return Prepared(
        compose=partial(_compose, call, ask, writing.seed_of(text), prompt_tokens, choices),
        prompt_tokens=prompt_tokens,
        prompt_characters=len(text) or 4 * prompt_tokens,
        prompt=text,
        prompt_param="prompt",
        completion_tokens_max=ask.max_tokens or _TOKENS_MAX_DEFAULT,
        stream=bool(ask.stream),
    )


def _count(prompt: str | list[int] | int) -> int:
    if isinstance(prompt, int):
        return 1
    return tokens.count(prompt) if isinstance(prompt, str) else len(prompt)


def _compose(call: Call, ask: CompletionAsk, seed: int, prompt_tokens: int, choices: int, cached: int) -> Answer:
    stop = (ask.stop,) if isinstance(ask.stop, str) else tuple(ask.stop or ())
    tokens_max = ask.max_tokens or _TOKENS_MAX_DEFAULT
    written = [writing.write_text(seed + index, tokens_max=tokens_max, stop=stop) for index in range(choices)]
    usage = Usage(
        prompt_tokens=prompt_tokens,
        cached_tokens=cached,
        completion_tokens=sum(len(each.tokens) for each in written),
    )
    if ask.stream:
        include_usage = ask.stream_options is not None and ask.stream_options.include_usage
        events = _events(call, written, usage if include_usage else None)
        return Answer(content_type=EVENT_STREAM, events=events, usage=usage)
    rendered = [_choice(call.shapes, each.text, index, each.finish) for index, each in enumerate(written)]
    body = _object(call, ids.text_completion().decode(), rendered, usage) + b"\n"
    return Answer(body=body, usage=usage)


def _choice(shapes: Shapes, text: str, index: int, finish: str | None) -> dict[str, Any]:
    results = msgspec.Raw(shapes.completion_results if text else b"{}")
    return {
        "content_filter_results": results,
        "finish_reason": finish,
        "index": index,
        "logprobs": None,
        "text": text,
    }


def _object(call: Call, completion_id: str, choices: list[dict[str, Any]], usage: Usage | None) -> bytes:
    members: dict[str, Any] = {
        "choices": choices,
        "created": call.created,
        "id": completion_id,
        "model": call.served_model,
        "object": "text_completion",
    }
    if usage is not None:
        members["usage"] = msgspec.Raw(chat_usage_json(usage, call.shapes.profile))
    return msgspec.json.encode(members)


def _events(call: Call, written: list[writing.Written], usage: Usage | None) -> Iterator[Event]:
    completion_id = ids.text_completion().decode()
    for index, each in enumerate(written):
        for token in each.tokens:
            choice = _choice(call.shapes, token, index, None)
            yield b"data: %b\n\n" % _object(call, completion_id, [choice], None), 1
        choice = _choice(call.shapes, "", index, each.finish)
        yield b"data: %b\n\n" % _object(call, completion_id, [choice], None), 0
    if usage is not None:
        yield b"data: %b\n\n" % _object(call, completion_id, [], usage), 0
    yield b"data: [DONE]\n\n", 0
