"""Whole realtime conversations, over a socket and back."""

from typing import Any

import pytest
from wsproto.events import CloseConnection, RejectConnection

from headgate.simulator.faults import Fault
from headgate.simulator.server import Simulator
from tests.unit.simulator.realtime.sockets import BETA, GA, TOOL, WRITTEN, say, spoken, talk
from tests.unit.simulator.settings_for_tests import KEY


async def test_a_written_answer_has_the_recorded_order_of_events(simulator: Simulator) -> None:
    async with talk(simulator, GA) as one:
        created = await one.next()
        assert created["type"] == "session.created"
        assert created["session"]["audio"]["input"]["turn_detection"]["type"] == "server_vad"
        one.send(WRITTEN, say('Say "good morning"'), {"type": "response.create"})
        events = await one.until("response.done")

    kinds = list(dict.fromkeys(event["type"] for event in events))
    assert kinds == [
        "session.updated",
        "conversation.item.added",
        "conversation.item.done",
        "response.created",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.done",
    ]
    deltas = [event["delta"] for event in events if event["type"] == "response.output_text.delta"]
    done = events[-1]["response"]
    assert "".join(deltas) == done["output"][0]["content"][0]["text"] == "good morning"
    assert done["usage"]["output_token_details"] == {"text_tokens": len(deltas), "audio_tokens": 0}
    counted = simulator.truth.usage().resources["eastus"].deployments["voice"]
    assert counted.completion_tokens == len(deltas)
    assert counted.prompt_tokens == done["usage"]["input_tokens"]


async def test_what_is_heard_is_answered_aloud(simulator: Simulator) -> None:
    async with talk(simulator, GA) as one:
        await one.next()
        transcription = {"audio": {"input": {"transcription": {"model": "ears"}}}}
        one.send({"type": "session.update", "session": {"type": "realtime", **transcription}}, spoken(1))
        events = await one.until("response.done")

    kinds = [event["type"] for event in events]
    begun = kinds.index("input_audio_buffer.speech_started")
    assert kinds[begun : begun + 5] == [
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
    ]
    assert "conversation.item.input_audio_transcription.completed" in kinds
    usage = events[-1]["response"]["usage"]
    assert usage["input_token_details"]["audio_tokens"] >= 10
    assert usage["output_token_details"]["audio_tokens"] == 4 * kinds.count("response.output_audio.delta")


async def test_a_transcriber_that_is_not_deployed_fails_and_the_turn_goes_on(simulator: Simulator) -> None:
    async with talk(simulator, GA) as one:
        await one.next()
        transcription = {"audio": {"input": {"transcription": {"model": "nobody"}}}}
        one.send({"type": "session.update", "session": {"type": "realtime", **transcription}}, spoken(0.4))
        events = await one.until("response.done")

    failed = [each for each in events if each["type"].endswith("transcription.failed")]
    assert failed[0]["error"]["code"] == "DeploymentNotFound"


async def test_dated_versions_speak_the_beta(simulator: Simulator) -> None:
    async with talk(simulator, BETA) as one:
        session = (await one.next())["session"]
        assert session["modalities"] == ["audio", "text"]
        assert session["input_audio_format"] == "pcm16"
        one.send({"type": "session.update", "session": {"output_audio_format": "g711_ulaw", "turn_detection": None}})
        updated = (await one.until("session.updated"))[-1]["session"]
        assert (updated["output_audio_format"], updated["turn_detection"]) == ("g711_ulaw", None)
        one.send(say("Hello"), {"type": "response.create", "response": {"modalities": ["text"]}})
        written = {event["type"] for event in await one.until("response.done")}
        one.send({"type": "response.create"})
        aloud = {event["type"] for event in await one.until("response.done")}

    assert {"conversation.item.created", "response.text.delta", "response.text.done"} <= written
    assert {"response.audio.delta", "response.audio_transcript.done"} <= aloud
    assert not any(
        "output_audio" in kind or (kind.endswith("item.done") and "conv" in kind) for kind in written | aloud
    )


