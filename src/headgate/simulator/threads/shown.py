"""Assistants, threads, messages, runs and steps as answers and events show them (openai-python's types, 2026)."""

from typing import Any

from headgate.core.usage import Usage
from headgate.simulator.state.threads import Assistant, Json, Message, Run, Step, Thread


def assistant(kept: Assistant) -> Json:
    """An assistant."""
    return {
        "id": kept.id,
        "object": "assistant",
        "created_at": kept.created_at,
        "name": kept.name,
        "description": kept.description,
        "model": kept.model,
        "instructions": kept.instructions,
        "tools": kept.tools,
        "top_p": kept.top_p,
        "temperature": kept.temperature,
        "reasoning_effort": kept.reasoning_effort,
        "tool_resources": kept.tool_resources,
        "metadata": kept.metadata,
        "response_format": kept.response_format,
    }


def thread(kept: Thread) -> Json:
    """A thread, without what is in it."""
    return {
        "id": kept.id,
        "object": "thread",
        "created_at": kept.created_at,
        "metadata": kept.metadata,
        "tool_resources": kept.tool_resources,
    }


def message(kept: Message, thread_id: str) -> Json:
    """A message."""
    reason = kept.incomplete_reason
    return {
        "id": kept.id,
        "object": "thread.message",
        "created_at": kept.created_at,
        "assistant_id": kept.assistant_id,
        "thread_id": thread_id,
        "run_id": kept.run_id,
        "status": kept.status,
        "incomplete_details": None if reason is None else {"reason": reason},
        "incomplete_at": kept.incomplete_at,
        "completed_at": kept.completed_at,
        "role": kept.role,
        "content": kept.content,
        "attachments": kept.attachments,
        "metadata": kept.metadata,
    }


def run(kept: Run, thread_id: str) -> Json:
    """A run."""
    status, reason = kept.status, kept.incomplete_reason
    return {
        "id": kept.id,
        "object": "thread.run",
        "created_at": int(kept.created_at),
        "assistant_id": kept.assistant_id,
        "thread_id": thread_id,
        "status": status,
        "started_at": _moment(kept.started_at),
        "expires_at": int(kept.expires_at) if kept.active else None,
        "cancelled_at": _moment(kept.ended_at) if status == "cancelled" else None,
        "failed_at": _moment(kept.ended_at) if status == "failed" else None,
        "completed_at": _moment(kept.ended_at) if status in ("completed", "incomplete") else None,
        "required_action": _required_action(kept) if status == "requires_action" else None,
        "last_error": kept.error,
        "model": kept.model,
        "instructions": kept.instructions,
        "tools": kept.tools,
        "tool_resources": kept.tool_resources,
        "metadata": kept.metadata,
        "temperature": kept.temperature,
        "top_p": kept.top_p,
        "reasoning_effort": kept.reasoning_effort,
        "max_completion_tokens": kept.max_completion_tokens,
        "max_prompt_tokens": kept.max_prompt_tokens,
        "truncation_strategy": kept.truncation,
        "incomplete_details": None if reason is None else {"reason": reason},
        "usage": None if kept.active else _usage(*(leg.usage for leg in kept.legs)),
        "response_format": kept.response_format,
        "tool_choice": kept.tool_choice,
        "parallel_tool_calls": kept.parallel_tool_calls,
    }


def step(kept: Step, parent: Run, thread_id: str, *, with_content: bool = False) -> Json:
    """A step of a run; what a search found is shown ``with_content`` only if it was asked for."""
    if kept.kind == "message":
        details: Json = {"type": "message_creation", "message_creation": {"message_id": kept.message_id}}
    else:
        calls = kept.tool_calls if with_content else [_without_content(each) for each in kept.tool_calls]
        details = {"type": "tool_calls", "tool_calls": calls}
    status = kept.status
    return {
        "id": kept.id,
        "object": "thread.run.step",
        "created_at": kept.created_at,
        "run_id": parent.id,
        "assistant_id": parent.assistant_id,
        "thread_id": thread_id,
        "type": details["type"],
        "status": status,
        "cancelled_at": kept.ended_at if status == "cancelled" else None,
        "completed_at": kept.ended_at if status == "completed" else None,
        "expires_at": int(parent.expires_at) if status == "in_progress" else None,
        "expired_at": kept.ended_at if status == "expired" else None,
        "failed_at": kept.ended_at if status == "failed" else None,
        "last_error": kept.error,
        "step_details": details,
        "usage": None if kept.usage is None else _usage(kept.usage),
        "metadata": {},
    }


def text(value: str, annotations: list[Json] | None = None) -> Json:
    """A part of a message that is text."""
    return {"type": "text", "text": {"value": value, "annotations": annotations or []}}


def _required_action(kept: Run) -> Json:
    """What the caller has to do: carry out functions."""
    waiting = kept.steps[-1].tool_calls
    calls = [
        {**each, "function": {name: value for name, value in each["function"].items() if name != "output"}}
        for each in waiting
    ]
    return {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": calls}}


def _without_content(call: Json) -> Json:
    if call["type"] != "file_search":
        return call
    results = [
        {name: value for name, value in each.items() if name != "content"} for each in call["file_search"]["results"]
    ]
    return {**call, "file_search": {**call["file_search"], "results": results}}


def _usage(*used: Usage) -> Json:
    """Of everything together (its members as reported of Azure in April 2025)."""
    prompt = sum(each.prompt_tokens for each in used)
    completion = sum(each.completion_tokens for each in used)
    cached = sum(each.cached_tokens for each in used)
    totals = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    return {**totals, "prompt_token_details": {"cached_tokens": cached}}


def _moment(at: float | None) -> Any:  # noqa: ANN401 (a whole number or null)
    return None if at is None else int(at)
