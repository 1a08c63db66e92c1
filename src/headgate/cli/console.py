"""How commands talk: results to standard output, everything else to standard error."""

import sys
from typing import Any

import msgspec


def say(text: str) -> None:
    """Write a line of the result."""
    sys.stdout.write(f"{text}\n")


def say_now(text: str) -> None:
    """Write a line at once, also into a pipe: somebody may be waiting for it."""
    say(text)
    sys.stdout.flush()


def say_json(value: Any) -> None:  # noqa: ANN401 - whatever msgspec can encode
    """Write the result as indented JSON."""
    say(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def complain(text: str) -> None:
    """Write a line about what is wrong."""
    sys.stderr.write(f"{text}\n")
