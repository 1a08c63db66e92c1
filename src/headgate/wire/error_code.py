"""The code of an error, from the many shapes in which backends put it."""

from typing import Final

TEXT_MAX: Final = 128
"""Characters kept of a code or a name that an answer gives: they go to records and logs."""

TOO_LONG: Final = "context_length_exceeded"
"""OpenAI's code for a prompt that does not fit; the only one that is recognised from its message as well."""


def error_code(error: object) -> str:
    """Return the ``code`` of an error object, else its ``type``, else ``error``; empty when there is no error.

    Azure writes codes as strings (``DeploymentNotFound``, ``"429"``), as numbers, or null with only a type.
    """
    if not error:
        return ""
    if not isinstance(error, dict):
        return "error"
    message = error.get("message")
    if isinstance(message, str) and "maximum context length" in message:
        return TOO_LONG
    return plain_text(error.get("code")) or plain_text(error.get("type")) or "error"


def plain_text(value: object) -> str:
    """Return a short printable text from an answer's member; empty for anything but a text or a whole number."""
    if isinstance(value, str):
        return value if len(value) <= TEXT_MAX and value.isprintable() else _printable(value)
    if isinstance(value, int) and not isinstance(value, bool) and -(10**9) < value < 10**9:
        return str(value)
    return ""


def _printable(value: str) -> str:
    return "".join(letter for letter in value[:TEXT_MAX] if letter.isprintable())
