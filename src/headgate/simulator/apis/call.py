"""What an API is given of a request, and how it reads the body."""

import re
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from headgate.simulator import errors
from headgate.simulator.settings import DeploymentSettings
from headgate.simulator.shapes import USUAL, Shapes
from headgate.simulator.state.resource_state import ResourceState

AskType = TypeVar("AskType")

_PLACE = re.compile(r" - at `\$\.?(.*)`$")
_MISSING = re.compile(r"Object missing required field `([^`]+)`")
_UNKNOWN = re.compile(r"Object contains unknown field `([^`]+)`")
_BELOW = re.compile(r"Expected `(int|float)` >=? ?(\S+)")
_ABOVE = re.compile(r"Expected `(int|float)` <=? ?(\S+)")
_ENUM = re.compile(r"Invalid enum value (.+)")


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
        raise _translated(str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise errors.invalid(
            "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP "
            "library correctly. The API expects a JSON payload, but what was sent was not valid JSON. If you have "
            "trouble figuring out how to fix this, please contact us through an Azure support request at: "
            "https://go.microsoft.com/fwlink/?linkid=2213926)"
        ) from error


def convert(value: object, kind: Any, *, lax: bool = False) -> Any:  # noqa: ANN401 (a type, and a value of it)
    """Check what was decoded already, as ``read`` does; ``lax`` takes text for what it says, as forms have it.

    Raises:
        AzureError: a 400 in OpenAI's words, when it is not of that kind.
    """
    try:
        return msgspec.convert(value, kind, strict=not lax)
    except msgspec.ValidationError as error:
        raise _translated(str(error)) from error


def _translated(message: str) -> errors.AzureError:
    """Say a decoder's error as OpenAI does: with the parameter and a code."""
    place = _PLACE.search(message)
    param = place.group(1) if place else ""
    message = _PLACE.sub("", message)
    if missing := _MISSING.search(message):
        param = f"{param}.{missing.group(1)}" if param else missing.group(1)
        return errors.invalid(f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter")
    if unknown := _UNKNOWN.search(message):
        param = f"{param}.{unknown.group(1)}" if param else unknown.group(1)
        return errors.invalid(f"Unknown parameter: '{param}'.", param=param, code="unknown_parameter")
    if enum := _ENUM.search(message):
        return errors.invalid(f"Invalid value: {enum.group(1)}.", param=param, code="invalid_value")
    for pattern, word, direction in ((_BELOW, "minimum", "below_min"), (_ABOVE, "maximum", "above_max")):
        if found := pattern.search(message):
            kind = "integer" if found.group(1) == "int" else "decimal"
            bound = found.group(2)
            text = f"Invalid '{param}': {kind} {direction.replace('_', ' ')}imum value."
            code = f"{kind}_{direction}_value"
            return errors.invalid(f"{text} Expected a value with {word} {bound}.", param=param, code=code)
    return errors.invalid(f"Invalid type for '{param}': {message}.", param=param or None, code="invalid_type")
