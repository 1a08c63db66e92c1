"""Messages of a thread."""

import msgspec
from msgspec import Struct

from headgate.simulator import errors
from headgate.simulator.answer import Answer
from headgate.simulator.apis.limits import checked_metadata
from headgate.simulator.apis.state_call import StateCall, answered, deleted
from headgate.simulator.state.paging import page
from headgate.simulator.state.threads import Json, Message, Thread
from headgate.simulator.threads import contents, shown, threads
from headgate.simulator.threads.contents import MessageAsk


class MetadataAsk(Struct):
    """A request to change what is noted beside a message or a run."""

    metadata: dict[str, str] | None = None


METADATA = msgspec.json.Decoder(MetadataAsk)
_ASK = msgspec.json.Decoder(MessageAsk)


def create(call: StateCall) -> Answer:
    """Add a message, unless a run is at work on the thread."""
    thread = threads.kept(call)
    if (run := thread.active_run) is not None:
        raise errors.invalid(f"Can't add messages to {thread.id} while a run {run.id} is active.")
    message = contents.add(call, thread, call.read(_ASK))
    threads.keep(call, thread)
    return answered(shown.message(message, thread.id))


def list_all(call: StateCall) -> Answer:
    """A page of them, newest first; with ``run_id``, those that a run wrote."""
    thread = threads.kept(call)
    run_id = call.query.get("run_id")

    def shown_in_thread(message: Message) -> Json:
        return shown.message(message, thread.id)

    chosen = [each for each in thread.messages.values() if run_id in (None, each.run_id)]
    return answered(page(chosen, call.query, id_of=lambda each: each.id, shown=shown_in_thread))


def get(call: StateCall) -> Answer:
    """One of them."""
    thread = threads.kept(call)
    return answered(shown.message(_kept(call, thread), thread.id))


def update(call: StateCall) -> Answer:
    """Change its metadata."""
    thread = threads.kept(call)
    message = _kept(call, thread)
    message.metadata = checked_metadata(call.read(METADATA).metadata)
    return answered(shown.message(message, thread.id))


def delete(call: StateCall) -> Answer:
    """Take a message away."""
    thread = threads.kept(call)
    message = _kept(call, thread)
    del thread.messages[message.id]
    return deleted(message.id, "thread.message.deleted")


def _kept(call: StateCall, thread: Thread) -> Message:
    message = thread.messages.get(call.ids[1])
    if message is None:
        raise errors.not_found("message", call.ids[1])
    return message
