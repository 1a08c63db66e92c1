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
    amounts = None if usage is None else {name: _amount(usage, path) for name, path in _PATHS.items()}
    CALLS.append({"api": api, "model": model, "status": status, "usage": amounts})


def tell(**facts: object) -> None:
    """Print the calls, and what else the test should know."""
    sys.stdout.write(json.dumps({"calls": CALLS, **facts}) + "\n")


_PATHS = {
    "prompt_tokens": [("prompt_tokens", "input_tokens")],
    "cached_tokens": [
        ("prompt_tokens_details", "input_tokens_details", "input_token_details"),
        ("cached_tokens", "cache_read"),
    ],
    "completion_tokens": [("completion_tokens", "output_tokens")],
}
"""The way to each amount, with the names that chat completions, responses and LangChain have for each step."""


def _amount(usage: object, path: list[tuple[str, ...]]) -> int:
    found: Any = usage
    for names in path:
        members = found if isinstance(found, Mapping) else vars(found)
        found = next((members[name] for name in names if members.get(name) is not None), {})
    return found if isinstance(found, int) else 0
