"""Turns, interruptions and mistakes, in time that stands still."""

import base64
from typing import Any

import pytest

from headgate.simulator.realtime import asks
from tests.unit.simulator.realtime.dialogues import CANCEL, CREATE, SLOW, Talking, done, kinds, of, session, text, voice

WRITTEN = session(output_modalities=["text"])
TOOLS = [
    {"type": "function", "name": name, "parameters": {"type": "object", "properties": {}}} for name in ("look", "open")
]


def test_an_answer_comes_at_the_pace_of_its_deployment() -> None:
    talking = Talking(latency=SLOW)
    begun = talking.tell(WRITTEN, text("Hello"), CREATE)

    assert kinds(begun)[-1] == "response.content_part.added"
    assert talking.after(0.9) == []
    assert len(talking.after(0.1)) == 1
    assert len(of(talking.after(2), "response.output_text.delta")) == 4
    assert done(talking.after(600))["status"] == "completed"


def test_speech_over_an_answer_stops_it_and_is_answered_in_its_turn() -> None:
    talking = Talking(latency=SLOW)
    talking.tell(text("Tell me of the canal."), CREATE)
    heard = talking.after(2)
    stopped = talking.tell(voice(0.4))

    assert kinds(stopped)[0] == "input_audio_buffer.speech_started"
    cut = done(stopped)
    assert (cut["status"], cut["status_details"]["reason"]) == ("cancelled", "turn_detected")
    assert cut["output"][0]["status"] == "incomplete"
    said = "".join(event["delta"] for event in of(heard + stopped, "response.output_audio_transcript.delta"))
    assert cut["output"][0]["content"][0]["transcript"] == said
    assert cut["usage"]["output_tokens"] < 60
    next_turn = talking.whole(voice(0, silence=0.5))
    assert kinds(next_turn)[:2] == ["input_audio_buffer.speech_stopped", "input_audio_buffer.committed"]
    assert done(next_turn)["status"] == "completed"


def test_where_interruption_is_off_an_answer_goes_on_and_the_turn_waits_for_the_client() -> None:
    detection = {"type": "server_vad", "interrupt_response": False, "create_response": False}
    talking = Talking(latency=SLOW)
    talking.tell(session(audio={"input": {"turn_detection": detection}}), text("Hello"), CREATE)
    talking.after(1)
    spoken = talking.tell(voice(0.4, silence=0.5))

    assert of(spoken, "input_audio_buffer.committed")
    assert not of(spoken, "response.done")
    assert done(talking.after(600))["status"] == "completed"
    assert done(talking.whole(CREATE))["status"] == "completed"


def test_a_response_that_is_cancelled_ends_with_what_was_said_and_is_counted_so() -> None:
    talking = Talking(latency=SLOW)
    talking.tell(WRITTEN, text("Tell me of the canal."), CREATE)
    heard = talking.after(3)
    stopped = talking.tell(CANCEL)

    words = of(heard, "response.output_text.delta") + of(stopped, "response.output_text.delta")
    cut = done(stopped)
    assert cut["status_details"] == {"type": "cancelled", "reason": "client_cancelled"}
    assert cut["usage"]["output_tokens"] == len(words) == talking.counted.completion_tokens
    assert talking.after(600) == []
    assert talking.error({**CANCEL, "response_id": cut["id"]})["code"] == "response_cancel_not_active"


def test_only_the_response_that_is_named_is_cancelled() -> None:
    talking = Talking(latency=SLOW)
    talking.tell(text("Hello"), CREATE)

    assert talking.error({**CANCEL, "response_id": "resp_other"})["code"] == "response_cancel_not_active"
    assert done(talking.after(600))["status"] == "completed"


def test_one_response_at_a_time() -> None:
    talking = Talking(latency=SLOW)
    created = of(talking.tell(text("Hello"), CREATE), "response.created")[0]["response"]
    error = talking.error(CREATE)

    assert error["code"] == "conversation_already_has_active_response"
    assert created["id"] in error["message"]


def test_what_was_not_heard_is_cut_off_and_its_words_are_forgotten() -> None:
    talking = Talking()
    answer = done(talking.whole(text("Hello"), CREATE))["output"][0]
    place = {"item_id": answer["id"], "content_index": 0}
    [cut] = talking.tell({"type": "conversation.item.truncate", **place, "audio_end_ms": 200})

    assert (cut["type"], cut["audio_end_ms"]) == ("conversation.item.truncated", 200)
    [shown] = talking.tell({"type": "conversation.item.retrieve", "item_id": answer["id"]})
    assert shown["item"]["content"] == [{"type": "output_audio", "transcript": ""}]
    again = talking.error({"type": "conversation.item.truncate", **place, "audio_end_ms": 201})
    assert again["message"] == "Audio content of 200ms is already shorter than 201ms"
    assert again["code"] == "invalid_value"


def test_only_what_the_model_spoke_can_be_truncated() -> None:
    talking = Talking()
    [added, _] = talking.tell(text("Hello"))
    written = done(talking.whole(WRITTEN, CREATE))["output"][0]

    for item_id in (added["item"]["id"], written["id"]):
        place = {"item_id": item_id, "content_index": 0, "audio_end_ms": 0}
        error = talking.error({"type": "conversation.item.truncate", **place})
        assert error["message"] == "Only model output audio messages can be truncated"
        assert error["code"] == "unsupported_content_type"


def test_a_truncated_answer_costs_less_in_the_next_prompt() -> None:
    prompts = []
    for cut in (False, True):
        talking = Talking()
        answer = done(talking.whole(text("Hello"), CREATE))["output"][0]
        if cut:
            place = {"item_id": answer["id"], "content_index": 0, "audio_end_ms": 100}
            talking.tell({"type": "conversation.item.truncate", **place})
        prompts.append(done(talking.whole(text("And now?"), CREATE))["usage"]["input_tokens"])

    assert prompts[1] < prompts[0]


