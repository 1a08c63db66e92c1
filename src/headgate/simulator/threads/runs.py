"""Runs: an assistant is set to work on a thread, asked how far it is, given the outputs of tools, or stopped."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from headgate.simulator import errors, ids
from headgate.simulator.answer import EVENT_STREAM, Answer
from headgate.simulator.apis.limits import check_length, checked_metadata
from headgate.simulator.apis.state_call import StateCall, answered
from headgate.simulator.errors import AzureError
from headgate.simulator.state.paging import page
from headgate.simulator.state.threads import Assistant, Json, Run, Thread
from headgate.simulator.threads import assistants, contents, course, formats, limits, model, shown, threads, tools
from headgate.simulator.threads.contents import MessageAsk
from headgate.simulator.threads.events import RunEvents, event
from headgate.simulator.threads.formats import ResponseFormat
from headgate.simulator.threads.messages import METADATA
from headgate.simulator.threads.threads import ThreadAsk
from headgate.simulator.threads.tools import ToolResources

_TokensMax = Annotated[int, Meta(ge=limits.TOKENS_MIN)]


class Truncation(Struct):
    """What of a long thread the model is shown."""

    type: Literal["auto", "last_messages"] = "auto"
    last_messages: Annotated[int, Meta(ge=1)] | None = None


class RunAsk(Struct):
    """A request for a run; what is not given is the assistant's."""

    assistant_id: str
    model: str | None = None
    instructions: str | None = None
    additional_instructions: str | None = None
    additional_messages: list[MessageAsk] | None = None
    tools: list[dict[str, Any]] | None = None
    tool_resources: ToolResources | None = None
    metadata: dict[str, str] | None = None
    temperature: Annotated[float, Meta(ge=0, le=2)] | None = None
    top_p: Annotated[float, Meta(ge=0, le=1)] | None = None
    stream: bool | None = None
    max_prompt_tokens: _TokensMax | None = None
    max_completion_tokens: _TokensMax | None = None
    truncation_strategy: Truncation | None = None
    tool_choice: str | dict[str, Any] | None = None
    parallel_tool_calls: bool | None = None
    response_format: str | ResponseFormat | None = None
    reasoning_effort: str | None = None
    thread: ThreadAsk | None = None
    """Of a request for a thread and its run in one."""


class Output(Struct):
    """What a function came to."""

    tool_call_id: str
    output: str = ""


class OutputsAsk(Struct):
    """The outputs that a run waits for."""

    tool_outputs: list[Output]
    stream: bool | None = None


_ASK = msgspec.json.Decoder(RunAsk)
_OUTPUTS = msgspec.json.Decoder(OutputsAsk)


def create(call: StateCall) -> Answer:
    """Set an assistant to work on a thread."""
    thread = threads.kept(call)
    if (active := thread.active_run) is not None:
        raise errors.invalid(f"Thread {thread.id} already has an active run {active.id}.")
    return _created(call, thread, call.read(_ASK), [])


def create_with_thread(call: StateCall) -> Answer:
    """Make a thread and set an assistant to work on it."""
    ask = call.read(_ASK)
    thread = threads.made(call, ask.thread or ThreadAsk())
    return _created(call, thread, ask, [event("thread.created", shown.thread(thread))])


def _created(call: StateCall, thread: Thread, ask: RunAsk, opening: list[bytes]) -> Answer:
    """All of it is there afterwards, or nothing."""
    contents.check_room(thread)
    run = _made(call, ask, assistants.kept(call, ask.assistant_id))
    strike = model.strike(call, run.model)
    if strike.refuses:
        return Answer(fault=strike.fault)
    before = list(thread.messages)
    try:
        for each in ask.additional_messages or ():
            contents.add(call, thread, each)
        run.legs.append(model.plan(call, thread, run, strike, stream=bool(ask.stream)))
    except AzureError:
        for name in list(thread.messages)[len(before) :]:
            del thread.messages[name]
        raise
    thread.runs[run.id] = run
    if len(thread.runs) > limits.RUNS_MAX:
        del thread.runs[next(iter(thread.runs))]
    threads.keep(call, thread)
    created = event("thread.run.created", shown.run(run, thread.id))
    return _answer(thread, run, [*opening, created] if ask.stream else None, strike)


def _answer(thread: Thread, run: Run, opening: list[bytes] | None, strike: model.Strike) -> Answer:
    """The run as it begins, or what is told of it while it goes on, if there is an ``opening``."""
    if opening is None:
        answer = answered(shown.run(run, thread.id))
    else:
        leg = run.legs[-1]
        answer = Answer(
            content_type=EVENT_STREAM,
            events=RunEvents(thread, run).all(opening),
            first_token_seconds=leg.first_token_seconds,
            between_tokens_seconds=leg.between_tokens_seconds,
        )
    answer.fault = strike.on_the_way
    return answer


def list_all(call: StateCall) -> Answer:
    """A page of a thread's runs, newest first."""
    thread = threads.kept(call)
    listed = page(
        thread.runs.values(), call.query, id_of=lambda each: each.id, shown=partial(shown.run, thread_id=thread.id)
    )
    return answered(listed)


