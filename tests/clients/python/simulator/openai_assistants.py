"""Assistants, threads and runs with the official client: polled and streamed, with every tool, cancelled, deleted."""

import json
import os
import warnings

from openai import AzureOpenAI, BadRequestError, NotFoundError
from openai.types.beta import AssistantStreamEvent
from shown import shown

warnings.simplefilter("ignore", DeprecationWarning)

LOOK = {
    "type": "function",
    "function": {
        "name": "look",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
FINAL = ("thread.run.completed", "thread.run.requires_action")


def names(events: list[AssistantStreamEvent]) -> list[str]:
    """The events' names, each once in a row."""
    found = [event.event for event in events]
    return [name for index, name in enumerate(found) if index == 0 or found[index - 1] != name]


client = AzureOpenAI(
    azure_endpoint=os.environ["SIMULATOR_ENDPOINT"],
    api_key=os.environ["OPENAI_API_KEY"],
    api_version="2025-04-01-preview",
)
beta = client.beta
with client:
    assistant = beta.assistants.create(model="gpt-4o", name="keeper", instructions="Be short.", tools=[LOOK])
    assert beta.assistants.update(assistant.id, name="guard").name == "guard"
    others = [beta.assistants.create(model="gpt-4o") for _ in range(3)]
    assert [each.id for each in beta.assistants.list(limit=2)] == [
        each.id for each in (*reversed(others), assistant)
    ], "pages follow one another"

    assert beta.assistants.retrieve(assistant.id).name == "guard"
    shown("assistants", "create", "update", "list", "get")

    thread = beta.threads.create(messages=[{"role": "user", "content": "Hello"}], metadata={"team": "x"})
    assert beta.threads.retrieve(thread.id).metadata == {"team": "x"}
    assert beta.threads.update(thread.id, metadata={"team": "y"}).metadata == {"team": "y"}
    shown("threads", "create", "get", "update")
    run = beta.threads.runs.create_and_poll(
        thread_id=thread.id, assistant_id=assistant.id, tool_choice="none", poll_interval_ms=20
    )
    assert run.status == "completed"
    assert run.usage is not None
    (answer,) = beta.threads.messages.list(thread.id, run_id=run.id).data
    assert answer.content[0].type == "text"
    assert answer.content[0].text.value
    assert beta.threads.messages.retrieve(answer.id, thread_id=thread.id).content == answer.content
    kept = beta.threads.messages.update(answer.id, thread_id=thread.id, metadata={"kept": "yes"})
    assert kept.metadata == {"kept": "yes"}
    (step,) = beta.threads.runs.steps.list(run.id, thread_id=thread.id).data
    assert step.step_details.type == "message_creation"
    assert beta.threads.runs.steps.retrieve(step.id, thread_id=thread.id, run_id=run.id).usage == step.usage
    shown("threads.runs.steps", "list", "get")
    beta.threads.runs.update(run.id, thread_id=thread.id, metadata={"team": "x"})
    assert [each.metadata for each in beta.threads.runs.list(thread.id)] == [{"team": "x"}]
    shown("threads.runs", "create", "get", "update", "list")

    beta.threads.messages.create(thread.id, role="user", content="What is the weather?")
    waiting = beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id, poll_interval_ms=20)
    assert waiting.status == "requires_action"
    assert waiting.required_action is not None
    (asked,) = waiting.required_action.submit_tool_outputs.tool_calls
    assert asked.function.name == "look"
    assert "city" in json.loads(asked.function.arguments)
    try:
        beta.threads.messages.create(thread.id, role="user", content="Wait")
    except BadRequestError as error:
        assert waiting.id in error.message
    else:
        raise AssertionError("a thread with an active run took a message")
    shown("threads.messages", "create", "list", "get", "update")
    outputs = [{"tool_call_id": asked.id, "output": "Repeat: 'sunny'"}]
    done = beta.threads.runs.submit_tool_outputs_and_poll(
        run_id=waiting.id, thread_id=thread.id, tool_outputs=outputs, poll_interval_ms=20
    )
    assert done.status == "completed"
    shown("threads.runs", "submit_tool_outputs")

    beta.threads.messages.create(thread.id, role="user", content="And tomorrow?")
    with beta.threads.runs.stream(thread_id=thread.id, assistant_id=assistant.id) as stream:
        events = list(stream)
    assert names(events)[:3] == ["thread.run.created", "thread.run.queued", "thread.run.in_progress"]
    assert events[-1].event == "thread.run.requires_action"
    streamed = stream.get_final_run_steps()[-1].step_details
    assert streamed.type == "tool_calls"
    call = streamed.tool_calls[0]
    assert call.type == "function"
    assert json.loads(call.function.arguments)
    run_id = events[-1].data.id
    outputs = [{"tool_call_id": call.id, "output": "rain"}]
    with beta.threads.runs.submit_tool_outputs_stream(
        run_id=run_id, thread_id=thread.id, tool_outputs=outputs
    ) as stream:
        said = "".join(stream.text_deltas)
    (message,) = stream.get_final_messages()
    assert message.content[0].text.value == said
    assert beta.threads.runs.retrieve(run_id, thread_id=thread.id).status == "completed"
    shown("threads.runs", "streamed")

    both = beta.threads.create_and_run(
        assistant_id=others[0].id, thread={"messages": [{"role": "user", "content": "Hello"}]}
    )
    cancelled = beta.threads.create_and_run(
        assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": "Look."}]}
    )
    beta.threads.runs.poll(cancelled.id, thread_id=cancelled.thread_id, poll_interval_ms=20)
    assert beta.threads.runs.cancel(cancelled.id, thread_id=cancelled.thread_id).status == "cancelling"
    assert beta.threads.runs.retrieve(cancelled.id, thread_id=cancelled.thread_id).status == "cancelled"
    shown("threads.runs", "create_with_thread", "cancel")

    file = client.files.create(file=("dam.txt", b"Its spillway opens at 4.2 metres."), purpose="assistants")
    searcher = beta.assistants.create(
        model="gpt-4o",
        tools=[{"type": "file_search"}, {"type": "code_interpreter"}],
        tool_resources={"file_search": {"vector_stores": [{"file_ids": [file.id]}]}},
    )
    with beta.threads.create_and_run_stream(
        assistant_id=searcher.id,
        thread={"messages": [{"role": "user", "content": "At what level does the spillway open?"}]},
    ) as stream:
        found = stream.get_final_messages()[0].content[0].text
    assert found.value.startswith("Its spillway opens at 4.2 metres.")
    assert found.annotations[0].file_citation.file_id == file.id
    computer = beta.assistants.create(model="gpt-4o", tools=[{"type": "code_interpreter"}])
    sum_thread = beta.threads.create(messages=[{"role": "user", "content": "What is 12 * (3 + 4)?"}])
    with beta.threads.runs.stream(thread_id=sum_thread.id, assistant_id=computer.id) as stream:
        stream.until_done()
    assert stream.get_final_messages()[0].content[0].text.value == "The result is 84."
    ran = stream.get_final_run_steps()[0].step_details.tool_calls[0]
    assert ran.code_interpreter.outputs[0].logs == "84\n"
    shown("threads.runs", "file search", "code interpreter")

    assert beta.threads.messages.delete(answer.id, thread_id=thread.id).deleted
    assert beta.threads.delete(thread.id).deleted
    assert beta.assistants.delete(assistant.id).deleted
    shown("assistants", "delete")
    shown("threads", "delete")
    shown("threads.messages", "delete")
    for gone in (lambda: beta.threads.retrieve(thread.id), lambda: beta.assistants.retrieve(assistant.id)):
        try:
            gone()
        except NotFoundError as error:
            assert "found with id" in error.message
        else:
            raise AssertionError("what was deleted was found")
    assert both.status == "queued"
