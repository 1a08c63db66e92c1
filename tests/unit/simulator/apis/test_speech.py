import base64
import itertools
from typing import Any

import pytest

from headgate.simulator.answer import Answer
from headgate.simulator.apis import speech
from headgate.simulator.errors import AzureError
from headgate.simulator.media import reading_aloud, recordings
from tests.unit.simulator.apis.calls import call, error_of, events_of

TEXT = "Open the gate when the river has risen by a thumb."


def _spoken(model: str = "gpt-4o-mini-tts", **members: Any) -> Answer:
    return speech.prepare(call({"input": TEXT, "voice": "alloy", **members}, model=model)).compose(0)


def _sound(answer: Answer) -> bytes:
    assert answer.events is not None
    return b"".join(piece for piece, _ in answer.events)


def _refused(model: str, **members: Any) -> dict[str, Any]:
    with pytest.raises(AzureError) as refused:
        _spoken(model, **members)
    return error_of(refused.value.body)


@pytest.mark.parametrize("kind", ["mp3", "opus", "aac", "flac", "wav", "pcm"])
def test_speech_comes_in_the_format_that_was_asked_for(kind: str) -> None:
    answer = _spoken(response_format=kind)
    sound = _sound(answer)

    assert answer.content_type == reading_aloud.CONTENT_TYPES[kind]
    seconds = len(sound) / 48_000 if kind == "pcm" else recordings.seconds_of(sound)
    assert seconds == pytest.approx(reading_aloud.seconds_of_text(TEXT), abs=0.2)


def test_speech_is_mp3_unless_something_else_is_asked_for() -> None:
    """What takes 3.4 seconds to read is 131 frames of 26 milliseconds."""
    assert _sound(_spoken("tts")) == reading_aloud.spoken(TEXT, "mp3")
    assert len(_sound(_spoken("tts"))) / 417 == 131


def test_who_speaks_twice_as_fast_needs_half_the_time() -> None:
    slow, fast = (len(_sound(_spoken(response_format="pcm", speed=speed))) for speed in (1, 2))

    assert fast == slow // 2


def test_a_wave_file_does_not_know_its_length_yet() -> None:
    assert _sound(_spoken(response_format="wav"))[4:8] == b"\xff\xff\xff\xff"


def test_sound_is_sent_as_it_is_spoken() -> None:
    answer = _spoken(response_format="pcm")
    assert answer.events is not None
    pieces = list(answer.events)

    assert len(pieces) == 9
    assert sum(count for _, count in pieces) == answer.usage.completion_tokens == 68
    assert all(len(piece) % 2 == 0 for piece, _ in pieces)


def test_speech_is_billed_by_the_character_or_by_tokens() -> None:
    assert _spoken("tts-hd").usage.characters == len(TEXT)
    by_tokens = _spoken(instructions="In a low voice").usage
    assert (by_tokens.prompt_tokens, by_tokens.characters) == (16, 0)
    assert by_tokens.audio_completion_tokens == by_tokens.completion_tokens > 0


def test_events_bring_the_sound_and_what_it_cost() -> None:
    answer = _spoken(stream_format="sse")
    *deltas, done = events_of(answer)

    sound = b"".join(base64.b64decode(event["audio"]) for event in deltas)
    assert sound == reading_aloud.spoken(TEXT, "mp3")
    assert answer.streamed
    assert {event["type"] for event in deltas} == {"speech.audio.delta"}
    usage = answer.usage
    assert done == {
        "type": "speech.audio.done",
        "usage": {
            "input_tokens": usage.prompt_tokens,
            "output_tokens": usage.completion_tokens,
            "total_tokens": usage.total_tokens,
        },
    }


def test_older_models_send_no_events() -> None:
    assert _refused("tts", stream_format="sse")["param"] == "stream_format"


def test_speech_needs_a_voice_and_something_to_say() -> None:
    with pytest.raises(AzureError):
        speech.prepare(call({"input": "Hello"}, model="tts"))
    assert _refused("tts", voice="bob")["message"].startswith("Invalid value: 'bob'. Supported values are: 'alloy', ")
    assert _spoken(voice={"id": "voice_1"})
    assert _refused("tts", input="")["param"] == "input"
    assert _refused("tts", input="x" * 4_097)["param"] == "input"
    assert _refused("tts", speed=5)["param"] == "speed"
    assert _refused("tts", response_format="ogg")["code"] == "invalid_value"


def test_the_longest_speech_has_an_end() -> None:
    answer = _spoken(input="x" * 4_096, speed=0.25, response_format="mp3")
    assert answer.events is not None

    assert sum(len(piece) for piece, _ in itertools.islice(answer.events, 10_000)) < 20_000_000
