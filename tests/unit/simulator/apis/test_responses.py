import json
from typing import Any

import pytest

from headgate.simulator.apis import responses
from headgate.simulator.errors import AzureError
from tests.unit.simulator.apis.calls import call, error_of, events_of
from tests.unit.simulator.apis.keeping import Keeper
from tests.unit.simulator.settings_for_tests import deployment

FUNCTION = {"type": "function", "name": "f", "parameters": {"properties": {"a": {"type": "integer"}}}}


def _answer(**members: Any) -> dict[str, Any]:
    body = responses.prepare(call({"model": "the-deployment", "input": "Hello", **members})).compose(0).body
    answer: dict[str, Any] = json.loads(body)
    return answer


def test_a_response_names_the_deployment_not_the_version() -> None:
    answer = _answer()

    assert (answer["model"], answer["status"], answer["object"]) == ("the-deployment", "completed", "response")
    assert answer["output"][0]["content"][0]["text"].endswith(".")


def test_the_body_is_pretty_printed_ascii() -> None:
    body = responses.prepare(call({"input": "Hello", "instructions": "Sois bref, très bref"})).compose(0).body

    assert body.startswith(b'{\n  "id": "resp_')
    assert body.isascii()


def test_it_echoes_what_it_was_asked() -> None:
    answer = _answer(instructions="Be brief", metadata={"a": "b"}, temperature=0.5, store=False, user="u")

    assert (answer["instructions"], answer["metadata"], answer["temperature"]) == ("Be brief", {"a": "b"}, 0.5)
    assert (answer["store"], answer["user"]) == (False, "u")


def test_usage_adds_up() -> None:
    usage = _answer()["usage"]

    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


def test_the_callers_maximum_leaves_it_incomplete() -> None:
    answer = _answer(max_output_tokens=3)

    assert answer["status"] == "incomplete"
    assert answer["incomplete_details"] == {"reason": "max_output_tokens"}
    assert answer["usage"]["output_tokens"] == 3


@pytest.mark.parametrize("choice", ["required", "auto", {"type": "function", "name": "f"}])
def test_a_function_is_called(choice: Any) -> None:
    (item,) = _answer(tools=[FUNCTION], tool_choice=choice)["output"]

    assert (item["type"], item["name"]) == ("function_call", "f")
    assert isinstance(json.loads(item["arguments"])["a"], int)


