import base64
import json
from typing import Any

import pytest

from headgate.simulator.apis import chat
from headgate.simulator.errors import AzureError
from headgate.simulator.media import reading_aloud
from headgate.simulator.state.resource_state import ResourceState
from tests.unit.simulator.apis.calls import call

HELLO: dict[str, Any] = {"messages": [{"role": "user", "content": "Hello"}]}
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        },
    }
]


def _answer(cached: int = 0, **members: Any) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(chat.prepare(call({**HELLO, **members})).compose(cached).body)
    return answer


def test_an_answer_names_model_and_version_not_the_deployment() -> None:
    answer = _answer()

    assert answer["model"] == "gpt-4o-2024-11-20"
    assert answer["created"] == 1_774_962_746
    assert answer["choices"][0]["finish_reason"] == "stop"


def test_names_in_an_answer_are_sorted_and_it_ends_with_a_newline() -> None:
    body = chat.prepare(call(HELLO)).compose(0).body

    assert list(json.loads(body)) == sorted(json.loads(body))
    assert body.endswith(b"}\n")
    assert b": " not in body.replace(b"\\n", b"")[:100]


def test_usage_adds_up() -> None:
    usage = _answer(cached=4)["usage"]

    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert usage["prompt_tokens_details"]["cached_tokens"] == 4


@pytest.mark.parametrize("member", ["max_tokens", "max_completion_tokens"])
def test_the_callers_maximum_ends_the_answer(member: str) -> None:
    answer = _answer(**{member: 5})

    assert answer["choices"][0]["finish_reason"] == "length"
    assert answer["usage"]["completion_tokens"] == 5


def test_several_choices_are_counted_together() -> None:
    answer = _answer(n=3, max_tokens=7)

    assert [choice["index"] for choice in answer["choices"]] == [0, 1, 2]
    assert answer["usage"]["completion_tokens"] == 21


def test_a_stop_sequence_is_obeyed() -> None:
    whole = _answer()["choices"][0]["message"]["content"]
    answer = _answer(stop=whole[10:14])

    assert whole[10:14] not in answer["choices"][0]["message"]["content"]


@pytest.mark.parametrize("choice", ["required", "auto", {"type": "function", "function": {"name": "get_weather"}}])
def test_a_tool_is_called_with_arguments_of_its_schema(choice: Any) -> None:
    answer = _answer(tools=TOOLS, tool_choice=choice)

    (choice,) = answer["choices"]
    (tool_call,) = choice["message"]["tool_calls"]
    assert choice["finish_reason"] == "tool_calls"
    assert choice["message"]["content"] is None
    assert tool_call["function"]["name"] == "get_weather"
    assert list(json.loads(tool_call["function"]["arguments"])) == ["city"]


def test_several_tools_are_called_at_once_where_that_is_asked_for() -> None:
    other = {"type": "function", "function": {"name": "get_tide", "parameters": {"properties": {}}}}

    def called(**members: Any) -> list[str]:
        calls = _answer(tools=[*TOOLS, other], **members)["choices"][0]["message"]["tool_calls"]
        assert len({call["id"] for call in calls}) == len(calls)
        return [call["function"]["name"] for call in calls]

    assert called() == called(parallel_tool_calls=False) == ["get_weather"]
    assert called(parallel_tool_calls=True) == ["get_weather", "get_tide"]
    forced = {"type": "function", "function": {"name": "get_tide"}}
    assert called(parallel_tool_calls=True, tool_choice=forced) == ["get_tide"]


FUNCTIONS = [tool["function"] for tool in TOOLS]


@pytest.mark.parametrize("choice", ["auto", {"name": "get_weather"}])
def test_a_function_is_called_as_before_there_were_tools(choice: Any) -> None:
    (choice,) = _answer(functions=FUNCTIONS, function_call=choice)["choices"]

    assert choice["finish_reason"] == "function_call"
    assert choice["message"]["content"] is None
    assert "tool_calls" not in choice["message"]
    assert choice["message"]["function_call"]["name"] == "get_weather"
    assert list(json.loads(choice["message"]["function_call"]["arguments"])) == ["city"]
    assert list(choice["message"]) == sorted(choice["message"])


