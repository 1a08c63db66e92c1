import json
from typing import Any

from headgate.simulator.exchange import Request
from tests.unit.simulator.apis.keeping import V1, Said
from tests.unit.simulator.settings_for_tests import KEY
from tests.unit.simulator.threads.crew import LOOK, Crew, calls_of


def _events(said: Said) -> list[tuple[str, Any]]:
    blocks = said.body.decode().strip().split("\n\n")
    pairs = [block.split("\n", 1) for block in blocks]
    assert pairs.pop() == ["event: done", "data: [DONE]"]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in pairs]


def _names(events: list[tuple[str, Any]]) -> list[str]:
    """Without repetitions."""
    found = [name.removeprefix("thread.") for name, _ in events]
    return [name for index, name in enumerate(found) if index == 0 or found[index - 1] != name]


WRITTEN = [
    "run.step.created",
    "run.step.in_progress",
    "message.created",
    "message.in_progress",
    "message.delta",
    "message.completed",
    "run.step.completed",
    "run.completed",
]


def test_a_streamed_run_tells_everything_in_order() -> None:
    crew = Crew("Reply with exactly: one two three")
    events = _events(crew.start(stream=True))

    assert _names(events) == ["run.created", "run.queued", "run.in_progress", *WRITTEN]
    deltas = [data for name, data in events if name == "thread.message.delta"]
    assert [each["delta"]["content"][0]["text"]["value"] for each in deltas] == ["one", " two", " three"]
    by_name = dict(events)
    assert by_name["thread.run.queued"]["status"] == "queued"
    assert by_name["thread.message.created"]["content"] == []
    assert by_name["thread.run.completed"] == crew.look(by_name["thread.run.completed"]["id"])
    assert by_name["thread.message.completed"] == crew.messages()[-1]
    assert by_name["thread.run.step.completed"] == crew.steps(by_name["thread.run.completed"]["id"])[0]


def test_a_stream_with_functions_ends_with_what_is_to_be_done_and_goes_on_with_the_outputs() -> None:
    crew = Crew(tools=[LOOK])
    events = _events(crew.start(stream=True))

    assert _names(events)[3:] == ["run.step.created", "run.step.in_progress", "run.step.delta", "run.requires_action"]
    run = events[-1][1]
    (call,) = calls_of(run)
    deltas = [data["delta"]["step_details"]["tool_calls"][0] for name, data in events if name.endswith("step.delta")]
    assert deltas[0] == {
        "index": 0,
        "id": call["id"],
        "type": "function",
        "function": {"name": "look", "arguments": "", "output": None},
    }
    assert "".join(each["function"]["arguments"] for each in deltas) == call["function"]["arguments"]
    assert crew.look(run["id"])["status"] == "requires_action"
    went_on = _events(crew.submit(run["id"], {call["id"]: "x"}, stream=True))
    assert _names(went_on) == ["run.step.completed", "run.queued", "run.in_progress", *WRITTEN]


def test_a_thread_that_is_made_with_its_run_is_told_first() -> None:
    crew = Crew("What is 1 + 2?", tools=[{"type": "code_interpreter"}])
    thread = {"messages": [{"role": "user", "content": "What is 1 + 2?"}]}
    events = _events(crew.post("threads/runs", {"assistant_id": crew.assistant, "thread": thread, "stream": True}))

    assert _names(events)[:2] == ["created", "run.created"]
    deltas = [data["delta"]["step_details"]["tool_calls"][0] for name, data in events if name.endswith("step.delta")]
    assert "".join(each["code_interpreter"].get("input", "") for each in deltas) == "print(1 + 2)\n"
    assert deltas[-1]["code_interpreter"]["outputs"] == [{"index": 0, "type": "logs", "logs": "3\n"}]


def test_a_citation_comes_with_the_mark_that_stands_for_it() -> None:
    crew = Crew(tools=[{"type": "file_search"}])
    file_id = crew.file(b"The weir is north.")
    crew.say("Where is the weir?", attachments=[{"file_id": file_id, "tools": [{"type": "file_search"}]}])
    events = _events(crew.start(stream=True))

    last = [data for name, data in events if name == "thread.message.delta"][-1]["delta"]["content"][0]["text"]
    (annotation,) = last["annotations"]
    assert (annotation["index"], annotation["text"]) == (0, last["value"])
    assert annotation["file_citation"] == {"file_id": file_id}


def test_a_run_that_fails_says_so() -> None:
    crew = Crew()
    asked = {"assistant_id": crew.assistant, "stream": True}
    headers = {b"api-key": KEY.encode(), b"x-simulator-fault": b'{"kind":"stream_error"}'}
    target = f"{V1}threads/{crew.thread}/runs".encode()
    exchange = crew.resource.serve(Request("POST", target, headers, json.dumps(asked).encode()))
    assert exchange.answer.events is not None
    events = _events(Said(200, b"".join(data for data, _ in exchange.answer.events)))

    assert _names(events) == ["run.created", "run.queued", "run.in_progress", "run.failed"]
    assert events[-1][1]["last_error"]["code"] == "server_error"


def test_a_stream_of_a_run_that_somebody_cancels_ends_there() -> None:
    crew = Crew("Reply with exactly: one two three", slow=True)
    asked = json.dumps({"assistant_id": crew.assistant, "stream": True}).encode()
    target = f"{V1}threads/{crew.thread}/runs"
    exchange = crew.resource.serve(Request("POST", target.encode(), {b"api-key": KEY.encode()}, asked))
    answer = exchange.answer
    assert answer.events is not None
    assert (answer.first_token_seconds, answer.between_tokens_seconds) == (2, 0.5)
    heard = [next(answer.events)[0] for _ in range(8)]
    assert heard[-1].startswith(b"event: thread.message.delta")
    run_id = json.loads(heard[0].split(b"data: ")[1])["id"]
    crew.clock.seconds += 2
    crew.post(f"threads/{crew.thread}/runs/{run_id}/cancel")

    rest = _events(Said(200, b"".join(data for data, _ in answer.events)))
    assert _names(rest) == ["message.incomplete", "run.step.cancelled", "run.cancelled"]
    assert rest[0][1]["content"][0]["text"]["value"] == "one"
    assert crew.look(run_id)["status"] == "cancelled"


def test_who_leaves_a_stream_leaves_the_run_to_itself() -> None:
    crew = Crew("Reply with exactly: one two three", slow=True)
    asked = json.dumps({"assistant_id": crew.assistant, "stream": True}).encode()
    target = f"{V1}threads/{crew.thread}/runs".encode()
    exchange = crew.resource.serve(Request("POST", target, {b"api-key": KEY.encode()}, asked))
    exchange.end_midway("client_gone", produced=1)
    crew.clock.seconds += 3

    assert crew.texts()[-1] == "one two three"
    assert crew.legs().completion_tokens == 3
