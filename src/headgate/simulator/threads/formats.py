"""The format that an answer must have."""

from typing import Any, Literal

import msgspec
from msgspec import Struct

from headgate.simulator import errors


class JsonSchema(Struct, omit_defaults=True):
    """What JSON must look like."""

    name: str
    schema: dict[str, Any] | None = None
    description: str | None = None
    strict: bool | None = None


class ResponseFormat(Struct, omit_defaults=True):
    """Text, any JSON object, or JSON that fits a schema."""

    type: Literal["text", "json_object", "json_schema"]
    json_schema: JsonSchema | None = None


def kept(asked: str | ResponseFormat) -> str | dict[str, Any]:
    """A format as it is kept and shown.

    Raises:
        AzureError: a 400 for a word other than ``auto``, or a schema that is missing.
    """
    if isinstance(asked, str):
        if asked != "auto":
            text = f"Invalid value: '{asked}'. Supported values are: 'auto'."
            raise errors.invalid(text, param="response_format", code="invalid_value")
        return asked
    if asked.type == "json_schema" and asked.json_schema is None:
        name = "response_format.json_schema"
        raise errors.invalid(f"Missing required parameter: '{name}'.", param=name, code="missing_required_parameter")
    shown: dict[str, Any] = msgspec.to_builtins(asked)
    return shown