def test_the_result_of_a_function_is_answered_with_text() -> None:
    messages = [
        {"role": "user", "content": "Weather?"},
        {"role": "assistant", "content": None, "function_call": {"name": "get_weather", "arguments": "{}"}},
        {"role": "function", "name": "get_weather", "content": "Rain"},
    ]

    assert _answer(messages=messages, functions=FUNCTIONS)["choices"][0]["finish_reason"] == "stop"
    assert _answer(functions=FUNCTIONS, function_call="none")["choices"][0]["message"]["content"]


def test_the_result_of_a_tool_is_answered_with_text() -> None:
    messages = [
        {"role": "user", "content": "Weather?"},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "call_1", "type": "function"}]},
        {"role": "tool", "content": "Rain", "tool_call_id": "call_1"},
    ]
    answer = _answer(messages=messages, tools=TOOLS)

    assert answer["choices"][0]["message"]["content"]


def test_a_choice_of_tools_without_tools_is_400() -> None:
    with pytest.raises(AzureError, match="'tool_choice' is only allowed"):
        chat.prepare(call({**HELLO, "tool_choice": {"type": "function"}}))
    with pytest.raises(AzureError, match="'function_call' is only allowed"):
        chat.prepare(call({**HELLO, "function_call": {"name": "get_weather"}}))


def test_a_schema_is_obeyed() -> None:
    schema = {"type": "object", "properties": {"steps": {"type": "array", "items": {"type": "string"}}}}
    answer = _answer(response_format={"type": "json_schema", "json_schema": {"name": "plan", "schema": schema}})

    content = json.loads(answer["choices"][0]["message"]["content"])
    assert all(isinstance(step, str) for step in content["steps"])


def test_json_mode_answers_json() -> None:
    messages = [{"role": "user", "content": "Hello in JSON"}]
    content = _answer(messages=messages, response_format={"type": "json_object"})["choices"][0]["message"]["content"]

    assert isinstance(json.loads(content), dict)


def _thinking(**members: Any) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(chat.prepare(call({**HELLO, **members}, model="o3")).compose(0).body)
    return answer


def test_a_reasoning_model_counts_its_thoughts() -> None:
    usage = _thinking()["usage"]

    assert usage["completion_tokens_details"]["reasoning_tokens"] == 64
    assert usage["completion_tokens"] > 64


def test_thoughts_are_within_the_callers_maximum() -> None:
    answer = _thinking(max_completion_tokens=70)

    assert answer["usage"]["completion_tokens"] == 70
    assert answer["choices"][0]["finish_reason"] == "length"


def test_a_model_that_has_thought_up_to_the_maximum_says_nothing() -> None:
    answer = _thinking(max_completion_tokens=10, reasoning_effort="high", n=2)

    assert [choice["message"]["content"] for choice in answer["choices"]] == ["", ""]
    assert [choice["finish_reason"] for choice in answer["choices"]] == ["length", "length"]
    assert answer["usage"]["completion_tokens_details"]["reasoning_tokens"] == 20


def test_log_probabilities_are_told_for_every_token() -> None:
    plain, told = _answer(max_tokens=6), _answer(max_tokens=6, logprobs=True, top_logprobs=2)

    assert plain["choices"][0]["logprobs"] is None
    (choice,) = told["choices"]
    assert "".join(each["token"] for each in choice["logprobs"]["content"]) == choice["message"]["content"]
    assert [len(each["top_logprobs"]) for each in choice["logprobs"]["content"]] == [2] * 6
    assert choice["logprobs"]["refusal"] is None


def test_a_call_of_a_tool_has_no_log_probabilities() -> None:
    assert _answer(tools=TOOLS, tool_choice="required", logprobs=True)["choices"][0]["logprobs"] is None


AUDIO = {"modalities": ["text", "audio"], "audio": {"voice": "alloy", "format": "wav"}}


def _spoken(**members: Any) -> dict[str, Any]:
    asked = call({**HELLO, **AUDIO, **members}, model="gpt-4o-audio-preview")
    answer: dict[str, Any] = json.loads(chat.prepare(asked).compose(0).body)
    return answer


def test_a_spoken_answer_is_sound_and_its_transcript() -> None:
    message = _spoken()["choices"][0]["message"]

    assert message["content"] is None
    assert message["audio"]["transcript"] == _answer()["choices"][0]["message"]["content"]
    assert base64.b64decode(message["audio"]["data"]).startswith(b"RIFF")
    assert message["audio"]["expires_at"] > 1_774_962_746


def test_sound_is_counted_beside_its_transcript() -> None:
    usage = _spoken()["usage"]
    audio = usage["completion_tokens_details"]["audio_tokens"]

    assert audio > 0
    assert usage["completion_tokens"] == audio + _answer()["usage"]["completion_tokens"]