def test_the_output_of_a_function_is_answered_with_text() -> None:
    items = [
        {"role": "user", "content": [{"type": "input_text", "text": "Call f"}]},
        {"type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "call_1", "output": "42"},
    ]

    assert _answer(input=items, tools=[FUNCTION])["output"][0]["type"] == "message"


def test_a_schema_is_obeyed_and_echoed() -> None:
    text_format = {
        "type": "json_schema",
        "name": "city",
        "schema": {"type": "object", "properties": {"city": {"type": "string"}}},
    }
    answer = _answer(text={"format": text_format})

    assert list(json.loads(answer["output"][0]["content"][0]["text"])) == ["city"]
    assert answer["text"]["format"] == text_format


def test_thoughts_are_an_item_of_their_own() -> None:
    prepared = responses.prepare(call({"input": "Hello"}, model="o3", reasoning_tokens=64))
    answer = json.loads(prepared.compose(0).body)

    assert [item["type"] for item in answer["output"]] == ["reasoning", "message"]
    assert answer["usage"]["output_tokens_details"]["reasoning_tokens"] == 64


def test_earlier_responses_are_not_there() -> None:
    with pytest.raises(AzureError) as caught:
        _answer(previous_response_id="resp_1")

    assert error_of(caught.value.body)["code"] == "previous_response_not_found"


def test_without_input_it_is_400() -> None:
    with pytest.raises(AzureError) as caught:
        responses.prepare(call({"model": "gpt-4o"}))

    assert error_of(caught.value.body)["param"] == "input"


def test_only_a_stream_is_throttled_within_its_events() -> None:
    plain = responses.prepare(call({"input": "Hello"}))
    stream = responses.prepare(call({"input": "Hello", "stream": True}))

    assert plain.throttle is None
    assert stream.throttle is not None
    _, error, failed = events_of(stream.throttle("Too many."))
    assert error["error"]["code"] == "rate_limit_exceeded"
    assert failed["response"]["status"] == "failed"


def test_a_model_that_thinks_leaves_nothing_to_chance() -> None:
    for name in ("temperature", "top_p"):
        with pytest.raises(AzureError) as refused:
            responses.prepare(call({"input": "Hello", name: 0.5}, model="o3"))
        assert error_of(refused.value.body) == {
            "message": f"Unsupported parameter: '{name}' is not supported with this model.",
            "type": "invalid_request_error",
            "param": name,
            "code": "unsupported_parameter",
        }
        assert responses.prepare(call({"input": "Hello", name: 1}, model="o3"))
        assert responses.prepare(call({"input": "Hello", name: 0.5}, model="gpt-5.1"))


LOGPROBS = {"include": ["message.output_text.logprobs"]}


def test_log_probabilities_are_told_where_they_are_asked_for() -> None:
    (plain,) = _answer()["output"][0]["content"]
    told = _answer(**LOGPROBS, top_logprobs=2)
    (part,) = told["output"][0]["content"]

    assert plain["logprobs"] == []
    assert told["top_logprobs"] == 2
    assert "".join(each["token"] for each in part["logprobs"]) == part["text"] == plain["text"]
    assert [len(each["top_logprobs"]) for each in part["logprobs"]] == [2] * len(part["logprobs"])


def test_a_stream_tells_log_probabilities_with_each_piece_and_with_the_whole() -> None:
    events = events_of(responses.prepare(call({"input": "Hello", "stream": True, **LOGPROBS})).compose(0))
    deltas = [event for event in events if event["type"] == "response.output_text.delta"]
    by_type = {event["type"]: event for event in events}

    assert [event["logprobs"][0]["token"] for event in deltas] == [event["delta"] for event in deltas]
    assert by_type["response.output_text.done"]["logprobs"] == [event["logprobs"][0] for event in deltas]
    assert by_type["response.content_part.done"]["part"]["logprobs"] == [], "recorded in April 2026"
    done = by_type["response.output_item.done"]["item"]["content"][0]
    assert done["logprobs"] == by_type["response.output_text.done"]["logprobs"]


def test_a_model_that_thinks_tells_no_log_probabilities() -> None:
    for members, param in (({"top_logprobs": 1}, "top_logprobs"), (LOGPROBS, "include")):
        with pytest.raises(AzureError, match="logprobs are not supported with reasoning models") as refused:
            responses.prepare(call({"input": "Hello", **members}, model="o3"))
        assert error_of(refused.value.body)["param"] == param


def test_another_picture_is_answered_otherwise() -> None:
    def answered(name: str) -> Any:
        picture = {"type": "input_image", "image_url": f"https://example.com/{name}.png"}
        asked = [{"role": "user", "content": [{"type": "input_text", "text": "What is this?"}, picture]}]
        answer = json.loads(responses.prepare(call({"input": asked})).compose(0).body)
        return answer["output"][0]["content"][0]["text"]

    assert answered("a") == answered("a") != answered("b")


def test_encrypted_reasoning_is_taken_back_by_its_own_resource_only() -> None:
    settings = {"o3": deployment("o3", reasoning_tokens=64)}
    east, west = Keeper("eastus", **settings), Keeper("westus", **settings)
    asked = {"model": "o3", "input": "Hello", "store": False, "include": ["reasoning.encrypted_content"]}
    output = east.post("responses", asked).json["output"]
    again = {**asked, "input": [*output, {"role": "user", "content": "Go on"}]}

    assert output[0]["encrypted_content"].startswith("gAAAAA")
    assert east.post("responses", again).status == 200
    refused = west.post("responses", again)
    assert (refused.status, refused.error["code"]) == (400, "invalid_encrypted_content")


def test_a_maximum_that_thinking_uses_up_leaves_no_answer() -> None:
    keeper = Keeper(o3=deployment("o3", reasoning_tokens=64))
    answer = keeper.post("responses", {"model": "o3", "input": "Hello", "max_output_tokens": 20}).json

    assert answer["status"] == "incomplete"
    assert [item["type"] for item in answer["output"]] == ["reasoning"]
    assert answer["usage"]["output_tokens_details"]["reasoning_tokens"] == 20


def test_several_functions_are_called_where_that_is_asked_for() -> None:
    tools = [{"type": "function", "name": name, "parameters": {"properties": {}}} for name in ("open", "shut")]
    asked = {"model": "gpt-4o", "input": "Hello", "tools": tools, "parallel_tool_calls": True}

    assert [item["name"] for item in Keeper().post("responses", asked).json["output"]] == ["open", "shut"]


def test_a_summary_of_thoughts_is_shown_when_asked_for() -> None:
    keeper = Keeper(o3=deployment("o3", reasoning_tokens=64))
    asked = {"model": "o3", "input": "Hello", "reasoning": {"effort": "low", "summary": "auto"}}
    output = keeper.post("responses", asked).json["output"]

    assert output[0]["summary"][0]["type"] == "summary_text"
    lines = keeper.post("responses", {**asked, "stream": True}).body.decode().split("\n")
    events = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    deltas = [each for each in events if each["type"] == "response.reasoning_summary_text.delta"]
    assert "".join(each["delta"] for each in deltas) == output[0]["summary"][0]["text"]
    assert len(deltas) > 5
    assert all(each["obfuscation"] for each in deltas)
