"""``headgate keys create``: a new key, and what to write into the configuration for it."""

import datetime
import hashlib
import secrets
from typing import Annotated, Final

from cyclopts import Parameter

from headgate.cli.console import say, say_json
from headgate.cli.options import FormatOption
from headgate.cli.usage_error import UsageError
from headgate.settings_check.names import is_name

PREFIX: Final = "hg-"
"""Lets people and secret scanners tell what leaked."""
RANDOM_BYTES: Final = 32
"""256 bits: beyond guessing, so that a plain SHA-256 of it may be kept."""


def keys_create(
    name: Annotated[str, Parameter(help="How use cases name it: key:NAME.")],
    /,
    *,
    expires: Annotated[datetime.date | None, Parameter(help="The last day (UTC) on which it works.")] = None,
    format: FormatOption = "table",  # noqa: A002 - the option is called so
) -> None:
    """Make a new key; it is shown once.

    Only its SHA-256 belongs into the configuration; nothing is written anywhere.
    """
    if not is_name(name):
        raise UsageError("a key's name is up to 64 letters, digits and . _ -, beginning with a letter or digit")
    if expires is not None and expires < datetime.datetime.now(datetime.UTC).date():
        raise UsageError(f"a key that expires on {expires} would never work")
    key = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    digest = hashlib.sha256(key.encode()).hexdigest()
    if format == "json":
        say_json({"name": name, "key": key, "sha256": digest, "expires": expires})
    else:
        say(_instructions(name, key, digest, expires))


def _instructions(name: str, key: str, digest: str, expires: datetime.date | None) -> str:
    until = f", expires: {expires}" if expires else ""
    return f"""\
The key, shown this once; give it to its caller:

{key}

In the configuration, and with key:{name} among the callers of a use case:

keys:
  {name}: {{sha256: "{digest}"{until}}}"""
