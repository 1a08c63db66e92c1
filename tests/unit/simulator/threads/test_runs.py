from typing import Any

import pytest

from headgate.simulator.threads import limits
from tests.unit.simulator.threads.crew import LOOK, Crew, calls_of


def test_a_run_has_the_assistants_settings_where_it_is_given_none() -> None:
    crew = Crew(instructions="Be short.", tools=[LOOK], temperature=0.5)
    run = crew.start(additional_instructions="Please.", metadata={"a": "b"}, tool_choice="none").json

    assert (run["object"], run["status"], run["thread_id"]) == ("thread.run", "queued", crew.thread)
    assert (run["instructions"], run["temperature"], run["tools"]) == ("Be short.\nPlease.", 0.5, [LOOK])
    assert run["expires_at"] == run["created_at"] + 600
    assert run["usage"] is None
    own = crew.look(run["id"])["id"] and crew.start(instructions="Own.", tools=[]).json
    assert (own["instructions"], own["tools"]) == ("Own.", [])


def test_a_run_that_is_done_has_written_a_message_and_says_what_it_cost() -> None:
    crew = Crew("Reply with exactly: water")
    run = crew.done()

    assert (run["status"], run["completed_at"], run["expires_at"]) == ("completed", int(crew.clock.seconds), None)
    assert crew.texts() == ["Reply with exactly: water", "water"]
    assert run["usage"]["total_tokens"] == run["usage"]["prompt_tokens"] + run["usage"]["completion_tokens"]
    assert (crew.legs().prompt_tokens, crew.legs().completion_tokens) == (
        run["usage"]["prompt_tokens"],
        run["usage"]["completion_tokens"],
    )


def test_a_thread_has_one_run_at_a_time() -> None:
    crew = Crew(slow=True)
    run_id = crew.run()

    assert crew.start().error["message"] == f"Thread {crew.thread} already has an active run {run_id}."


def test_messages_that_come_with_a_run_are_in_the_thread() -> None:
    crew = Crew()
    crew.done(additional_messages=[{"role": "user", "content": "Repeat: 'sand'"}])

    assert crew.texts() == ["Hello", "Repeat: 'sand'", "sand"]


def test_a_run_that_cannot_be_planned_leaves_nothing_behind() -> None:
    crew = Crew()
    schema = {"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object", "properties": 7}}}
    refused = crew.start(additional_messages=[{"role": "user", "content": "more"}], response_format=schema)

    assert (refused.status, refused.error["code"]) == (400, "invalid_json_schema")
    assert crew.texts() == ["Hello"]
    assert crew.get(f"threads/{crew.thread}/runs").json["data"] == []


def test_a_run_waits_for_the_outputs_of_functions_and_goes_on_with_them() -> None:
    crew = Crew("How is it?", tools=[LOOK])
    waiting = crew.done()
    (call,) = calls_of(waiting)

    assert waiting["status"] == "requires_action"
    assert (call["type"], call["function"]["name"], "output" in call["function"]) == ("function", "look", False)
    begun = crew.submit(waiting["id"], {call["id"]: "Reply with exactly: sunny"}).json
    assert (begun["status"], begun["required_action"]) == ("queued", None)
    done = crew.look(waiting["id"])
    assert done["status"] == "completed"
    assert crew.texts()[-1] == "sunny"
    called, wrote = crew.steps(waiting["id"])
    assert called["step_details"]["tool_calls"][0]["function"]["output"] == "Reply with exactly: sunny"
    assert [each["status"] for each in (called, wrote)] == ["completed", "completed"]
    assert done["usage"]["total_tokens"] == called["usage"]["total_tokens"] + wrote["usage"]["total_tokens"]
    assert crew.legs().requests == {"200": 2}


def test_outputs_are_taken_only_for_the_calls_that_wait() -> None:
    crew = Crew(tools=[LOOK])
    waiting = crew.done()
    (call,) = calls_of(waiting)

    words = f"Expected tool outputs for call_ids ['{call['id']}'], got ['call_x']"
    assert crew.submit(waiting["id"], {"call_x": ""}).error["message"] == words
    crew.submit(waiting["id"], {call["id"]: "x"})
    crew.look(waiting["id"])
    refused = crew.submit(waiting["id"], {call["id"]: "x"}).error["message"]
    assert refused == 'Runs in status "completed" do not accept tool outputs.'


def test_a_cancelled_run_frees_its_thread() -> None:
    crew = Crew(slow=True)
    path = f"threads/{crew.thread}/runs/{crew.run()}"

    assert crew.post(f"{path}/cancel").json["status"] == "cancelling"
    cancelled = crew.get(path).json
    assert (cancelled["status"], cancelled["cancelled_at"]) == ("cancelled", int(crew.clock.seconds))
    assert crew.post(f"{path}/cancel").error["message"] == "Cannot cancel run with status 'cancelled'."
    assert crew.start().status == 200


def test_thread_and_run_are_made_in_one() -> None:
    crew = Crew()
    thread = {"messages": [{"role": "user", "content": "Repeat: 'both'"}], "metadata": {"a": "b"}}
    run = crew.post("threads/runs", {"assistant_id": crew.assistant, "thread": thread}).json
    crew.thread = run["thread_id"]

    assert crew.look(run["id"])["status"] == "completed"
    assert crew.texts() == ["Repeat: 'both'", "both"]
    assert crew.get(f"threads/{crew.thread}").json["metadata"] == {"a": "b"}


def test_runs_are_listed_changed_and_in_the_end_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RUNS_MAX", 2)
    crew = Crew()
    first, second, third = (crew.done()["id"] for _ in range(3))
    path = f"threads/{crew.thread}/runs"

    assert [each["id"] for each in crew.get(path).json["data"]] == [third, second]
    assert crew.get(f"{path}/{first}").error["message"] == f"No run found with id '{first}'."
    assert crew.post(f"{path}/{third}", {"metadata": {"a": "b"}}).json["metadata"] == {"a": "b"}


@pytest.mark.parametrize(
    "asked,told",
    [
        ({"assistant_id": "asst_x"}, "No assistant found with id 'asst_x'."),
        ({"max_prompt_tokens": 255}, "integer below minimum value"),
        ({"tool_choice": "perhaps"}, "Invalid value: 'perhaps'"),
        ({"tool_choice": {"type": "function", "function": {"name": "x"}}}, "not among 'tools'"),
        ({"model": "nobody"}, "The API deployment for this resource does not exist."),
        ({"metadata": {str(number): "" for number in range(17)}}, "too many properties"),
        ({"reasoning_effort": "high"}, "Unrecognized request argument supplied: reasoning_effort"),
    ],
)
def test_what_is_no_run_is_refused(asked: dict[str, Any], told: str) -> None:
    refused = Crew().start(**asked)

    assert refused.status in (400, 404)
    assert told in refused.error["message"]
