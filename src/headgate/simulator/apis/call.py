"""What an API is given of a request, and how it reads the body."""

from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from headgate.simulator import errors
from headgate.simulator.apis import mistakes
from headgate.simulator.settings import DeploymentSettings
from headgate.simulator.shapes import USUAL, Shapes
from headgate.simulator.state.resource_state import ResourceState
from headgate.simulator.state.responses import ConnectionResponses

AskType = TypeVar("AskType")


class Call(Struct, frozen=True):
    """One request to one deployment."""

    deployment: str
    settings: DeploymentSettings
    served_model: str
    """Model and version, as answers name them."""
    fingerprint: str | None
    """``system_fingerprint``; None for models that have none."""
    body: bytes
    content_type: bytes
    created: int
    """Unix seconds."""
    state: ResourceState
    """What the resource keeps."""
    shapes: Shapes = USUAL
    connection: ConnectionResponses | None = None
    """The WebSocket that it came over; None over HTTP."""
    filtered_after: int | None = None
    """Tokens of a completion after which the content filter stops it; None: it finds nothing."""


def read(body: bytes, decoder: "msgspec.json.Decoder[AskType]") -> AskType:
    """Decode a request body.

    Raises:
        AzureError: a 400 in OpenAI's words, when it is no JSON or not what the API takes.
    """
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        raise mistakes.told(str(error), _whole(body), decoder.type) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise errors.invalid(
            "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP "
            "library correctly. The API expects a JSON payload, but what was sent was not valid JSON. If you have "
            "trouble figuring out how to fix this, please contact us through an Azure support request at: "
            "https://go.microsoft.com/fwlink/?linkid=2213926)"
        ) from error


def _whole(body: bytes) -> object:
    """The body without types; nothing where only what was wrong with it was decoded."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def convert(value: object, kind: Any, *, lax: bool = False) -> Any:  # noqa: ANN401 (a type, and a value of it)
    """Check what was decoded already, as ``read`` does; ``lax`` takes text for what it says, as forms have it.

    Raises:
        AzureError: a 400 in OpenAI's words, when it is not of that kind.
    """
    try:
        return msgspec.convert(value, kind, strict=not lax)
    except msgspec.ValidationError as error:
        raise mistakes.told(str(error), value, kind) from error
