"""Responses that were kept: read, streamed once more, cancelled, deleted, and their input listed."""

from collections.abc import Iterator
from itertools import islice

from headgate.simulator import errors
from headgate.simulator.answer import EVENT_STREAM, Answer, Event
from headgate.simulator.apis.response_object import pretty_json
from headgate.simulator.apis.state_call import StateCall, found
from headgate.simulator.state.paging import page
from headgate.simulator.state.responses import StoredResponse


def get(call: StateCall) -> Answer:
    """The response as it is by now, or with ``stream=true`` its events after number ``starting_after``."""
    stored = _kept(call)
    if call.query.get("stream") != "true":
        return _shown(call, stored)
    if stored.events is None:
        raise errors.invalid("This response was not created with 'stream': true.", param="stream")
    after = call.query.get("starting_after", "-1")
    return Answer(content_type=EVENT_STREAM, events=_after(stored.events(), int(after) if after.isdecimal() else -1))


def cancel(call: StateCall) -> Answer:
    """Stop a response in the background; once more changes nothing."""
    stored = _kept(call)
    if not stored.background:
        raise errors.invalid("Cannot cancel a synchronous response.")
    if stored.cancelled_at is None and call.now < stored.ends_at:
        stored.cancelled_at = call.now
    return _shown(call, stored)


def delete(call: StateCall) -> Answer:
    """Forget a response."""
    stored = _kept(call)
    call.state.responses.remove(stored.id)
    return Answer(body=pretty_json({"id": stored.id, "object": "response", "deleted": True}))


def input_items(call: StateCall) -> Answer:
    """A page of what it was asked, newest first."""
    stored = _kept(call)
    listed = page(stored.input_items, call.query, id_of=lambda item: str(item["id"]), shown=lambda item: item)
    return Answer(body=pretty_json(listed))


def _kept(call: StateCall) -> StoredResponse:
    return found(call.state.responses.get(call.id), "Response", call.id)


def _shown(call: StateCall, stored: StoredResponse) -> Answer:
    return Answer(body=pretty_json(stored.shown(call.now, stored.cancelled_at)))


def _after(events: Iterator[Event], number: int) -> Iterator[Event]:
    """Events after a sequence number; their numbers are their places."""
    return ((data, 0) for data, _ in islice(events, number + 1, None))