def get(call: StateCall) -> Answer:
    """How far a run is."""
    thread, run = kept(call)
    return answered(shown.run(run, thread.id))


def update(call: StateCall) -> Answer:
    """Change its metadata."""
    thread, run = kept(call)
    run.metadata = checked_metadata(call.read(METADATA).metadata)
    return answered(shown.run(run, thread.id))


def cancel(call: StateCall) -> Answer:
    """Stop a run: it is being cancelled, and whoever looks next finds it cancelled."""
    thread, run = kept(call)
    if run.status not in ("queued", "in_progress", "requires_action"):
        raise errors.invalid(f"Cannot cancel run with status '{run.status}'.")
    run.status, run.ended_at = "cancelling", call.now
    return answered(shown.run(run, thread.id))


def submit_tool_outputs(call: StateCall) -> Answer:
    """Give a run what it waits for; it goes on."""
    thread, run = kept(call)
    ask = call.read(_OUTPUTS)
    if run.status != "requires_action":
        raise errors.invalid(f'Runs in status "{run.status}" do not accept tool outputs.')
    step = run.steps[-1]
    outputs = {each.tool_call_id: each.output for each in ask.tool_outputs}
    expected = [each["id"] for each in step.tool_calls]
    if sorted(outputs) != sorted(expected):
        raise errors.invalid(f"Expected tool outputs for call_ids {expected}, got {list(outputs)}")
    strike = model.strike(call, run.model)
    if strike.refuses:
        return Answer(fault=strike.fault)
    for each in step.tool_calls:
        each["function"]["output"] = outputs[each["id"]]
    step.status, step.ended_at, step.usage = "completed", int(call.now), run.legs[-1].steps[-1].usage
    run.asked_size += len(call.body)
    run.legs.append(model.plan(call, thread, run, strike, stream=bool(ask.stream)))
    run.status = "queued"
    threads.keep(call, thread)
    opening = [event("thread.run.step.completed", shown.step(step, run, thread.id))]
    return _answer(thread, run, opening if ask.stream else None, strike)


def kept(call: StateCall) -> tuple[Thread, Run]:
    """The run that the path names, where it is by now.

    Raises:
        AzureError: a 404 when it is not here.
    """
    thread = threads.kept(call)
    run = thread.runs.get(call.ids[1])
    if run is None:
        raise errors.not_found("run", call.ids[1])
    return thread, run


def _made(call: StateCall, ask: RunAsk, assistant: Assistant) -> Run:
    """A run as it was asked for; it has not begun."""
    check_length(ask.instructions, "instructions", limits.INSTRUCTIONS_CHARACTERS_MAX)
    name = ask.model or assistant.model
    assistants.deployment_of(call, name)
    truncation = ask.truncation_strategy or Truncation()
    instructions = assistant.instructions if ask.instructions is None else ask.instructions
    resources = assistant.tool_resources if ask.tool_resources is None else tools.made(call, ask.tool_resources)
    taken = assistant.tools if ask.tools is None else tools.checked(ask.tools)
    return Run(
        id=ids.of("run_"),
        created_at=call.now,
        assistant_id=assistant.id,
        model=name,
        instructions="\n".join(each for each in (instructions, ask.additional_instructions) if each),
        tools=taken,
        tool_resources=resources,
        metadata=checked_metadata(ask.metadata),
        temperature=assistant.temperature if ask.temperature is None else ask.temperature,
        top_p=assistant.top_p if ask.top_p is None else ask.top_p,
        response_format=assistant.response_format if ask.response_format is None else formats.kept(ask.response_format),
        reasoning_effort=ask.reasoning_effort or assistant.reasoning_effort,
        tool_choice=_choice(ask.tool_choice, taken),
        parallel_tool_calls=ask.parallel_tool_calls is not False,
        max_prompt_tokens=ask.max_prompt_tokens,
        max_completion_tokens=ask.max_completion_tokens,
        truncation={"type": truncation.type, "last_messages": truncation.last_messages},
        expires_at=call.now + course.SECONDS_MAX,
        asked_size=len(call.body) + (len(assistant.instructions or "") if ask.additional_instructions else 0),
    )


def _choice(asked: str | Json | None, offered: list[Json]) -> str | Json:
    if isinstance(asked, str) and asked not in ("auto", "none", "required"):
        text = f"Invalid value: '{asked}'. Supported values are: 'none', 'auto', and 'required'."
        raise errors.invalid(text, param="tool_choice", code="invalid_value")
    if isinstance(asked, Mapping) and not any(_is_chosen(each, asked) for each in offered):
        text = "Invalid value for 'tool_choice': the tool that it names is not among 'tools'."
        raise errors.invalid(text, param="tool_choice", code="invalid_value")
    return asked or "auto"


def _is_chosen(offered: Json, asked: Mapping[str, Any]) -> bool:
    if offered["type"] != asked.get("type"):
        return False
    named = asked.get("function")
    return not isinstance(named, Mapping) or offered["function"]["name"] == named.get("name")
