"""Which function answers which request for assistants and threads."""

from collections.abc import Callable

from headgate.simulator.answer import Answer
from headgate.simulator.apis.state_call import StateCall
from headgate.simulator.threads import assistants, messages, runs, steps, threads

THREAD_APIS: dict[str, Callable[[StateCall], Answer]] = {
    "assistants.list": assistants.list_all,
    "assistants.create": assistants.create,
    "assistants.get": assistants.get,
    "assistants.update": assistants.update,
    "assistants.delete": assistants.delete,
    "threads.create": threads.create,
    "threads.get": threads.get,
    "threads.update": threads.update,
    "threads.delete": threads.delete,
    "threads.messages.list": messages.list_all,
    "threads.messages.create": messages.create,
    "threads.messages.get": messages.get,
    "threads.messages.update": messages.update,
    "threads.messages.delete": messages.delete,
    "threads.runs.create_with_thread": runs.create_with_thread,
    "threads.runs.list": runs.list_all,
    "threads.runs.create": runs.create,
    "threads.runs.get": runs.get,
    "threads.runs.update": runs.update,
    "threads.runs.cancel": runs.cancel,
    "threads.runs.submit_tool_outputs": runs.submit_tool_outputs,
    "threads.runs.steps.list": steps.list_all,
    "threads.runs.steps.get": steps.get,
}
