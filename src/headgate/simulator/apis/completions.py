"""Text completions: the older sibling of chat."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from headgate.core.usage import Usage
from headgate.simulator import errors, filters, ids, tokens, writing
from headgate.simulator.answer import EVENT_STREAM, Answer, Event, Prepared
from headgate.simulator.apis import logprobs
from headgate.simulator.apis.call import Call, read
from headgate.simulator.apis.chat_ask import StreamOptions
from headgate.simulator.apis.token_usage import chat_usage_json
from headgate.simulator.shapes import Shapes
from headgate.simulator.writing import Written

_TOKENS_MAX_DEFAULT = 16
"""The API's own default."""


class CompletionAsk(Struct):
    """The members of a completion request that mean something here."""

    prompt: str | list[str | int | list[int]] | None = None
    suffix: str | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    max_tokens: Annotated[int, Meta(ge=0)] | None = None
    n: Annotated[int, Meta(ge=1, le=128)] | None = None
    best_of: Annotated[int, Meta(ge=1, le=20)] | None = None
    logprobs: Annotated[int, Meta(ge=0, le=5)] | None = None
    echo: bool | None = None
    stop: str | list[str] | None = None
    temperature: Annotated[float, Meta(ge=0, le=2)] | None = None
    top_p: Annotated[float, Meta(ge=0, le=1)] | None = None

    @property
    def tokens_max(self) -> int:
        """The longest completion."""
        return _TOKENS_MAX_DEFAULT if self.max_tokens is None else self.max_tokens

    @property
    def prompts(self) -> "list[str | list[int]]":
        """Each prompt: text, or tokens whose text is not known here."""
        if not isinstance(self.prompt, list):
            return [self.prompt or ""]
        numbers = [each for each in self.prompt if isinstance(each, int)]
        others = [each for each in self.prompt if not isinstance(each, int)]
        return [numbers, *others] if numbers else others or [""]


_DECODER = msgspec.json.Decoder(CompletionAsk)


class _Choice(Struct, frozen=True):
    """What one choice shows: the prompt again, if that was asked for, and what was written."""

    written: Written
    repeated: tuple[str, ...] = ()
    """Tokens of the prompt."""


class _Plan(Struct, frozen=True):
    """What is going to be answered, before it is known whether there is capacity."""

    call: Call
    ask: CompletionAsk
    choices: list[_Choice]
    usage: Usage

    def logprobs_of(self, shown: list[str], *, before: int = 0) -> dict[str, Any] | None:
        """The member ``logprobs`` of what is shown."""
        return None if self.ask.logprobs is None else logprobs.of_completion(shown, self.ask.logprobs, before=before)


def prepare(call: Call) -> Prepared:
    """Read a completion request.

    Raises:
        AzureError: a 400 when it is not one.
    """
    ask = read(call.body, _DECODER)
    _check_best_of(ask)
    text = "\n".join(prompt for prompt in ask.prompts if isinstance(prompt, str))
    prompt_tokens = sum(_count(prompt) for prompt in ask.prompts) + tokens.count(ask.suffix or "")
    return Prepared(
        compose=partial(_compose, _planned(call, ask, writing.seed_of(text), prompt_tokens)),
        prompt_tokens=prompt_tokens,
        prompt_characters=len(text) or 4 * prompt_tokens,
        prompt=text,
        prompt_param="prompt",
        completion_tokens_max=ask.tokens_max * (ask.best_of or 1),
        stream=bool(ask.stream),
    )


def _check_best_of(ask: CompletionAsk) -> None:
    best_of, count = ask.best_of or ask.n or 1, ask.n or 1
    if best_of < count:
        message = (
            "You requested that the server return more choices than it will generate (HINT: you must set 'best_of' "
            f"(currently {best_of}) to be at least 'n' (currently {count}), or omit either parameter if you don't "
            "specifically want to use them.)"
        )
        raise errors.invalid(message, param="best_of")
    if ask.stream and best_of > count:
        message = "Invalid value for 'best_of': it must not be greater than 'n' when 'stream' is true."
        raise errors.invalid(message, param="best_of", code="invalid_value")


def _count(prompt: str | list[int]) -> int:
    return tokens.count(prompt) if isinstance(prompt, str) else len(prompt)


