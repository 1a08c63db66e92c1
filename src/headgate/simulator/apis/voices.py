"""The voices that speech and spoken answers may have."""

from typing import Any

from headgate.simulator import errors

VOICES = (
    "alloy",
    "ash",
    "ballad",
    "cedar",
    "coral",
    "echo",
    "fable",
    "marin",
    "nova",
    "onyx",
    "sage",
    "shimmer",
    "verse",
)
"""OpenAI's description of the API (2026); they all sound the same here."""


def check_voice(voice: str | dict[str, Any], param: str) -> None:
    """Refuse a voice that nobody has; one of a caller's own is an object with its id.

    Raises:
        AzureError: a 400.
    """
    if isinstance(voice, str) and voice not in VOICES:
        raise errors.not_among(voice, VOICES, param)
