"""What a client program saw, told in one line of JSON to the test that ran it.

Every call is named with the tokens its client was told; the test looks for the same calls in the books.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

CALLS: list[dict[str, Any]] = []


def saw(api: str, model: str, usage: object = None, *, status: int = 200) -> None:
    """Note a call; ``usage`` is None where the client is not told, or nothing was used."""
    amounts = None if usage is None else {name: _amount(usage, *names) for name, names in _NAMES.items()}
    CALLS.append({"api": api, "model": model, "status": status, "usage": amounts})


def tell(**facts: object) -> None:
    """Print the calls, and what else the test should know."""
    sys.stdout.write(json.dumps({"calls": CALLS, **facts}) + "\n")


_NAMES = {
    "prompt_tokens": ("prompt_tokens", "input_tokens"),
    "completion_tokens": ("completion_tokens", "output_tokens"),
}
"""Each amount under the names that chat completions and responses have for it."""


def _amount(usage: object, *names: str) -> int:
    members = usage if isinstance(usage, Mapping) else vars(usage)
    return int(next((members[name] for name in names if members.get(name) is not None), 0))
