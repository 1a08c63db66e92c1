"""Responses: reading the request, composing the answer as recorded in April 2026, and keeping it."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import msgspec
from msgspec import structs

from headgate.core.usage import Usage
from headgate.simulator import errors, fitting, ids, writing
from headgate.simulator.answer import EVENT_STREAM, Answer, Event, Prepared
from headgate.simulator.apis import conversation, parts, reasoning, response_items, response_search
from headgate.simulator.apis.call import Call
from headgate.simulator.apis.response_ask import ResponseAsk, TextFormat, read_ask
from headgate.simulator.apis.response_events import ResponseEvents
from headgate.simulator.apis.response_items import Item
from headgate.simulator.apis.response_object import ResponseObject, pretty_json
from headgate.simulator.apis.response_search import SearchRun
from headgate.simulator.state import responses as stored
from headgate.simulator.truth import NOTHING

_LAST_PHASE = "final_answer"
_SUMMARY = "**Weighing the question**\n\nI look at what is asked and at what is known, and keep the answer short."


def prepare(call: Call) -> Prepared:
    """Read a request for a response.

    Raises:
        AzureError: a 400 when it is not one, or names an earlier response that is not here.
    """
    ask = read_ask(call.body)
    if ask.background and not ask.kept:
        raise errors.invalid("Background mode requires 'store' to be true.", param="background")
    prepares = call.connection is not None and ask.generate is False
    own = _items(ask, may_be_absent=prepares)
    items = [*_earlier(call, ask), *own]
    _check_seals(call, items)
    definitions = msgspec.json.encode(ask.tools).decode() if ask.tools else ""
    texts = _texts(ask, items)
    search = None if prepares else response_search.run(call.state.vector_stores, ask.tools, ask.tool_choice, items)
    texts += [hit.text for hit in search.hits] if search else []
    beside = parts.beside_text((item.get("content") for item in items), call.settings.model)
    prompt_tokens = conversation.count(texts, beside_text=beside.total, definitions=definitions)
    prompt = "\n".join((*texts, definitions))
    effort = ask.reasoning.effort if ask.reasoning else None
    tokens_max = 0 if prepares else ask.max_output_tokens
    thought = reasoning.tokens_for(call.settings, effort, param="reasoning.effort", tokens_max=tokens_max)
    if reasoning.efforts_of(call.settings.model) is not None and reasoning.thinks(call.settings, effort):
        _check_fixed(ask)
    task = None if prepares else _task(ask, items, prompt, thought, search)
    if task is not None and beside.marks:
        task = structs.replace(task, seed=writing.seed_of(prompt + beside.marks))
    plan = _Plan(
        call, ask, own, items, task.write() if task else None, thought, search, prompt_tokens, prepares=prepares
    )
    return Prepared(
        compose=partial(_compose, plan),
        prompt_tokens=prompt_tokens,
        prompt_characters=len(prompt),
        prompt=prompt + beside.marks,
        prompt_param="input",
        completion_tokens_max=ask.max_output_tokens,
        stream=bool(ask.stream),
        throttle=partial(_compose_throttled, call, ask) if ask.stream else None,
    )


def _check_fixed(ask: ResponseAsk) -> None:
    """Refuse what a model that thinks does not take; chat says it in other words."""
    for name in ("temperature", "top_p"):
        if getattr(ask, name) not in (None, 1):
            message = f"Unsupported parameter: '{name}' is not supported with this model."
            raise errors.invalid(message, param=name, code="unsupported_parameter")
    if ask.top_logprobs is not None or ask.told_of_others is not None:
        name = "include" if ask.top_logprobs is None else "top_logprobs"
        message = "logprobs are not supported with reasoning models."
        raise errors.invalid(message, param=name, code="unsupported_parameter")


def _items(ask: ResponseAsk, *, may_be_absent: bool) -> list[dict[str, Any]]:
    if ask.input is None and may_be_absent:
        return []
    if ask.input is None:
        raise errors.invalid("Missing required parameter: 'input'.", param="input", code="missing_required_parameter")
    return [{"role": "user", "content": ask.input}] if isinstance(ask.input, str) else ask.input


def _earlier(call: Call, ask: ResponseAsk) -> list[dict[str, Any]]:
    """The conversation that this response continues."""
    if not ask.previous_response_id:
        return []
    if call.connection and (said := call.connection.conversation(ask.previous_response_id)) is not None:
        return said
    previous = call.state.responses.get(ask.previous_response_id)
    if previous is None:
        raise errors.invalid(
            f"Previous response with id '{ask.previous_response_id}' not found.",
            param="previous_response_id",
            code="previous_response_not_found",
        )
    return stored.conversation(call.state.responses, previous)


def _check_seals(call: Call, items: Sequence[dict[str, Any]]) -> None:
    """Reasoning that another resource sealed cannot be read here."""
    for item in items:
        sealed = item.get("encrypted_content")
        if isinstance(sealed, str) and not call.state.seal.is_mine(sealed):
            raise errors.invalid(
                f"The encrypted content for item {item.get('id')} could not be verified. Reason: Encrypted content "
                "could not be decrypted or parsed.",
                code="invalid_encrypted_content",
            )


def _texts(ask: ResponseAsk, items: Sequence[dict[str, Any]]) -> list[str]:
    texts = [text for item in items if (text := conversation.text_of(item.get("content")))]
    texts += [ask.instructions] if ask.instructions else []
    texts += [str(item[name]) for item in items for name in ("arguments", "output") if name in item]
    return texts


def _task(
    ask: ResponseAsk, items: Sequence[dict[str, Any]], prompt: str, thought: int, search: SearchRun | None
) -> conversation.Task | None:
    """What to write after thinking; None when the caller's maximum is used up by then."""
    tokens_max = None if ask.max_output_tokens is None else ask.max_output_tokens - thought
    if tokens_max == 0:
        return None
    functions = [
        conversation.Function(name=str(tool["name"]), parameters=tool.get("parameters") or {})
        for tool in ask.tools or ()
        if tool.get("type") == "function" and "name" in tool
    ]
    last = items[-1] if items else {}
    text_format = ask.text.format if ask.text and ask.text.format else TextFormat()
    asked_by_user = last.get("role") == "user" and not search
    function = conversation.chosen(functions, ask.tool_choice, asked_by_user=asked_by_user)
    parallel = ask.parallel_tool_calls and tokens_max is None
    return conversation.Task(
        seed=writing.seed_of(prompt),
        tokens_max=tokens_max,
        function=function,
        beside=conversation.called_beside(function, functions, ask.tool_choice) if parallel else (),
        json=text_format.type != "text",
        schema=text_format.schema,
        fitting=search.quote if search else fitting.text_for(prompt),
    )


