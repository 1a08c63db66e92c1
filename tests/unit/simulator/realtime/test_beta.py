"""The beta's names, in both directions."""

from headgate.simulator.realtime import beta
from tests.unit.simulator.realtime.dialogues import CREATE, Talking, done, kinds, text, voice


def test_settings_of_the_beta_are_heard_in_the_names_of_ga() -> None:
    session = {"modalities": ["text", "audio"], "input_audio_format": "g711_alaw", "max_response_output_tokens": 7}
    heard = beta.heard({"type": "session.update", "session": session})["session"]

    assert heard == {
        "type": "realtime",
        "output_modalities": ["audio"],
        "audio": {"input": {"format": {"type": "audio/pcma"}}},
        "max_output_tokens": 7,
    }


def test_a_mistake_in_a_setting_is_not_hidden_by_the_translation() -> None:
    talking = Talking(in_beta=True)

    assert talking.error({"type": "session.update", "session": {"modalities": 1, "voice": 7}})["param"]
    assert talking.error({"type": "session.update", "session": {"input_audio_format": "mp3"}})["param"]
    assert talking.error({"type": "session.update", "session": []})["param"]
    assert talking.error({"type": "conversation.item.create", "item": 7})["param"]


def test_a_spoken_turn_has_the_events_of_the_beta() -> None:
    talking = Talking(in_beta=True)
    events = talking.whole(voice(0.4, silence=0.5))

    assert kinds(events)[:4] == [
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "conversation.item.created",
    ]
    said = set(kinds(events))
    assert {"response.audio.delta", "response.audio_transcript.delta", "response.audio_transcript.done"} <= said
    assert not any("output_audio" in kind or kind == "conversation.item.done" for kind in said)
    answer = done(events)
    assert answer["modalities"] == ["audio", "text"]
    assert answer["output"][0]["content"][0]["type"] == "audio"
    assert answer["output"][0]["object"] == "realtime.item"


def test_messages_of_the_assistant_may_be_given_in_the_names_of_the_beta() -> None:
    talking = Talking(in_beta=True)
    given = text("I am here.")
    given["item"] |= {"role": "assistant", "content": [{"type": "text", "text": "I am here."}]}
    [created] = talking.tell(given)

    assert created["type"] == "conversation.item.created"
    assert created["item"]["content"] == [{"type": "text", "text": "I am here."}]


def test_temperature_is_a_setting_of_the_beta() -> None:
    talking = Talking(in_beta=True)
    [updated] = talking.tell({"type": "session.update", "session": {"temperature": 0.7}})

    assert updated["session"]["temperature"] == 0.7
    assert done(talking.whole(text("Hello"), CREATE))["status"] == "completed"
