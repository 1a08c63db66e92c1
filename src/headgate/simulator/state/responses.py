"""Responses as a resource keeps them, and the conversations they form."""

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from headgate.simulator.answer import Event
from headgate.simulator.state.shelf import Shelf

_CHAIN_MAX = 1_000
"""Responses of one conversation that are read back: past it, the beginning is forgotten."""

_CONNECTION_BYTES_MAX = 33_554_432
"""Of what a connection remembers: as long as a request over HTTP may be."""


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


class ConnectionResponses:
    """What one WebSocket remembers: its last response, with all that was said before it, kept elsewhere or not."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._last_id = ""
        self._items: list[dict[str, Any]] = []
        self._bytes = 0

    def remember(self, response_id: str, items: list[dict[str, Any]], *, continued: str, more: int) -> None:
        """The conversation up to and including a response, unless it has become too long.

        The one before is forgotten, or ``continued``: ``more`` bytes have come to it then.
        """
        size = more + (self._bytes if continued == self._last_id else 0)
        if size > _CONNECTION_BYTES_MAX:
            self.forget()
        else:
            self._last_id, self._items, self._bytes = response_id, items, size

    def forget(self) -> None:
        """A response has failed: what it continued is not remembered any more (Microsoft Learn, July 2026)."""
        self._last_id, self._items, self._bytes = "", [], 0

    def conversation(self, response_id: str) -> list[dict[str, Any]] | None:
        """What was said up to a response, or None when it is not the last."""
        return self._items if response_id and response_id == self._last_id else None


def conversation(responses: "Shelf[StoredResponse]", last: StoredResponse) -> list[dict[str, Any]]:
    """All items up to and including a response's output, oldest first; what was deleted is left out."""
    chain: list[StoredResponse] = []
    at: StoredResponse | None = last
    while at is not None and len(chain) < _CHAIN_MAX:
        chain.append(at)
        at = responses.get(at.previous_id) if at.previous_id else None
    return [item for each in reversed(chain) for item in (*each.input_items, *each.output_items)]
