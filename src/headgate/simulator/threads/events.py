"""The events of a streamed run, from ``thread.run.created`` to ``done`` (openai-python's types; OpenAI's examples)."""

from collections.abc import Iterator
from typing import Any

import msgspec

from headgate.simulator import tokens
from headgate.simulator.answer import Event
from headgate.simulator.state.threads import Json, Leg, PlannedStep, Run, RunStatus, Step, Thread
from headgate.simulator.threads import course, shown

DONE = b"event: done\ndata: [DONE]\n\n"


def event(name: str, data: Any) -> bytes:  # noqa: ANN401 (any object)
    """One event."""
    return b"event: %b\ndata: %b\n\n" % (name.encode(), msgspec.json.encode(data))


class RunEvents:
    """What is told of one leg of a run. It is told from a copy: the run goes on even when nobody listens."""

    def __init__(self, thread: Thread, run: Run) -> None:
        """Tell of the leg that has just been planned."""
        self._kept = (thread, run)
        self._leg: Leg = run.legs[-1]
        self._thread, self._run = course.told_of(thread, run)
        self._written = 0

    def all(self, opening: list[bytes]) -> Iterator[Event]:
        """The sequence; ``opening`` is what comes before the run is queued."""
        for each in opening:
            yield each, 0
        yield self._of_run("queued"), 0
        course.start(self._run, self._leg)
        yield self._of_run("in_progress"), 0
        for planned in self._leg.steps:
            yield from self._step(planned)
            if self._stopped() is not None:
                break
        yield from self._ending()
        yield DONE, 0

    def _ending(self) -> Iterator[Event]:
        """Who is told that a run is over finds it over."""
        if (stopped := self._stopped()) is None:
            course.conclude(self._thread, self._run, self._leg)
            course.finish(*self._kept, self._leg)
        else:
            course.end(self._thread, self._run, stopped, self._leg.at(self._written))
            step = self._run.steps[-1] if self._run.steps else None
            if step is not None and step.status != "completed":
                if step.message_id in self._thread.messages:
                    yield self._of_message("incomplete", step), 0
                yield self._of_step(step.status, step), 0
        yield self._of_run(self._run.status), 0

    def _stopped(self) -> RunStatus | None:
        """Whether somebody has cancelled it meanwhile, or its time is over."""
        if self._kept[1].status in ("cancelling", "cancelled"):
            return "cancelled"
        return "expired" if self._leg.at(self._written) > self._run.expires_at else None

    def _step(self, planned: PlannedStep) -> Iterator[Event]:
        step = course.begin(self._thread, self._run, planned, self._leg.at(self._written))
        thought = planned.usage.completion_tokens - len(planned.pieces)
        self._written += thought
        yield self._of_step("created", step), thought
        yield self._of_step("in_progress", step), 0
        yield from self._message(planned, step) if planned.kind == "message" else self._calls(planned)
        if self._stopped() is not None:
            return
        course.complete(self._thread, step, planned, self._leg.at(self._written))
        if planned.kind == "message":
            yield self._of_message("completed" if planned.cut_off is None else "incomplete", step), 0
        if planned.kind != "function":
            yield self._of_step("completed", step), 0

    def _message(self, planned: PlannedStep, step: Step) -> Iterator[Event]:
        yield self._of_message("created", step), 0
        yield self._of_message("in_progress", step), 0
        at = 0
        for piece in planned.pieces:
            if self._stopped() is not None:
                return
            cited = [each for each in planned.annotations if each["start_index"] == at]
            numbered = [{"index": number, **each} for number, each in enumerate(cited)]
            text = {"value": piece, "annotations": numbered} if numbered else {"value": piece}
            delta = {"content": [{"index": 0, "type": "text", "text": text}]}
            told = {"id": planned.message_id, "object": "thread.message.delta", "delta": delta}
            self._written += 1
            at += len(piece)
            yield event("thread.message.delta", told), 1

    def _calls(self, planned: PlannedStep) -> Iterator[Event]:
        for index, call in enumerate(planned.tool_calls):
            kind = call["type"]
            for member, count in _pieces(call):
                if self._stopped() is not None:
                    return
                named = {"id": call["id"]} if count == 0 else {}
                delta = {"type": "tool_calls", "tool_calls": [{"index": index, **named, "type": kind, kind: member}]}
                told = {"id": planned.id, "object": "thread.run.step.delta", "delta": {"step_details": delta}}
                self._written += count
                yield event("thread.run.step.delta", told), count

    def _of_run(self, what: str) -> bytes:
        return event(f"thread.run.{what}", shown.run(self._run, self._thread.id))

    def _of_step(self, what: str, step: Step) -> bytes:
        return event(f"thread.run.step.{what}", shown.step(step, self._run, self._thread.id))

    def _of_message(self, what: str, step: Step) -> bytes:
        message = self._thread.messages[step.message_id]
        return event(f"thread.message.{what}", shown.message(message, self._thread.id))


def _pieces(call: Json) -> Iterator[tuple[Json, int]]:
    """A tool call bit by bit: how it begins, then what is written of it, and what came out; with tokens."""
    match call["type"]:
        case "function":
            yield {"name": call["function"]["name"], "arguments": "", "output": None}, 0
            for piece in tokens.split(call["function"]["arguments"]):
                yield {"arguments": piece}, 1
        case "code_interpreter":
            yield {"input": "", "outputs": []}, 0
            for piece in tokens.split(call["code_interpreter"]["input"]):
                yield {"input": piece}, 1
            outputs = [{"index": number, **each} for number, each in enumerate(call["code_interpreter"]["outputs"])]
            yield {"outputs": outputs}, 0
        case _:
            yield {}, 0
