"""How a run goes on: what of its plan has happened at a time. Nothing runs by itself; whoever looks brings it there.

Microsoft Learn, "Azure OpenAI Assistants: run lifecycle": queued, in_progress, requires_action until the outputs of
tools are there, then completed, incomplete, failed, cancelled, or expired ten minutes after it was made.
"""

from msgspec import structs

from headgate.simulator.state.threads import (
    OVER,
    Json,
    Leg,
    Message,
    PlannedStep,
    Run,
    RunStatus,
    Step,
    StepStatus,
    Thread,
)
from headgate.simulator.threads import shown

SECONDS_MAX = 600.0
"""A run that is not over by then expires."""
_STEP_WHEN: dict[RunStatus, StepStatus] = {"cancelled": "cancelled", "expired": "expired"}
_MESSAGE_WHEN: dict[RunStatus, str] = {"cancelled": "run_cancelled", "expired": "run_expired"}


def advance(thread: Thread, run: Run, now: float) -> None:
    """Bring a run to where it is at a Unix time."""
    if run.status == "cancelling":
        end(thread, run, "cancelled", run.ended_at or now)
    if run.status in ("queued", "in_progress"):
        _play(thread, run, run.legs[-1], min(now, run.expires_at))
    if run.active and now >= run.expires_at:
        end(thread, run, "expired", run.expires_at)


def finish(thread: Thread, run: Run, leg: Leg) -> None:
    """Bring a run to the end of a leg, because somebody has just been told that it is there."""
    if run.status in ("queued", "in_progress") and run.legs[-1] is leg:
        _play(thread, run, leg, leg.ends_at)


def start(run: Run, leg: Leg) -> None:
    """The model begins."""
    run.status = "in_progress"
    run.started_at = leg.at(0) if run.started_at is None else run.started_at


def begin(thread: Thread, run: Run, planned: PlannedStep, at: float) -> Step:
    """A step begins, and with it the message that it writes."""
    step = Step(id=planned.id, kind=planned.kind, created_at=int(at), message_id=planned.message_id)
    run.steps.append(step)
    if planned.kind == "message":
        thread.messages[planned.message_id] = Message(
            id=planned.message_id,
            created_at=int(at),
            role="assistant",
            content=[],
            attachments=[],
            metadata={},
            assistant_id=run.assistant_id,
            run_id=run.id,
            status="in_progress",
        )
    return step


def complete(thread: Thread, step: Step, planned: PlannedStep, at: float) -> None:
    """A step is over; one that calls functions is not before their outputs are there."""
    step.tool_calls = planned.tool_calls
    if planned.kind == "function":
        return
    step.status, step.ended_at, step.usage = "completed", int(at), planned.usage
    message = thread.messages.get(planned.message_id)
    if message is None:
        return  # it was deleted
    _write(message, "".join(planned.pieces), planned.annotations)
    if planned.cut_off is None:
        message.status, message.completed_at = "completed", int(at)
    else:
        message.status, message.incomplete_at, message.incomplete_reason = "incomplete", int(at), planned.cut_off


def _write(message: Message, text: str, annotations: list[Json]) -> None:
    message.content = [shown.text(text, annotations)] if text else []
    message.size = len(text)


def conclude(thread: Thread, run: Run, leg: Leg) -> None:
    """All steps of a leg are done."""
    run.error, run.incomplete_reason = leg.error, leg.incomplete_reason
    if leg.ends in OVER:
        end(thread, run, leg.ends, leg.ends_at)
    else:
        run.status = leg.ends


def end(thread: Thread, run: Run, status: RunStatus, at: float) -> None:
    """A run is over; a step that is not, and its message, end with it as far as they are."""
    run.status, run.ended_at = status, at
    step = run.steps[-1] if run.steps else None
    if step is None or step.status != "in_progress":
        return
    step.status, step.ended_at = _STEP_WHEN.get(status, "failed"), int(at)
    message = thread.messages.get(step.message_id)
    if message is not None:
        _write(message, _text_at(run.legs[-1], step.id, at), [])
        message.status, message.incomplete_at = "incomplete", int(at)
        message.incomplete_reason = _MESSAGE_WHEN.get(status, "run_failed")


def _play(thread: Thread, run: Run, leg: Leg, moment: float) -> None:
    """What has happened of a leg by a moment."""
    if moment < leg.at(0):
        return
    start(run, leg)
    written = 0
    begun = {step.id: step for step in run.steps}
    for planned in leg.steps:
        if moment < leg.at(written):
            return
        step = begun.get(planned.id) or begin(thread, run, planned, leg.at(written))
        written += planned.usage.completion_tokens
        if step.status == "in_progress" and moment >= leg.at(written):
            complete(thread, step, planned, leg.at(written))
    if moment >= leg.ends_at:
        conclude(thread, run, leg)


def _text_at(leg: Leg, step_id: str, moment: float) -> str:
    """What of a message was written by a moment."""
    before = 0
    for planned in leg.steps:
        thought = planned.usage.completion_tokens - len(planned.pieces)
        if planned.id == step_id:
            count = sum(leg.at(before + thought + number) <= moment for number in range(1, len(planned.pieces) + 1))
            return "".join(planned.pieces[:count])
        before += planned.usage.completion_tokens
    return ""


def told_of(thread: Thread, run: Run) -> tuple[Thread, Run]:
    """A copy of a run, on a thread that holds nothing else: what a stream tells, whatever the clock says meanwhile."""
    told = structs.replace(run, steps=[structs.replace(step) for step in run.steps], legs=list(run.legs))
    return Thread(id=thread.id, created_at=thread.created_at, metadata={}, tool_resources={}), told
