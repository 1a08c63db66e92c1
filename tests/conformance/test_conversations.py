"""The simulator beside recorded realtime conversations; and the comparison itself, which needs no recordings."""

from copy import deepcopy
from typing import Any

import pytest

from tests.conformance.conversations import Conversation, differences, read, recorded_conversations, simulated
from tests.unit.simulator.realtime.dialogues import CREATE, Talking, session, text, voice

TOOL = {"type": "function", "name": "look", "parameters": {"type": "object", "properties": {}}}


def test_the_simulator_cannot_be_told_from_recordings() -> None:
    found = {each.name: differences(each.received, simulated(each)) for each in recorded_conversations()}

    assert {name: told for name, told in found.items() if told} == {}


def cassette(*sent: dict[str, Any]) -> dict[str, Any]:
    """A conversation with the simulator, as a recorder would write it."""
    talking = Talking()
    interactions = [{"kind": "message", "direction": "received", "data": talking.created}, {"kind": "http"}]
    for event in sent:
        interactions.append({"kind": "message", "direction": "sent", "data": event})
        interactions += [{"kind": "message", "direction": "received", "data": each} for each in talking.whole(event)]
    return {"version": 1, "interactions": interactions}


def conversation() -> Conversation:
    listening = {"input": {"transcription": {"model": "ears"}}}
    return read("ours", cassette(session(audio=listening), text("Hello"), CREATE, voice(1, silence=1)))


def test_what_was_said_to_the_simulator_is_said_again() -> None:
    assert differences(conversation().received, simulated(conversation())) == []


def test_results_go_to_the_calls_of_the_simulator() -> None:
    talking = Talking()
    asked = [session(output_modalities=["text"], tools=[TOOL]), text("Look."), CREATE]
    call = [each for event in asked for each in talking.whole(event)][-1]["response"]["output"][0]
    result = {"type": "function_call_output", "call_id": call["call_id"], "output": "fog"}
    sent = [*asked, {"type": "conversation.item.create", "item": result}, CREATE]
    again = Conversation("ours", [("sent", each) for each in sent] + [("received", each) for each in _done(call)])

    assert "error" not in [event["type"] for event in simulated(again)]


def _done(call: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "response.output_item.done", "item": call}]


@pytest.mark.parametrize(
    "kind, change",
    [
        ("response.done", lambda event: event["response"].pop("usage")),
        ("response.done", lambda event: event["response"]["usage"].update(total_tokens="5")),
        ("session.created", lambda event: event["session"].update(phase="final")),
        ("response.output_item.done", lambda event: event.update(type="response.output_item.finished")),
    ],
)
def test_what_differs_is_found(kind: str, change: Any) -> None:
    recorded = deepcopy(conversation().received)
    change(next(event for event in recorded if event["type"] == kind))

    assert differences(recorded, simulated(conversation())) != []
