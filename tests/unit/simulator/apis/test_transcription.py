import json
from typing import Any

import pytest

from headgate.simulator.answer import Answer
from headgate.simulator.apis import transcription
from headgate.simulator.media import reading_aloud
from tests.unit.simulator.apis.calls import events_of
from tests.unit.simulator.apis.forms import form, form_call

FIVE_SECONDS = reading_aloud.wav(bytes(5 * 48_000))


def _heard(model: str, *parts: tuple[str, str], sound: bytes = FIVE_SECONDS, **fields: str) -> Answer:
    return transcription.prepare(form_call(form(("file", sound), *parts, **fields), model)).compose(0)


def _told(model: str, *parts: tuple[str, str], **fields: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(_heard(model, *parts, **fields).body)
    return told


def test_whisper_is_billed_by_the_second() -> None:
    answer = _heard("whisper", sound=reading_aloud.wav(bytes(81_792)))

    assert json.loads(answer.body)["usage"] == {"type": "duration", "seconds": 2}
    assert (answer.usage.seconds, answer.usage.total_tokens) == (2, 0)
    assert answer.heard_seconds == pytest.approx(1.704)


def test_newer_models_are_billed_by_tokens() -> None:
    """Recorded: 1.704 seconds are 17 tokens, and an answer is two tokens more than its text."""
    answer = _heard("gpt-4o-transcribe", sound=reading_aloud.wav(bytes(81_792)), prompt="a gate")
    told = json.loads(answer.body)

    assert told["usage"]["input_token_details"] == {"text_tokens": 2, "audio_tokens": 17}
    assert told["usage"]["total_tokens"] == answer.usage.total_tokens
    assert (answer.usage.prompt_tokens, answer.usage.audio_prompt_tokens) == (19, 17)
    assert list(told["usage"]) == ["type", "total_tokens", "input_tokens", "input_token_details", "output_tokens"]


def test_what_is_heard_is_as_long_as_the_recording() -> None:
    def words(seconds: int) -> int:
        answer = _heard("whisper", sound=reading_aloud.wav(bytes(seconds * 48_000)))
        return len(json.loads(answer.body)["text"].split())

    assert 10 <= words(5) <= 20
    assert 150 <= words(60) <= 240


def test_the_same_recording_is_heard_the_same() -> None:
    assert _heard("whisper").body == _heard("whisper").body
    assert _told("whisper")["text"] == _told("gpt-4o-transcribe")["text"]


@pytest.mark.parametrize("kind,begins", [("text", ""), ("srt", "1\n00:00:00,000 --> "), ("vtt", "WEBVTT\n\n00:00:")])
def test_a_transcript_may_be_plain_text(kind: str, begins: str) -> None:
    answer = _heard("whisper", response_format=kind)

    assert answer.content_type == b"text/plain; charset=utf-8"
    assert answer.body.decode().startswith(begins)
    assert answer.body.endswith(b"\n")
    assert "{" not in answer.body.decode()


def test_a_verbose_transcript_tells_its_sentences() -> None:
    told = _told("whisper", response_format="verbose_json", language="de", temperature="0.4")

    assert (told["task"], told["language"], told["duration"]) == ("transcribe", "german", 5.0)
    assert told["text"].startswith("Das Schütz")
    assert told["segments"][-1]["end"] == pytest.approx(5.0, abs=0.1)
    assert told["segments"][0]["temperature"] == 0.4
    assert "words" not in told


def test_words_come_where_they_are_asked_for() -> None:
    words = ("timestamp_granularities[]", "word")
    only = _told("whisper", words, response_format="verbose_json")
    both = _told("whisper", words, ("timestamp_granularities[]", "segment"), response_format="verbose_json")

    assert "segments" not in only
    assert both["words"] == only["words"]
    assert both["segments"]
    assert [word["word"] for word in only["words"]] == only["text"].replace(",", "").replace(".", "").split()


def test_a_translation_is_english() -> None:
    body = form(("file", FIVE_SECONDS), response_format="verbose_json")
    told = json.loads(transcription.prepare_translation(form_call(body, "whisper")).compose(0).body)

    assert (told["task"], told["language"]) == ("translate", "english")


def test_log_probabilities_are_told_where_they_are_asked_for() -> None:
    told = _told("gpt-4o-transcribe", ("include[]", "logprobs"))

    assert "".join(each["token"] for each in told["logprobs"]) == told["text"]
    assert list(told["logprobs"][0]) == ["token", "logprob", "bytes"]


def test_speakers_are_told_apart() -> None:
    sound = reading_aloud.wav(bytes(20 * 48_000))
    answer = _heard(
        "gpt-4o-transcribe-diarize", ("known_speaker_names[]", "agent"), sound=sound, response_format="diarized_json"
    )
    told = json.loads(answer.body)

    assert list(told) == ["task", "duration", "text", "segments", "usage"]
    assert [segment["speaker"] for segment in told["segments"][:3]] == ["agent", "A", "agent"]
    assert [segment["id"] for segment in told["segments"][:2]] == ["seg_0", "seg_1"]
    assert "".join(segment["text"] for segment in told["segments"]).strip() == told["text"]


def test_a_stream_brings_the_text_token_by_token() -> None:
    answer = _heard("gpt-4o-mini-transcribe", stream="true")
    whole = _told("gpt-4o-mini-transcribe")
    *deltas, done = events_of(answer)

    assert "".join(event["delta"] for event in deltas) == done["text"] == whole["text"]
    assert {event["type"] for event in deltas} == {"transcript.text.delta"}
    assert done["type"] == "transcript.text.done"
    assert done["usage"] == whole["usage"]
    assert "logprobs" not in done


def test_every_event_of_a_stream_is_counted() -> None:
    answer = _heard("gpt-4o-transcribe", stream="true")
    assert answer.events is not None
    events = list(answer.events)

    assert sum(count for _, count in events) == answer.usage.completion_tokens
    assert all(event.endswith(b"\r\n\r\n") for event, _ in events)
    assert events[-1] == (b"data: [DONE]\r\n\r\n", 0)


def test_a_stream_tells_log_probabilities_too() -> None:
    *deltas, done = events_of(_heard("gpt-4o-transcribe", ("include[]", "logprobs"), stream="true"))

    assert done["logprobs"] == [event["logprobs"][0] for event in deltas]


def test_a_stream_of_speakers_brings_whole_sentences() -> None:
    answer = _heard("gpt-4o-transcribe-diarize", stream="true", response_format="diarized_json")
    *segments, done = events_of(answer)

    assert {event["type"] for event in segments} == {"transcript.text.segment"}
    assert "".join(event["text"] for event in segments).strip() == done["text"]


def test_whisper_does_not_stream() -> None:
    assert _heard("whisper", stream="true").events is None
