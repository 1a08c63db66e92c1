"""A leg of a run as a request to its deployment: let in by its limiter, counted, and given its pace."""

import math

import msgspec
from msgspec import Struct, structs

from headgate.core.usage import Usage
from headgate.simulator.answer import Answer, Prepared
from headgate.simulator.apis import reasoning
from headgate.simulator.apis.state_call import StateCall
from headgate.simulator.deployment import Deployment
from headgate.simulator.faults import Fault
from headgate.simulator.state.threads import Json, Leg, Run, RunStatus, Thread
from headgate.simulator.threads import assistants, planning, prompt, tools
from headgate.simulator.threads.planning import Plan, Work
from headgate.simulator.threads.prompt import Prompt
from headgate.simulator.truth import NOTHING

API = "threads.runs"
"""What the truth calls a leg."""
_REFUSING = frozenset({"status", "high_demand"})
_OF_THE_MODEL = frozenset({"content_filter", "content_filter_completion", "stream_error"})
_FILTERED = (
    "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify "
    "your prompt and retry."
)
_THROTTLED = "Rate limit is exceeded. Try again in %d seconds."
"""Reported of Azure in April 2025."""
_FAILED = "Sorry, something went wrong."


class Strike(Struct, frozen=True):
    """What goes wrong with a request that sets a model to work."""

    delay_seconds: float
    fault: Fault | None

    @property
    def refuses(self) -> bool:
        """Whether the request is refused before anything is kept."""
        return self.fault is not None and self.fault.kind in _REFUSING

    @property
    def of_the_model(self) -> Fault | None:
        """What happens to the run."""
        return self.fault if self.fault is not None and self.fault.kind in _OF_THE_MODEL else None

    @property
    def on_the_way(self) -> Fault | None:
        """What happens to the answer."""
        return None if self.of_the_model is not None else self.fault


def strike(call: StateCall, name: str) -> Strike:
    """Draw what goes wrong.

    Raises:
        AzureError: a 404 when the deployment is gone.
    """
    return Strike(*call.models.draw(assistants.deployment_of(call, name)))


def plan(call: StateCall, thread: Thread, run: Run, struck: Strike, *, stream: bool) -> Leg:
    """Plan the next leg of a run and count it: what is billed is settled when the model begins.

    Raises:
        AzureError: a 400 for a schema that is none.
    """
    deployment = assistants.deployment_of(call, run.model)
    left = _left(run.max_prompt_tokens, run, "prompt_tokens")
    most = deployment.context_tokens if left is None else min(left, deployment.context_tokens)
    asked = prompt.of(call, thread, run, model=deployment.settings.model, tokens_max=most)
    if asked.tokens > most:
        return _failed(call, struck, "incomplete", reason="max_prompt_tokens")
    fault = struck.of_the_model
    tokens_max = _left(run.max_completion_tokens, run, "completion_tokens")
    effort = run.reasoning_effort
    work = Work(
        run=run,
        prompt=asked,
        stores=tools.searched(call, run.tool_resources, thread.tool_resources),
        tokens_max=tokens_max,
        thought=reasoning.tokens_for(deployment.settings, effort, param="reasoning_effort", tokens_max=tokens_max),
        filtered_after=fault.after if fault is not None and fault.kind == "content_filter_completion" else None,
    )
    return _counted(call, deployment, work, struck, stream=stream)


def _left(most: int | None, run: Run, of: str) -> int | None:
    """What is left of a maximum after the legs before; at least one, so that nothing left is not no maximum."""
    return None if most is None else max(1, most - sum(getattr(leg.usage, of) for leg in run.legs))


def _counted(call: StateCall, deployment: Deployment, work: Work, struck: Strike, *, stream: bool) -> Leg:
    decided = planning.planned(work)
    books, fault = call.models.books, struck.of_the_model
    prepared = _prepared(work.prompt, work.tokens_max)
    entry = books.open(deployment.name, API)
    entry.stream = stream
    if fault is not None:
        entry.fault = fault.kind
    if fault is not None and fault.kind == "content_filter":
        books.close(entry, "served", 400, NOTHING)
        return _failed(call, struck, "failed", error={"code": "invalid_prompt", "message": _FILTERED})
    demand = deployment.demand(prepared)
    if throttled := books.admit(deployment, demand, entry):
        books.close(entry, "served", 429, NOTHING)
        message = _THROTTLED % max(1, math.ceil(throttled.seconds))
        return _failed(call, struck, "failed", error={"code": "rate_limit_exceeded", "message": message})
    deployment.remember(prepared)
    _note_use(call, work, decided)
    if fault is not None and fault.kind == "stream_error":
        books.settle(entry, deployment, demand, "served", 500, NOTHING)
        return _failed(call, struck, "failed", error={"code": "server_error", "message": _FAILED})
    pictures = work.prompt.image_tokens * len(decided.steps)
    usage = structs.replace(decided.usage, cached_tokens=demand.cached_tokens, image_prompt_tokens=pictures)
    books.settle(entry, deployment, demand, "served", 200, usage)
    return _leg(call, deployment, decided, usage, struck)


def _note_use(call: StateCall, work: Work, decided: Plan) -> None:
    """A store that is searched lasts longer."""
    if any(step.kind == "file_search" for step in decided.steps):
        for store in work.stores:
            store.last_active_at = int(call.now)


def _prepared(asked: Prompt, tokens_max: int | None) -> Prepared:
    return Prepared(
        compose=lambda _cached: Answer(),
        prompt_tokens=asked.tokens,
        prompt_characters=len(asked.text),
        prompt=asked.text,
        completion_tokens_max=tokens_max,
    )


def _leg(call: StateCall, deployment: Deployment, decided: Plan, usage: Usage, struck: Strike) -> Leg:
    paced = Answer(usage=usage)
    deployment.pace.set(paced, token_by_token=True)
    filtered = bool(decided.steps) and decided.steps[-1].cut_off == "content_filter"
    reason = "max_completion_tokens" if decided.cut_off else "content_filter" if filtered else None
    ends: RunStatus = "requires_action" if decided.waits else "completed" if reason is None else "incomplete"
    return Leg(
        began_at=call.now,
        first_token_seconds=struck.delay_seconds + paced.first_token_seconds,
        between_tokens_seconds=paced.between_tokens_seconds,
        steps=decided.steps,
        ends=ends,
        incomplete_reason=reason,
        usage=usage,
        size=sum(len(msgspec.json.encode((step.tool_calls, step.pieces))) for step in decided.steps),
    )


def _failed(
    call: StateCall, struck: Strike, ends: RunStatus, *, error: Json | None = None, reason: str | None = None
) -> Leg:
    """A leg in which nothing is done."""
    return Leg(
        began_at=call.now,
        first_token_seconds=struck.delay_seconds,
        between_tokens_seconds=0.0,
        ends=ends,
        error=error,
        incomplete_reason=reason,
    )
