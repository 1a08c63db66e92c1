"""Speech and transcription with the official client: every format, as a whole and as a stream."""

import base64
import io
import json
import wave

from openai import BadRequestError, OpenAI
from shown import shown

TEXT = "The gate is open, and the water runs down to the fields."
RATE = 24_000
SECONDS = 12


def recording() -> io.BytesIO:
    """Silence as a wave file."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(2 * RATE * SECONDS))
    written.seek(0)
    written.name = "talk.wav"
    return written


with OpenAI() as client:
    sounds = {
        kind: client.audio.speech.create(model="tts-1", voice="alloy", input=TEXT, response_format=kind).read()
        for kind in ("mp3", "opus", "aac", "flac", "wav", "pcm")
    }
    beginnings = {"mp3": b"\xff\xfb", "opus": b"OggS", "aac": b"\xff\xf1", "flac": b"fLaC", "wav": b"RIFF"}
    assert all(sounds[kind].startswith(beginning) for kind, beginning in beginnings.items())
    assert len(sounds["pcm"]) / 2 / RATE > len(TEXT) / 20

    with client.audio.speech.with_streaming_response.create(
        model="gpt-4o-mini-tts", voice="alloy", input=TEXT, response_format="pcm", stream_format="sse"
    ) as spoken:
        lines = [line.removeprefix("data: ") for line in spoken.iter_lines() if line.startswith("data: {")]
    *deltas, done = map(json.loads, lines)
    assert b"".join(base64.b64decode(delta["audio"]) for delta in deltas) == sounds["pcm"]
    assert done["usage"]["output_tokens"]
    shown("audio.speech", *sounds, "events")

    heard = client.audio.transcriptions.create(model="whisper", file=recording())
    assert heard.usage is not None
    assert heard.usage.type == "duration"
    assert heard.usage.seconds == SECONDS
    verbose = client.audio.transcriptions.create(
        model="whisper",
        file=recording(),
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
        language="en",
    )
    assert (verbose.language, verbose.duration) == ("english", SECONDS)
    assert verbose.text == heard.text
    assert " ".join(segment.text.strip() for segment in verbose.segments or []) == heard.text
    assert verbose.words
    assert all(word.start < word.end <= SECONDS for word in verbose.words)
    shown("audio.transcriptions", "verbose_json", "word times")
    subtitles = client.audio.transcriptions.create(model="whisper", file=recording(), response_format="srt")
    assert "-->" in subtitles
    assert client.audio.translations.create(model="whisper", file=recording()).text
    shown("audio.transcriptions", "srt")
    shown("audio.translations", "json")

    counted = client.audio.transcriptions.create(model="gpt-4o-transcribe", file=recording(), include=["logprobs"])
    assert counted.usage is not None
    assert counted.usage.type == "tokens"
    assert counted.usage.input_tokens == 10 * SECONDS
    assert "".join(each.token or "" for each in counted.logprobs or []) == counted.text
    events = list(client.audio.transcriptions.create(model="gpt-4o-transcribe", file=recording(), stream=True))
    assert "".join(event.delta for event in events if event.type == "transcript.text.delta") == counted.text
    assert events[-1].type == "transcript.text.done"
    assert events[-1].usage is not None
    assert events[-1].usage.output_tokens == counted.usage.output_tokens
    shown("audio.transcriptions", "json", "logprobs", "streamed")
    speakers = client.audio.transcriptions.create(
        model="gpt-4o-transcribe-diarize", file=recording(), response_format="diarized_json"
    )
    assert {segment.speaker for segment in speakers.segments} == {"A", "B"}
    shown("audio.transcriptions", "speakers")
    try:
        client.audio.transcriptions.create(model="gpt-4o-transcribe", file=recording(), response_format="vtt")
    except BadRequestError as error:
        assert error.code == "unsupported_value"
    else:
        raise AssertionError("gpt-4o-transcribe wrote subtitles")
