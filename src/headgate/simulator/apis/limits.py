"""Words for what is over a limit, and the limits of metadata (OpenAI's OpenAPI description, August 2026)."""

from collections.abc import Mapping, Sequence
from typing import Any

from headgate.simulator import errors

_PAIRS_MAX = 16
_KEY_CHARACTERS_MAX = 64
_VALUE_CHARACTERS_MAX = 512


def checked_metadata(metadata: Mapping[str, str] | None) -> dict[str, str]:
    """Metadata that may be kept.

    Raises:
        AzureError: a 400 for too many pairs, or for keys or values that are too long.
    """
    pairs = dict(metadata or {})
    if len(pairs) > _PAIRS_MAX:
        raise errors.invalid(
            f"Invalid 'metadata': too many properties. Expected an object with at most {_PAIRS_MAX} properties, but "
            f"got an object with {len(pairs)} properties instead.",
            param="metadata",
            code="object_above_max_properties",
        )
    for key, value in pairs.items():
        check_length(key, "metadata", _KEY_CHARACTERS_MAX)
        check_length(value, f"metadata.{key}", _VALUE_CHARACTERS_MAX)
    return pairs


def check_length(text: str | None, param: str, most: int) -> None:
    """Refuse a text that is too long.

    Raises:
        AzureError: a 400.
    """
    if text is not None and len(text) > most:
        raise errors.invalid(
            f"Invalid '{param}': string too long. Expected a string with maximum length {most}, but got a string with "
            f"length {len(text)} instead.",
            param=param,
            code="string_above_max_length",
        )


def check_count(items: Sequence[Any], param: str, most: int) -> None:
    """Refuse a list that is too long.

    Raises:
        AzureError: a 400.
    """
    if len(items) > most:
        raise errors.invalid(
            f"Invalid '{param}': array too long. Expected an array with maximum length {most}, but got an array with "
            f"length {len(items)} instead.",
            param=param,
            code="array_above_max_length",
        )
