"""The steps of a run: what it did, one thing after another."""

from headgate.simulator import errors
from headgate.simulator.answer import Answer
from headgate.simulator.apis.state_call import StateCall, answered
from headgate.simulator.state.paging import page
from headgate.simulator.state.threads import Json, Step
from headgate.simulator.threads import runs, shown

_CONTENT = "step_details.tool_calls[*].file_search.results[*].content"


def list_all(call: StateCall) -> Answer:
    """A page of them, newest first."""
    thread, run = runs.kept(call)

    def shown_in_run(step: Step) -> Json:
        return shown.step(step, run, thread.id, with_content=_with_content(call))

    return answered(page(run.steps, call.query, id_of=lambda each: each.id, shown=shown_in_run))


def get(call: StateCall) -> Answer:
    """One of them."""
    thread, run = runs.kept(call)
    step = next((each for each in run.steps if each.id == call.ids[2]), None)
    if step is None:
        raise errors.not_found("run step", call.ids[2])
    return answered(shown.step(step, run, thread.id, with_content=_with_content(call)))


def _with_content(call: StateCall) -> bool:
    return _CONTENT in (call.query.get("include[]"), call.query.get("include"))