class _Plan(NamedTuple):
    """What is going to be answered, before it is known whether there is capacity."""

    call: Call
    ask: ResponseAsk
    own: list[dict[str, Any]]
    """The items of this request alone."""
    items: list[dict[str, Any]]
    """Those of the whole conversation."""
    written: writing.Written | None
    thought: int
    search: SearchRun | None
    prompt_tokens: int
    prepares: bool


def _compose(plan: _Plan, cached: int) -> Answer:
    call, ask, written = plan.call, plan.ask, plan.written
    usage = Usage(
        prompt_tokens=plan.prompt_tokens,
        cached_tokens=cached,
        completion_tokens=plan.thought + (written.token_count if written else 0),
        reasoning_tokens=plan.thought,
    )
    item_ids = ids.ResponseIds(call.created)
    latency = call.settings.latency
    seconds = latency.first_token_seconds + usage.completion_tokens * latency.between_tokens_seconds
    response = ResponseObject(
        call=call,
        request=msgspec.to_builtins(ask),
        response_id=item_ids.new("resp"),
        items=_output(plan, item_ids),
        usage=usage,
        seconds=seconds if ask.background else 0.0,
        empty=plan.prepares,
    )
    if call.connection is not None:
        said = [*plan.items, *(item.done for item in response.items)]
        call.connection.remember(response.id, said, continued=ask.previous_response_id or "", more=len(call.body))
    if ask.kept:
        _keep(plan, response, item_ids, ends_at=call.created + seconds)
    if ask.stream:
        return Answer(content_type=EVENT_STREAM, events=_events(response, ask), usage=usage)
    shown = response.at(call.created - 1.0, None) if ask.background else response.finished()
    return Answer(body=pretty_json(shown), usage=usage, at_once=bool(ask.background))


