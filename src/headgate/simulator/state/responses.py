"""Responses as a resource keeps them, and the conversations they form."""

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from headgate.simulator.answer import Event
from headgate.simulator.state.shelf import Shelf

_CHAIN_MAX = 1_000
"""Responses of one conversation that are read back: past it, the beginning is forgotten."""


class StoredResponse(Struct):
    """A response that was not asked with ``store: false``."""

    id: str
    previous_id: str
    """The response it continues; empty for the first."""
    input_items: list[dict[str, Any]]
    """With an id each, as ``GET …/input_items`` lists them."""
    output_items: list[dict[str, Any]]
    shown: Callable[[float, float | None], dict[str, Any]]
    """The response object, given the Unix time, and the time at which it was cancelled."""
    events: Callable[[], Iterator[Event]] | None
    """Its stream once more; None when it was not streamed."""
    background: bool = False
    ends_at: float = 0.0
    """Unix seconds at which a background response is complete."""
    cancelled_at: float | None = None


def conversation(responses: "Shelf[StoredResponse]", last: StoredResponse) -> list[dict[str, Any]]:
    """All items up to and including a response's output, oldest first; what was deleted is left out."""
    chain: list[StoredResponse] = []
    at: StoredResponse | None = last
    while at is not None and len(chain) < _CHAIN_MAX:
        chain.append(at)
        at = responses.get(at.previous_id) if at.previous_id else None
    return [item for each in reversed(chain) for item in (*each.input_items, *each.output_items)]
