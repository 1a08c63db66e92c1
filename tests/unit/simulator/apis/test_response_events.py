import json
from typing import Any

from headgate.simulator.answer import Answer
from headgate.simulator.apis import responses
from tests.unit.simulator.apis.calls import call, events_of

FUNCTION = {"type": "function", "name": "f", "parameters": {"properties": {"a": {"type": "integer"}}}}


def _answer(**members: Any) -> Answer:
    settings = {"reasoning_tokens": members.pop("reasoning_tokens", 0)}
    return responses.prepare(call({"input": "Hello", "stream": True, **members}, **settings)).compose(0)


def _kinds(answer: Answer) -> list[str]:
    return [event["type"].removeprefix("response.") for event in events_of(answer)]


def test_text_comes_in_the_recorded_order() -> None:
    assert _kinds(_answer(max_output_tokens=2)) == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "incomplete",
    ]


def test_a_function_call_comes_in_the_recorded_order() -> None:
    kinds = _kinds(_answer(tools=[FUNCTION]))

    assert kinds[:3] == ["created", "in_progress", "output_item.added"]
    assert set(kinds[3:-3]) == {"function_call_arguments.delta"}
    assert kinds[-3:] == ["function_call_arguments.done", "output_item.done", "completed"]


def test_events_are_named_and_numbered_without_gaps() -> None:
    answer = _answer()
    assert answer.events is not None
    events = [event.decode() for event, _ in answer.events]

    for number, event in enumerate(events):
        name, data = event.split("\n")[:2]
        content = json.loads(data.removeprefix("data: "))
        assert name == f"event: {content['type']}"
        assert content["sequence_number"] == number
        assert list(content) == ["type", *sorted(set(content) - {"type"})]  # recorded in August 2026
        assert event.endswith("\n\n")
    assert "[DONE]" not in events[-1]


def test_the_deltas_are_the_text_and_the_usage() -> None:
    answer = _answer()
    events = events_of(answer)

    deltas = [event["delta"] for event in events if event["type"] == "response.output_text.delta"]
    final = events[-1]["response"]
    assert "".join(deltas) == final["output"][0]["content"][0]["text"]
    assert len(deltas) == final["usage"]["output_tokens"] == answer.usage.completion_tokens


def test_thoughts_come_first() -> None:
    answer = _answer(reasoning_tokens=8)
    assert answer.events is not None
    events = list(answer.events)

    assert b'"type":"reasoning"' in events[2][0]
    assert events[2][1] == 8
    assert sum(tokens for _, tokens in events) == answer.usage.completion_tokens


def test_padding_can_be_left_out() -> None:
    bare = events_of(_answer(stream_options={"include_obfuscation": False}))

    assert all("obfuscation" not in event for event in bare)
    assert any("obfuscation" in event for event in events_of(_answer()))