def _planned(call: Call, ask: CompletionAsk, seed: int, prompt_tokens: int) -> _Plan:
    """Of ``best_of`` completions of each prompt the first ``n`` are shown; all are billed."""
    stop = (ask.stop,) if isinstance(ask.stop, str) else tuple(ask.stop or ())
    count = ask.n or 1
    choices: list[_Choice] = []
    billed = 0
    for prompt in ask.prompts:
        repeated = tuple(tokens.split(prompt)) if ask.echo and isinstance(prompt, str) else ()
        for number in range(ask.best_of or count):
            written = writing.filtered(_write(ask, seed + len(choices), stop), call.filtered_after)
            billed += len(written.tokens)
            if number < count:
                choices.append(_Choice(written, repeated))
    return _Plan(call, ask, choices, Usage(prompt_tokens=prompt_tokens, completion_tokens=billed))


def _write(ask: CompletionAsk, seed: int, stop: tuple[str, ...]) -> Written:
    if not ask.tokens_max:
        return Written(tokens=[], finish="length")
    return writing.write_text(seed, tokens_max=ask.tokens_max, stop=stop)


def _compose(plan: _Plan, cached: int) -> Answer:
    call, ask = plan.call, plan.ask
    usage = msgspec.structs.replace(plan.usage, cached_tokens=cached)
    if ask.stream:
        include_usage = ask.stream_options is not None and ask.stream_options.include_usage
        events = _events(plan, usage if include_usage else None)
        return Answer(content_type=EVENT_STREAM, events=events, usage=usage)
    rendered = [_whole(plan, choice, index) for index, choice in enumerate(plan.choices)]
    found = filters.prompt_filter_results(call.shapes.prompt_results, len(ask.prompts))
    body = _object(call, ids.text_completion().decode(), rendered, usage, prompt_filter_results=msgspec.Raw(found))
    return Answer(body=body + b"\n", usage=usage)


def _whole(plan: _Plan, choice: _Choice, index: int) -> dict[str, Any]:
    written = choice.written
    stopped = written.finish == "content_filter"
    shown = [*choice.repeated, *([] if stopped else written.tokens)]
    results = filters.BLOCKED_COMPLETION_RESULTS if stopped else plan.call.shapes.completion_results
    return _choice(results, "".join(shown), index, written.finish, plan.logprobs_of(shown))


def _choice(
    results: bytes, text: str, index: int, finish: str | None, told: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "content_filter_results": msgspec.Raw(results),
        "finish_reason": finish,
        "index": index,
        "logprobs": told,
        "text": text,
    }


def _object(
    call: Call, completion_id: str, choices: list[dict[str, Any]], usage: Usage | None, **more: msgspec.Raw
) -> bytes:
    members: dict[str, Any] = {
        "choices": choices,
        "created": call.created,
        "id": completion_id,
        "model": call.served_model,
        "object": "text_completion",
        **more,
    }
    if usage is not None:
        members["usage"] = msgspec.Raw(chat_usage_json(usage, call.shapes.profile))
    return msgspec.json.encode(members)


def _events(plan: _Plan, usage: Usage | None) -> Iterator[Event]:
    """Choice after choice, token by token; a stream that the filter stops has no usage, though it was asked for."""
    call, completion_id = plan.call, ids.text_completion().decode()
    for index, choice in enumerate(plan.choices):
        for rendered, count in _pieces(plan, choice, index, call.shapes):
            yield b"data: %b\n\n" % _object(call, completion_id, [rendered], None), count
    if usage is not None and all(choice.written.finish != "content_filter" for choice in plan.choices):
        yield b"data: %b\n\n" % _object(call, completion_id, [], usage), 0
    yield b"data: [DONE]\n\n", 0


def _pieces(plan: _Plan, choice: _Choice, index: int, shapes: Shapes) -> Iterator[tuple[dict[str, Any], int]]:
    offset = 0
    for number, token in enumerate((*choice.repeated, *choice.written.tokens)):
        told = plan.logprobs_of([token], before=offset)
        yield _choice(shapes.completion_results, token, index, None, told), int(number >= len(choice.repeated))
        offset += len(token)
    finish = choice.written.finish
    results = filters.BLOCKED_COMPLETION_RESULTS if finish == "content_filter" else b"{}"
    yield _choice(results, "", index, finish), 0