def test_a_spoken_answer_keeps_to_the_callers_maximum() -> None:
    for tokens_max in (8, 100, 1_000):
        assert _spoken(max_completion_tokens=tokens_max)["usage"]["completion_tokens"] <= tokens_max * 1.2


def test_a_call_of_a_tool_is_not_spoken() -> None:
    message = _spoken(tools=TOOLS, tool_choice="required")["choices"][0]["message"]

    assert "audio" not in message


def test_an_answer_that_was_spoken_can_be_named_later() -> None:
    """As recorded in June 2026: its sound costs in the prompt what it cost in the answer."""
    state = ResourceState("test")

    def answered(*messages: dict[str, Any], **members: Any) -> dict[str, Any]:
        asked = {"messages": [*messages, *HELLO["messages"]], **AUDIO, **members}
        prepared = chat.prepare(call(asked, model="gpt-audio", state=state))
        answer: dict[str, Any] = json.loads(prepared.compose(0).body)
        return answer

    first = answered()
    named = {"role": "assistant", "audio": {"id": first["choices"][0]["message"]["audio"]["id"]}}
    second = answered(*HELLO["messages"], named)

    audio = second["usage"]["prompt_tokens_details"]["audio_tokens"]
    assert audio == first["usage"]["completion_tokens_details"]["audio_tokens"]
    spoken_tokens = first["usage"]["completion_tokens"]
    assert second["usage"]["prompt_tokens"] == first["usage"]["prompt_tokens"] + spoken_tokens + 5 + 4
    with pytest.raises(AzureError, match="audio_of_another"):
        answered({"role": "assistant", "audio": {"id": "audio_of_another"}})


def test_sound_that_is_heard_is_counted_by_its_length() -> None:
    two_seconds = base64.b64encode(reading_aloud.wav(bytes(96_000))).decode()
    content = [{"type": "input_audio", "input_audio": {"data": two_seconds, "format": "wav"}}]
    asked = call({"messages": [{"role": "user", "content": content}]}, model="gpt-audio")
    prepared = chat.prepare(asked)

    assert json.loads(prepared.compose(0).body)["usage"]["prompt_tokens_details"]["audio_tokens"] == 20


def test_the_same_request_is_answered_the_same() -> None:
    assert _answer()["choices"] == _answer()["choices"]


def test_what_was_predicted_comes_true() -> None:
    predicted = '{\n  "enabled": true\n}'
    for content in (predicted, [{"type": "text", "text": "{\n"}, {"type": "text", "text": predicted[2:]}]):
        answer = _answer(prediction={"type": "content", "content": content})
        details = answer["usage"]["completion_tokens_details"]
        assert answer["choices"][0]["message"]["content"] == predicted
        assert details["accepted_prediction_tokens"] == answer["usage"]["completion_tokens"]
        assert details["rejected_prediction_tokens"] == 0


def test_what_was_predicted_in_vain_is_billed() -> None:
    answer = _answer(prediction={"content": "The gate is shut."}, tools=TOOLS, tool_choice="required")
    details = answer["usage"]["completion_tokens_details"]

    assert (details["accepted_prediction_tokens"], details["rejected_prediction_tokens"]) == (0, 5)
    assert answer["usage"]["completion_tokens"] > 5


def test_another_picture_is_another_prompt() -> None:
    def prepared(name: str) -> Any:
        part = {"type": "image_url", "image_url": {"url": f"https://example.com/{name}.png"}}
        text = {"type": "text", "text": "What is this?"}
        return chat.prepare(call({"messages": [{"role": "user", "content": [text, part]}]}))

    one, same, other = prepared("a"), prepared("a"), prepared("b")
    assert one.prompt == same.prompt != other.prompt
    assert one.prompt_characters == other.prompt_characters == len("What is this?")
    answers = [json.loads(each.compose(0).body)["choices"] for each in (one, same, other)]
    assert answers[0] == answers[1] != answers[2]


def test_a_request_tells_its_size_before_it_is_answered() -> None:
    prepared = chat.prepare(call({**HELLO, "max_tokens": 9, "stream": True}))

    assert (prepared.prompt_characters, prepared.completion_tokens_max, prepared.stream) == (5, 9, True)
    assert prepared.prompt_tokens == json.loads(chat.prepare(call(HELLO)).compose(0).body)["usage"]["prompt_tokens"]
