from tests.unit.simulator.threads.crew import Crew

CONTENT = "step_details.tool_calls[*].file_search.results[*].content"


def test_steps_are_listed_and_read_and_unknown_ones_are_not_found() -> None:
    crew = Crew()
    run = crew.done()
    path = f"threads/{crew.thread}/runs/{run['id']}/steps"
    (step,) = crew.get(path).json["data"]

    assert crew.get(f"{path}/{step['id']}").json == step
    assert (step["object"], step["run_id"], step["type"]) == ("thread.run.step", run["id"], "message_creation")
    assert crew.get(f"{path}/step_x").error["message"] == "No run step found with id 'step_x'."


def test_what_a_search_found_is_shown_when_it_is_asked_for() -> None:
    crew = Crew("Where is the weir?", tools=[{"type": "file_search"}])
    file = {"file_id": crew.file(b"The weir is north."), "tools": [{"type": "file_search"}]}
    crew.say("Where is the weir?", attachments=[file])
    path = f"threads/{crew.thread}/runs/{crew.done()['id']}/steps?order=asc&include[]={CONTENT}"
    searched = crew.get(path).json["data"][0]

    (result,) = searched["step_details"]["tool_calls"][0]["file_search"]["results"]
    assert result["content"] == [{"type": "text", "text": "The weir is north."}]