async def test_a_function_is_called_and_its_result_answered(simulator: Simulator) -> None:
    async with talk(simulator, GA) as one:
        await one.next()
        session = {"type": "realtime", "output_modalities": ["text"], "tools": [TOOL]}
        one.send({"type": "session.update", "session": session}, say("Weather?"), {"type": "response.create"})
        call = (await one.until("response.done"))[-1]["response"]["output"][0]
        assert (call["type"], call["name"]) == ("function_call", "look")
        result = {"type": "function_call_output", "call_id": call["call_id"], "output": "fog"}
        one.send({"type": "conversation.item.create", "item": result}, {"type": "response.create"})
        answer = (await one.until("response.done"))[-1]["response"]["output"][0]

    assert answer["type"] == "message"


@pytest.mark.parametrize(
    "event, code, param",
    [
        ({"type": "dance"}, "invalid_value", "type"),
        ({"type": "response.cancel"}, "response_cancel_not_active", None),
        ({"type": "input_audio_buffer.commit"}, "input_audio_buffer_commit_empty", None),
        ({"type": "conversation.item.delete", "item_id": "x"}, "item_delete_invalid_item_id", "item_id"),
        ({"type": "session.update", "session": {"type": "realtime", "x": 1}}, "unknown_parameter", "session.x"),
        ({"type": "input_audio_buffer.append", "audio": "!"}, "invalid_base64", "audio"),
        (
            {"type": "session.update", "session": {"type": "realtime", "output_modalities": ["text", "audio"]}},
            "invalid_value",
            "session.output_modalities",
        ),
    ],
)
async def test_mistakes_are_told_and_the_conversation_goes_on(
    simulator: Simulator, event: dict[str, Any], code: str, param: str | None
) -> None:
    async with talk(simulator, GA) as one:
        await one.next()
        one.send({**event, "event_id": "mine"}, WRITTEN)
        error = (await one.next())["error"]
        assert (await one.next())["type"] == "session.updated"

    assert (error["code"], error["param"], error["event_id"]) == (code, param, "mine")


async def test_a_full_deployment_fails_the_response_and_counts_it(simulator: Simulator) -> None:
    async with talk(simulator, "/openai/v1/realtime?model=slow") as one:
        await one.next()
        one.send(say("Hello"), {"type": "response.create"})
        done = (await one.until("response.done"))[-1]["response"]

    assert done["status_details"]["error"]["code"] == "rate_limit_exceeded"
    assert simulator.truth.usage().resources["eastus"].deployments["slow"].requests["429"] == 1


async def test_a_close_is_answered_and_counted(simulator: Simulator) -> None:
    async with talk(simulator, GA) as one:
        await one.next()
        one.writer.write(one.frames.send(CloseConnection(code=1000)))
        assert (await one.next()).code == 1000

    assert simulator.truth.usage().resources["eastus"].deployments["voice"].endings == {"served": 1}


async def test_a_fault_cuts_the_conversation_off(simulator: Simulator) -> None:
    simulator.faults.add(Fault(kind="close_midway", after=3))
    async with talk(simulator, GA) as one:
        one.send(say("Hello"), {"type": "response.create"})
        events = [await one.next() for _ in range(3)]
        assert events[0]["type"] == "session.created"
        assert isinstance(await one.next(), CloseConnection)

    assert simulator.truth.usage().resources["eastus"].deployments["voice"].endings["closed"] >= 1


async def test_the_key_may_stand_in_the_query(simulator: Simulator) -> None:
    async with talk(simulator, f"{GA}&api-key={KEY}", key="") as one:
        assert (await one.next())["type"] == "session.created"


@pytest.mark.parametrize(
    "target, key, status",
    [(GA, "wrong", 401), (GA.replace("voice", "none"), KEY, 404), ("/openai/realtime?deployment=voice", KEY, 404)],
)
async def test_who_may_not_is_refused_at_the_handshake(
    simulator: Simulator, target: str, key: str, status: int
) -> None:
    with pytest.raises(AssertionError) as refused:
        async with talk(simulator, target, key):
            pass

    assert f"{RejectConnection.__name__}(status_code={status}" in str(refused.value)
