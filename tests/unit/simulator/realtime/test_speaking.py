"""One response as its events tell it, however far it gets."""

import base64

import pytest

from headgate.simulator.realtime import sound
from tests.unit.simulator.realtime.dialogues import CANCEL, CREATE, SLOW, Talking, done, of, session, text


@pytest.mark.parametrize("kind", sound.BYTES_PER_SECOND)
def test_words_and_voice_go_together_in_every_format(kind: str) -> None:
    talking = Talking()
    talking.tell(session(audio={"output": {"format": {"type": kind}}}))
    events = talking.whole(text("Hello"), CREATE)
    voice = b"".join(base64.b64decode(each["delta"]) for each in of(events, "response.output_audio.delta"))
    words = [each["delta"] for each in of(events, "response.output_audio_transcript.delta")]

    assert sound.milliseconds(kind, len(voice)) == len(words) * sound.VOICE_MS
    assert "".join(words) == done(events)["output"][0]["content"][0]["transcript"]
    assert done(events)["usage"]["output_token_details"] == {
        "text_tokens": len(words),
        "audio_tokens": 4 * len(words),
    }


@pytest.mark.parametrize("moments", range(6))
def test_wherever_it_is_stopped_all_that_was_begun_is_ended(moments: int) -> None:
    talking = Talking(latency=SLOW)
    events = talking.tell(text("Hello"), CREATE) + talking.after(moments / 2) + talking.tell(CANCEL)

    for begun, ended in (
        ("response.created", "response.done"),
        ("response.output_item.added", "response.output_item.done"),
        ("response.content_part.added", "response.content_part.done"),
    ):
        assert len(of(events, begun)) == len(of(events, ended)) == 1
    assert done(events)["output"][0]["status"] == "incomplete"


def test_an_answer_that_is_deleted_while_it_is_spoken_still_ends() -> None:
    talking = Talking(latency=SLOW)
    added = of(talking.tell(text("Hello"), CREATE), "response.output_item.added")[0]
    talking.tell({"type": "conversation.item.delete", "item_id": added["item"]["id"]})

    assert done(talking.after(600))["status"] == "completed"


def test_every_event_of_a_response_names_it() -> None:
    talking = Talking()
    events = talking.whole(text("Hello"), CREATE)
    response_id = done(events)["id"]
    named = [each for each in events if each["type"].startswith("response.") and "response_id" in each]

    assert {each["response_id"] for each in named} == {response_id}
    assert len({each["event_id"] for each in events}) == len(events)
    assert {each["item_id"] for each in named if "item_id" in each} == {done(events)["output"][0]["id"]}


def test_a_function_that_is_cut_off_is_incomplete() -> None:
    talking = Talking()
    tool = {
        "type": "function",
        "name": "look",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    }
    talking.tell(session(tools=[tool], output_modalities=["text"]))
    answer = done(talking.whole(text("Weather?"), {**CREATE, "response": {"max_output_tokens": 2}}))

    assert answer["status"] == "incomplete"
    assert answer["output"][0]["status"] == "incomplete"
