"""Assistants: models with instructions and tools, kept under an id."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, structs

from headgate.simulator import errors, ids
from headgate.simulator.answer import Answer
from headgate.simulator.apis.limits import check_length, checked_metadata
from headgate.simulator.apis.state_call import StateCall, answered, deleted
from headgate.simulator.deployment import Deployment
from headgate.simulator.state.paging import page
from headgate.simulator.state.threads import Assistant
from headgate.simulator.threads import formats, limits, shown, tools
from headgate.simulator.threads.formats import ResponseFormat
from headgate.simulator.threads.tools import ToolResources


class AssistantAsk(Struct):
    """A request to make or to change an assistant."""

    model: str | None = None
    name: str | None = None
    description: str | None = None
    instructions: str | None = None
    tools: list[dict[str, Any]] | None = None
    tool_resources: ToolResources | None = None
    metadata: dict[str, str] | None = None
    temperature: Annotated[float, Meta(ge=0, le=2)] | None = None
    top_p: Annotated[float, Meta(ge=0, le=1)] | None = None
    response_format: str | ResponseFormat | None = None
    reasoning_effort: str | None = None


_ASK = msgspec.json.Decoder(AssistantAsk)


def create(call: StateCall) -> Answer:
    """Keep an assistant; its model is a deployment that is there."""
    ask = _checked(call, call.read(_ASK))
    if ask.model is None:
        raise errors.invalid("Missing required parameter: 'model'.", param="model", code="missing_required_parameter")
    assistant = Assistant(
        id=ids.of("asst_"),
        created_at=int(call.now),
        model=ask.model,
        name=ask.name,
        description=ask.description,
        instructions=ask.instructions,
        tools=tools.checked(ask.tools),
        tool_resources=tools.made(call, ask.tool_resources),
        metadata=checked_metadata(ask.metadata),
        temperature=1.0 if ask.temperature is None else ask.temperature,
        top_p=1.0 if ask.top_p is None else ask.top_p,
        response_format=formats.kept(ask.response_format or "auto"),
        reasoning_effort=ask.reasoning_effort,
    )
    told = answered(shown.assistant(assistant))
    call.state.assistants.put(assistant.id, assistant, size=len(told.body))
    return told


def list_all(call: StateCall) -> Answer:
    """A page of the assistants, newest first."""
    listed = page(call.state.assistants, call.query, id_of=lambda each: each.id, shown=shown.assistant)
    return answered(listed)


def get(call: StateCall) -> Answer:
    """One of them."""
    return answered(shown.assistant(kept(call, call.id)))


def update(call: StateCall) -> Answer:
    """Change what is given, and leave the rest."""
    assistant, ask = kept(call, call.id), _checked(call, call.read(_ASK))
    changed: dict[str, Any] = {
        "tools": None if ask.tools is None else tools.checked(ask.tools),
        "metadata": None if ask.metadata is None else checked_metadata(ask.metadata),
        "response_format": None if ask.response_format is None else formats.kept(ask.response_format),
        "tool_resources": None if ask.tool_resources is None else tools.made(call, ask.tool_resources),
    }
    given = {name: changed.get(name, getattr(ask, name)) for name in AssistantAsk.__struct_fields__}
    assistant = structs.replace(assistant, **{name: value for name, value in given.items() if value is not None})
    told = answered(shown.assistant(assistant))
    call.state.assistants.replace(assistant.id, assistant, size=len(told.body))
    return told


def delete(call: StateCall) -> Answer:
    """Take an assistant away; its runs go on."""
    assistant = kept(call, call.id)
    call.state.assistants.remove(assistant.id)
    return deleted(assistant.id, "assistant.deleted")


def kept(call: StateCall, assistant_id: str) -> Assistant:
    """The assistant of this id.

    Raises:
        AzureError: a 404 when it is not here.
    """
    assistant = call.state.assistants.get(assistant_id)
    if assistant is None:
        raise errors.not_found("assistant", assistant_id)
    return assistant


def deployment_of(call: StateCall, model: str) -> Deployment:
    """The deployment that a model names.

    Raises:
        AzureError: a 404 when there is none, a 400 when it does not converse.
    """
    deployment = call.models.deployments.get(model)
    if deployment is None:
        raise errors.no_deployment()
    if "chat.completions" not in deployment.apis:
        raise errors.wrong_operation("assistants", model)
    return deployment


def _checked(call: StateCall, ask: AssistantAsk) -> AssistantAsk:
    check_length(ask.name, "name", limits.NAME_CHARACTERS_MAX)
    check_length(ask.description, "description", limits.DESCRIPTION_CHARACTERS_MAX)
    check_length(ask.instructions, "instructions", limits.INSTRUCTIONS_CHARACTERS_MAX)
    if ask.model is not None:
        deployment_of(call, ask.model)
    return ask
