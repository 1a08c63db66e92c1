"""What a request asks for, read once: the route, the model behind it, and whether its caller may have it."""

from collections.abc import Iterable
from typing import Final

import msgspec

from headgate.core.refusal import Refusal
from headgate.metering.rough import rough_body_tokens
from headgate.pipeline.ports import Request
from headgate.pipeline.snapshot import Snapshot, UseCase
from headgate.routing.choice import Model
from headgate.routing.settings import ModelSettings
from headgate.wire.paths import Route, read_target
from headgate.wire.request_body import BodyError, completion_tokens_max, read_body, wants_usage
from headgate.wire.request_shape import RequestBody

NOT_FOUND: Final = Refusal(404, "404", "Resource not found")


class Call:
    """What is asked for: one API of one model."""

    __slots__ = (
        "ask_usage",
        "body",
        "completion_tokens_max",
        "model",
        "model_name",
        "prompt_tokens",
        "route",
        "stream",
    )

    def __init__(self, route: Route, body: RequestBody, model_name: str, model: Model, *, prompt_tokens: int) -> None:
        """Ask for an API of a model; what else is asked for stands in the body."""
        self.route = route
        self.body = body
        self.model_name = model_name
        """As the caller named it; empty where no model is named."""
        self.model = model
        self.stream = body.stream is True
        self.ask_usage = self.stream and not wants_usage(body) and route.api in ("chat.completions", "completions")
        """Whether the usage chunk has to be asked for, and swallowed again."""
        self.prompt_tokens = prompt_tokens
        """By the length of the body, rounded up."""
        self.completion_tokens_max = completion_tokens_max(body)
        """The most the caller lets the model write; 0 when it did not say."""


def read_route(request: Request) -> Route | Refusal:
    """Read a request's target, or say why it cannot be served."""
    try:
        route = read_target(request.head.target)
    except (ValueError, UnicodeDecodeError):
        return Refusal(400, "invalid_target", "The request path is not one that this API could have.", close=True)
    return NOT_FOUND if route is None else route


def read_request_body(request: Request) -> RequestBody | Refusal:
    """Look at a request's body, or say why it cannot be read."""
    try:
        return read_body(request.body, request.head.content_type)
    except BodyError as error:
        return Refusal(400, error.code, error.message, param=error.param)


def read_call(
    request: Request, route: Route, body: RequestBody, use_case: UseCase, snapshot: Snapshot
) -> Call | Refusal:
    """Say what a request asks for, or why it cannot be had."""
    name = route.model or body.model or ""
    model = _find_model(name, use_case, snapshot, route)
    if isinstance(model, Refusal):
        return model
    return Call(route, body, name or model.name, model, prompt_tokens=rough_body_tokens(request.body))


def _find_model(name: str, use_case: UseCase, snapshot: Snapshot, route: Route) -> Model | Refusal:
    if not name:
        return _model_without_name(use_case, snapshot, route)
    model = snapshot.models.get(name)
    if model is None:
        message = (
            f"The model '{name}' does not exist here. Models of this use case: {_listed(use_case.models)}. "
            "(Azure: The API deployment for this resource does not exist.)"
        )
        return Refusal(404, "DeploymentNotFound", message, param="model")
    if name not in use_case.models:
        message = (
            f"The use case '{use_case.name}' is not allowed to use the model '{name}'. "
            f"Its models: {_listed(use_case.models)}."
        )
        return Refusal(403, "model_not_allowed", message, type="permission_error", param="model")
    return model


def _model_without_name(use_case: UseCase, snapshot: Snapshot, route: Route) -> Model | Refusal:
    """A path without a model goes to the only backend of the use case, if there is only one."""
    if route.api != "other":
        message = "you must provide a model parameter"
        return Refusal(400, "missing_model", message, param="model")
    deployments = [
        deployment for name in sorted(use_case.models) for pool in snapshot.models[name].pools for deployment in pool
    ]
    if len({deployment.backend for deployment in deployments}) != 1:
        message = (
            f"Resource not found: '{route.rest}' names no model, and the use case '{use_case.name}' has more than one "
            "backend it could go to."
        )
        return Refusal(404, "404", message)
    return Model("", ((deployments[0],),), ModelSettings(pools=[]))


def list_models(use_case: UseCase) -> bytes:
    """The body of ``GET /openai/v1/models``: the models of the caller's use case, in OpenAI's list shape."""
    return msgspec.json.encode({"object": "list", "data": [_model_entry(name) for name in sorted(use_case.models)]})


def show_model(name: str, use_case: UseCase) -> bytes | Refusal:
    """The body of ``GET /openai/v1/models/{model}``."""
    if name not in use_case.models:
        return Refusal(404, "model_not_found", f"The model '{name}' does not exist.", param="model")
    return msgspec.json.encode(_model_entry(name))


def _model_entry(name: str) -> dict[str, object]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "headgate"}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
