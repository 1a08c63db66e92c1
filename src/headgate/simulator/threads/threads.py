"""Threads: conversations, kept under an id."""

import msgspec
from msgspec import Struct

from headgate.simulator import errors, ids
from headgate.simulator.answer import Answer
from headgate.simulator.apis.limits import checked_metadata
from headgate.simulator.apis.state_call import StateCall, answered, deleted
from headgate.simulator.state.threads import Thread
from headgate.simulator.threads import contents, course, shown, tools
from headgate.simulator.threads.contents import MessageAsk
from headgate.simulator.threads.tools import ToolResources


class ThreadAsk(Struct):
    """A request to make or to change a thread."""

    messages: list[MessageAsk] | None = None
    metadata: dict[str, str] | None = None
    tool_resources: ToolResources | None = None


_ASK = msgspec.json.Decoder(ThreadAsk)


def create(call: StateCall) -> Answer:
    """Keep a thread, with messages if some are given."""
    thread = made(call, call.read(_ASK))
    keep(call, thread)
    return answered(shown.thread(thread))


def made(call: StateCall, ask: ThreadAsk) -> Thread:
    """A new thread that is not kept yet.

    Raises:
        AzureError: a 400 or 404 for what cannot be in it.
    """
    thread = Thread(
        id=ids.of("thread_"),
        created_at=int(call.now),
        metadata=checked_metadata(ask.metadata),
        tool_resources=tools.made(call, ask.tool_resources, for_thread=True),
    )
    for each in ask.messages or ():
        contents.add(call, thread, each)
    return thread


def get(call: StateCall) -> Answer:
    """A thread."""
    return answered(shown.thread(kept(call)))


def update(call: StateCall) -> Answer:
    """Change its metadata, or what its tools may use."""
    thread, ask = kept(call), call.read(_ASK)
    if ask.metadata is not None:
        thread.metadata = checked_metadata(ask.metadata)
    if ask.tool_resources is not None:
        thread.tool_resources = tools.made(call, ask.tool_resources, for_thread=True)
    return answered(shown.thread(thread))


def delete(call: StateCall) -> Answer:
    """Take a thread away with all that is in it."""
    thread = kept(call)
    call.state.threads.remove(thread.id)
    return deleted(thread.id, "thread.deleted")


def kept(call: StateCall) -> Thread:
    """The thread that the path names, brought to where it is by now.

    Raises:
        AzureError: a 404 when it is not here.
    """
    thread = call.state.threads.get(call.id)
    if thread is None:
        raise errors.not_found("thread", call.id)
    if (run := thread.active_run) is not None:
        course.advance(thread, run, call.now)
    keep(call, thread)
    return thread


def keep(call: StateCall, thread: Thread) -> None:
    """Put a thread where the one used longest ago is forgotten first."""
    call.state.threads.put(thread.id, thread, size=thread.size)
