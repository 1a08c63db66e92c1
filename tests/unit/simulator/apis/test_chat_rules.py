"""What does not go together in a chat request."""

import json
from typing import Any

import pytest

from headgate.simulator.apis import chat
from headgate.simulator.errors import AzureError
from tests.unit.simulator.apis.calls import call, error_of

HELLO = {"role": "user", "content": "Hello"}


def asking(*ids: str) -> dict[str, Any]:
    calls = [{"id": each, "type": "function", "function": {"name": "look", "arguments": "{}"}} for each in ids]
    return {"role": "assistant", "content": None, "tool_calls": calls}


def told(call_id: str) -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": call_id, "content": "fog"}


def tools(*names: str) -> list[dict[str, Any]]:
    return [{"type": "function", "function": {"name": name, "parameters": {}}} for name in names]


def called(**members: Any) -> list[str]:
    """The functions that are called in an answer."""
    answer = json.loads(chat.prepare(call({"messages": [HELLO], **members})).compose(0).body)
    return [each["function"]["name"] for each in answer["choices"][0]["message"].get("tool_calls", ())]


def refused(*messages: dict[str, Any], **members: Any) -> tuple[str, str | None, str | None]:
    """Message, place and code of a refusal."""
    with pytest.raises(AzureError) as found:
        chat.prepare(call({"messages": list(messages or [HELLO]), **members}))
    error = error_of(found.value.body)
    assert error["type"] == "invalid_request_error"
    return error["message"], error["param"], error["code"]


def test_results_that_follow_their_calls_are_taken_in_any_order() -> None:
    chat.prepare(call({"messages": [HELLO, asking("a", "b"), told("b"), told("a"), HELLO, asking("c"), told("c")]}))


@pytest.mark.parametrize(
    "messages, at",
    [
        ([told("a")], 0),
        ([HELLO, told("a")], 1),
        ([HELLO, asking("a"), told("b")], 2),
        ([HELLO, asking("a"), told("a"), told("a")], 3),
        ([HELLO, asking("a"), told("a"), HELLO, told("a")], 4),
    ],
)
def test_a_result_without_its_call_is_refused(messages: list[dict[str, Any]], at: int) -> None:
    message, place, code = refused(*messages)

    assert message.startswith("Invalid parameter: messages with role 'tool' must be a response to a preceeding message")
    assert (place, code) == (f"messages.[{at}].role", None)


@pytest.mark.parametrize(
    "messages, missing, at",
    [
        ([HELLO, asking("a")], "a", 2),
        ([HELLO, asking("a", "b"), told("a")], "b", 3),
        ([HELLO, asking("a", "b"), HELLO, told("a"), told("b")], "a, b", 2),
        ([HELLO, asking("a"), asking("b"), told("b")], "a", 2),
    ],
)
def test_a_call_without_its_result_is_refused(messages: list[dict[str, Any]], missing: str, at: int) -> None:
    message, place, _ = refused(*messages)

    assert message.endswith(f"The following tool_call_ids did not have response messages: {missing}")
    assert place == f"messages.[{at}].role"


def test_a_choice_names_what_is_there() -> None:
    forced = {"type": "function", "function": {"name": "open"}}

    assert called(tools=tools("look", "open"), tool_choice=forced) == ["open"]
    assert refused(tools=tools("look"), tool_choice=forced)[0] == "Tool choice 'open' not found in 'tools' parameter."
    for choice in ("auto", "none", forced):
        assert refused(tool_choice=choice)[0].endswith("'tool_choice' is only allowed when 'tools' are specified.")


def test_of_the_allowed_tools_one_is_called() -> None:
    choice = {"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools": tools("open")}}

    assert called(tools=tools("look", "open"), tool_choice=choice) == ["open"]
    choice["allowed_tools"]["tools"] = tools("shut")
    assert refused(tools=tools("look", "open"), tool_choice=choice)[1] == "tool_choice"


def test_json_mode_wants_the_word() -> None:
    json_mode = {"response_format": {"type": "json_object"}}
    chat.prepare(call({"messages": [{"role": "user", "content": "Some JSON, please."}], **json_mode}))

    assert refused(**json_mode)[1:] == ("messages", None)


def test_one_maximum_only() -> None:
    assert refused(max_tokens=1, max_completion_tokens=1)[2] == "invalid_parameter_combination"


def test_lists_and_weights_have_bounds() -> None:
    assert refused(stop=["a", "b", "c", "d", "e"])[1] == "stop"
    assert (refused(logit_bias={"1": 101})[1] or "").startswith("logit_bias")
