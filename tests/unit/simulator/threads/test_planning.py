import json

import pytest

from tests.unit.simulator.settings_for_tests import deployment
from tests.unit.simulator.threads.crew import LOOK, Crew, calls_of

SEARCH = {"type": "file_search"}
CODE = {"type": "code_interpreter"}
DAM = b"The north dam was built in 1911. Its spillway opens at 4.2 metres."
QUESTION = "At what level does the spillway open?"


def _librarian(*tools: object, **asked: object) -> Crew:
    crew = Crew(QUESTION, tools=list(tools), **asked)
    store = crew.post("vector_stores", {"file_ids": [crew.file(DAM)]}).json["id"]
    crew.post(f"threads/{crew.thread}", {"tool_resources": {"file_search": {"vector_store_ids": [store]}}})
    return crew


def test_what_a_file_says_is_quoted_with_a_mark_that_names_it() -> None:
    crew = _librarian(SEARCH)
    run = crew.done()
    searched, wrote = crew.steps(run["id"])

    (call,) = searched["step_details"]["tool_calls"]
    assert call["type"] == "file_search"
    assert call["file_search"]["ranking_options"] == {"ranker": "default_2024_08_21", "score_threshold": 0.0}
    (result,) = call["file_search"]["results"]
    assert sorted(result) == ["file_id", "file_name", "score"]
    text = crew.messages()[-1]["content"][0]["text"]
    mark = text["value"].removeprefix("Its spillway opens at 4.2 metres.")
    (annotation,) = text["annotations"]
    assert mark == "【4:0†notes.txt】"
    assert annotation["file_citation"] == {"file_id": result["file_id"]}
    assert text["value"][annotation["start_index"] : annotation["end_index"]] == annotation["text"] == mark
    assert run["usage"]["prompt_tokens"] == sum(each["usage"]["prompt_tokens"] for each in (searched, wrote))


def test_results_below_the_threshold_are_left_out() -> None:
    tool = {"type": "file_search", "file_search": {"ranking_options": {"score_threshold": 1.0}}}
    crew = _librarian(tool)
    searched, _ = crew.steps(crew.done()["id"])

    assert searched["step_details"]["tool_calls"][0]["file_search"]["results"] == []
    assert crew.texts()[-1] == "The files hold nothing about that."


def test_without_a_store_or_when_no_tool_may_be_used_nothing_is_searched() -> None:
    assert [each["type"] for each in _steps(Crew(QUESTION, tools=[SEARCH]))] == ["message_creation"]
    crew = _librarian(SEARCH)
    assert [each["type"] for each in crew.steps(crew.done(tool_choice="none")["id"])] == ["message_creation"]


def _steps(crew: Crew) -> list[dict[str, object]]:
    return crew.steps(crew.done()["id"])


def test_sums_are_worked_out_by_code() -> None:
    crew = Crew("What is 6 * 7?", tools=[CODE])
    computed, _ = crew.steps(crew.done()["id"])

    (call,) = computed["step_details"]["tool_calls"]
    assert call["code_interpreter"] == {"input": "print(6 * 7)\n", "outputs": [{"type": "logs", "logs": "42\n"}]}
    assert crew.texts()[-1] == "The result is 42."


def test_code_that_is_forced_says_that_none_was_run() -> None:
    crew = Crew("Hello", tools=[CODE])
    computed, _ = crew.steps(crew.done(tool_choice={"type": "code_interpreter"})["id"])

    (output,) = computed["step_details"]["tool_calls"][0]["code_interpreter"]["outputs"]
    assert output["logs"] == "The simulator runs no code.\n"


def test_functions_are_called_side_by_side_unless_that_is_refused_or_one_is_forced() -> None:
    other = {"type": "function", "function": {"name": "other"}}
    crew = Crew(tools=[LOOK, other])

    assert [each["function"]["name"] for each in calls_of(crew.done())] == ["look", "other"]
    for asked in ({"parallel_tool_calls": False}, {"tool_choice": {"type": "function", "function": {"name": "look"}}}):
        crew.post(f"threads/{crew.thread}/runs/{crew.get(f'threads/{crew.thread}/runs').json['first_id']}/cancel")
        assert [each["function"]["name"] for each in calls_of(crew.done(**asked))] == ["look"]


def test_a_schema_is_obeyed() -> None:
    schema = {"type": "object", "properties": {"level": {"type": "number"}}, "required": ["level"]}
    crew = Crew(response_format={"type": "json_schema", "json_schema": {"name": "n", "schema": schema}})
    crew.done()

    assert isinstance(json.loads(crew.texts()[-1])["level"], float | int)


def test_a_run_that_has_used_up_its_completion_tokens_is_incomplete() -> None:
    crew = Crew("Reply with exactly: " + "word " * 300)
    run = crew.done(max_completion_tokens=256)

    assert (run["status"], run["incomplete_details"]) == ("incomplete", {"reason": "max_completion_tokens"})
    assert run["usage"]["completion_tokens"] == 256
    message = crew.messages()[-1]
    assert (message["status"], message["incomplete_details"]) == ("incomplete", {"reason": "max_tokens"})
    assert len(crew.texts()[-1].split()) == 256


@pytest.mark.parametrize("effort,thought", [("low", 25), (None, 100)])
def test_thinking_is_counted_as_completion(effort: str | None, thought: int) -> None:
    model = deployment("o3", reasoning_tokens=100)
    crew = Crew("Reply with exactly: yes", model=model, reasoning_effort=effort)

    assert crew.done()["usage"]["completion_tokens"] == thought + 1
    assert crew.legs().reasoning_tokens == thought


def test_half_a_call_of_a_function_is_none_though_it_is_paid_for() -> None:
    properties = {f"a_rather_long_name_{number}": {"type": "string"} for number in range(60)}
    parameters = {"type": "object", "properties": properties, "required": list(properties)}
    crew = Crew(tools=[{"type": "function", "function": {"name": "look", "parameters": parameters}}])
    run = crew.done(max_completion_tokens=256)

    assert (run["status"], run["incomplete_details"]) == ("incomplete", {"reason": "max_completion_tokens"})
    assert run["usage"]["completion_tokens"] == 256
    assert crew.messages()[-1]["content"] == []