def _output(plan: _Plan, item_ids: ids.ResponseIds) -> list[Item]:
    """Reasoning if there was any, a search if there was one, then a message or calls of functions."""
    ask, items = plan.ask, []
    told = plan.call.shapes.profile.response_phases
    if plan.thought:
        included = "reasoning.encrypted_content" in (ask.include or ())
        seal = plan.call.state.seal
        sealed = seal.seal(plan.thought, created=plan.call.created, seed=plan.prompt_tokens) if included else None
        wanted = ask.reasoning is not None and ask.reasoning.summary is not None
        thought = response_items.of_reasoning(
            item_ids, plan.thought, sealed=sealed, summary=_SUMMARY * wanted, with_content=told
        )
        items.append(thought)
    if plan.search:
        with_results = "file_search_call.results" in (ask.include or ())
        search = plan.search
        items.append(response_items.of_file_search(item_ids, search.query, search.hits, with_results=with_results))
    if plan.written is None:
        return items
    if plan.written.tool:
        return items + [response_items.of_call(item_ids, part) for part in plan.written.parts]
    cited = plan.search.hits[:1] if plan.search else []
    phase = _LAST_PHASE if told and reasoning.tells_phase(plan.call.settings.model) else ""
    message = response_items.of_message(item_ids, plan.written, cited, told_of_others=ask.told_of_others, phase=phase)
    return [*items, message]


def _events(response: ResponseObject, ask: ResponseAsk) -> Iterator[Event]:
    obfuscated = ask.stream_options is None or ask.stream_options.include_obfuscation is not False
    return ResponseEvents(response, obfuscated=obfuscated).events(background=bool(ask.background))


def _keep(plan: _Plan, response: ResponseObject, item_ids: ids.ResponseIds, *, ends_at: float) -> None:
    ask = plan.ask
    kept = stored.StoredResponse(
        id=response.id,
        previous_id=ask.previous_response_id or "",
        input_items=[_listed(item, item_ids) for item in plan.own],
        output_items=[item.done for item in response.items],
        shown=response.at,
        events=partial(_events, response, ask) if ask.stream else None,
        background=bool(ask.background),
        ends_at=ends_at,
    )
    size = len(plan.call.body) + sum(len(item.text) for item in response.items)
    plan.call.state.responses.put(kept.id, kept, size=size)


def _listed(item: dict[str, Any], item_ids: ids.ResponseIds) -> dict[str, Any]:
    """An item of the input as it is listed: with an id, a type, and its text in parts."""
    listed = {"id": item_ids.new("msg"), "type": "message", "status": "completed", **item}
    if isinstance(content := item.get("content"), str):
        kind = "output_text" if item.get("role") == "assistant" else "input_text"
        listed["content"] = [{"type": kind, "text": content}]
    return listed


def _compose_throttled(call: Call, ask: ResponseAsk, message: str) -> Answer:
    response = ResponseObject(
        call=call,
        request=msgspec.to_builtins(ask),
        response_id=ids.ResponseIds(call.created).new("resp"),
        items=[],
        usage=NOTHING,
    )
    events = ResponseEvents(response, obfuscated=False).throttled(message)
    return Answer(content_type=EVENT_STREAM, events=events)