def test_a_response_beside_the_conversation_leaves_no_trace_in_it() -> None:
    talking = Talking()
    beside = {"conversation": "none", "metadata": {"for": "a label"}, "output_modalities": ["text"]}
    question = {"input": [text("Is this a question?")["item"]]}
    events = talking.whole({**CREATE, "response": {**beside, **question}})

    answer = done(events)
    assert (answer["conversation_id"], answer["metadata"]) == (None, {"for": "a label"})
    assert not of(events, "conversation.item.added")
    missing = talking.error({"type": "conversation.item.retrieve", "item_id": answer["output"][0]["id"]})
    assert missing["code"] == "item_retrieve_invalid_item_id"


def test_several_functions_are_called_where_that_is_asked_for() -> None:
    talking = Talking()
    talking.tell(session(output_modalities=["text"], tools=TOOLS, parallel_tool_calls=True))
    calls = done(talking.whole(text("Look, and open."), CREATE))["output"]

    assert [call["name"] for call in calls] == ["look", "open"]
    assert len({call["call_id"] for call in calls}) == 2
    unknown = {"type": "function_call_output", "call_id": "call_unknown", "output": "fog"}
    error = talking.error({"type": "conversation.item.create", "item": unknown})
    assert error["code"] == "invalid_tool_call_id"


def test_a_limit_on_tokens_leaves_an_answer_incomplete() -> None:
    talking = Talking()
    ended = done(talking.whole(text("Tell me of the canal."), {**CREATE, "response": {"max_output_tokens": 10}}))

    assert ended["status"] == "incomplete"
    assert ended["status_details"]["reason"] == "max_output_tokens"
    assert ended["usage"]["output_tokens"] <= 10


def test_a_client_that_has_ended_its_turn_by_hand_is_told_so_and_nothing_is_answered_unasked() -> None:
    talking = Talking()
    talking.tell(session(audio={"input": {"turn_detection": None}}))
    told = talking.whole(voice(0.4, silence=1), {"type": "input_audio_buffer.commit"})

    assert kinds(told) == ["input_audio_buffer.committed", "conversation.item.added", "conversation.item.done"]
    assert done(talking.whole(CREATE))["usage"]["input_token_details"]["audio_tokens"] == 14


def test_what_was_cleared_is_not_heard() -> None:
    talking = Talking()
    talking.tell(voice(0.4))
    [cleared] = talking.tell({"type": "input_audio_buffer.clear"})

    assert cleared["type"] == "input_audio_buffer.cleared"
    assert talking.whole(voice(0, silence=1)) == []


@pytest.mark.parametrize("transcriber, usage", [("whisper", "duration"), ("ears", "tokens"), ("whisper-1", "duration")])
def test_a_transcript_is_billed_as_its_deployment_is(transcriber: str, usage: str) -> None:
    talking = Talking()
    talking.tell(session(audio={"input": {"transcription": {"model": transcriber}}}))
    [written] = of(talking.whole(voice(1, 0.5)), "conversation.item.input_audio_transcription.completed")

    assert written["usage"]["type"] == usage
    assert written["transcript"]


def test_a_client_that_leaves_is_billed_for_what_it_was_told() -> None:
    talking = Talking(latency=SLOW)
    talking.tell(WRITTEN, text("Tell me of the canal."), CREATE)
    words = len(of(talking.after(3), "response.output_text.delta"))
    talking.end()

    assert talking.after(600) == []
    assert talking.counted.endings == {"client_gone": 1}
    assert words <= talking.counted.completion_tokens <= words + 1


def test_who_reads_too_slowly_is_waited_for() -> None:
    talking = Talking(latency=SLOW)
    talking.tell(WRITTEN, text("Tell me of the canal."), CREATE)
    talking.dialogue.pause()
    held = talking.after(60)
    talking.dialogue.resume()

    assert held == []
    assert done(talking.after(600))["status"] == "completed"


def test_a_piece_of_sound_has_a_limit() -> None:
    talking = Talking()
    audio = base64.b64encode(bytes(asks.APPENDED_BYTES_MAX + 1)).decode()

    assert talking.error({"type": "input_audio_buffer.append", "audio": audio})["param"] == "audio"
    assert talking.tell(WRITTEN)[0]["type"] == "session.updated"


@pytest.mark.parametrize(
    "event, code, param",
    [
        ({"type": "session.update"}, "missing_required_parameter", "session"),
        ({"type": "session.update", "session": {"instructions": "x"}}, "missing_required_parameter", "session.type"),
        (session(temperature=0.8), "unknown_parameter", "session.temperature"),
        ({"type": "conversation.item.create", "item": {"type": "message"}}, "missing_required_parameter", "item.role"),
        (text("Hello", previous_item_id="item_none"), "item_create_invalid_item_id", "item_id"),
        ({**CREATE, "response": {"max_output_tokens": 0}}, None, "response.max_output_tokens"),
    ],
)
def test_a_mistake_names_its_place(event: dict[str, Any], code: str | None, param: str) -> None:
    error = Talking().error({**event, "event_id": "mine"})

    assert error["type"] == "invalid_request_error"
    assert (error["param"], error["event_id"]) == (param, "mine")
    assert code in (None, error["code"])


@pytest.mark.parametrize("message", [b"", b"[]", b"{", b'{"type": 1}', b"\xff", b'"text"'])
def test_what_is_no_event_is_an_error_and_the_conversation_goes_on(message: bytes) -> None:
    talking = Talking()
    talking.dialogue.hear(message)

    assert [told["type"] for told in talking.tell(WRITTEN)] == ["error", "session.updated"]
