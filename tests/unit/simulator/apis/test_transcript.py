import zlib

import pytest

from headgate.simulator.apis import transcript
from headgate.simulator.apis.transcript import Span, Transcript

SPANS = [Span("Hello.", 0.0, 1.25), Span("This is a test.", 1.25, 3_661.5)]


def test_what_is_heard_takes_as_long_as_the_recording() -> None:
    assert len(transcript.heard(1, 10, "en").tokens) == 40
    assert len(transcript.heard(1, 0, "en").tokens) == 1
    assert len(transcript.heard(1, 1e9, "en").tokens) == 32_768


@pytest.mark.parametrize("language,begins", [("fr", "La vanne"), ("ja", "水門"), ("pl", ""), ("", "")])
def test_it_is_in_the_language_that_was_named(language: str, begins: str) -> None:
    heard = transcript.heard(1, 60, language)

    assert heard.text.startswith(begins)
    assert len(heard.tokens) > 200


def test_times_run_through_the_recording() -> None:
    heard = Transcript(["Hello", ".", " This", " is", " it", "."], 18.0)

    assert heard.sentences() == [Span("Hello.", 0.0, 6.0), Span("This is it.", 6.0, 18.0)]
    assert [word.text for word in heard.words()] == ["Hello", "This", "is", "it"]
    assert heard.words()[-1] == Span("it", 15.0, 17.0)


def test_nothing_heard_has_no_sentences() -> None:
    assert Transcript([], 1.0).sentences() == []


def test_subtitles_are_numbered_and_timed() -> None:
    assert transcript.srt(SPANS) == (
        "1\n00:00:00,000 --> 00:00:01,250\nHello.\n\n2\n00:00:01,250 --> 01:01:01,500\nThis is a test.\n\n\n"
    )
    assert transcript.vtt(SPANS[:1]) == "WEBVTT\n\n00:00:00.000 --> 00:00:01.250\nHello.\n\n"


def test_whisper_tells_its_sentences_with_tokens_between_their_times() -> None:
    """Recorded: 50364 is the beginning, and fifty more is a second."""
    first, second = transcript.whisper_segments(SPANS, 0.2)

    assert list(first) == [
        "id", "seek", "start", "end", "text", "tokens", "temperature", "avg_logprob", "compression_ratio",
        "no_speech_prob",
    ]  # fmt: skip
    assert (first["id"], second["id"], first["text"]) == (0, 1, " Hello.")
    assert (first["tokens"][0], first["tokens"][-1], len(first["tokens"])) == (50_364, 50_426, 4)
    assert first["compression_ratio"] == pytest.approx(7 / len(zlib.compress(b" Hello.")), abs=1e-6)


def test_speakers_take_turns() -> None:
    def speakers(*names: str) -> list[str]:
        return [segment["speaker"] for segment in transcript.speaker_segments(SPANS, names)]

    assert speakers() == ["A", "B"]
    assert speakers("agent") == ["agent", "A"]
    assert speakers("agent", "customer", "third") == ["agent", "customer"]
