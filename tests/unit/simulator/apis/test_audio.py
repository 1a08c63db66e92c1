import json
from typing import Any

import pytest

from headgate.simulator.answer import Answer
from headgate.simulator.apis import audio
from headgate.simulator.errors import AzureError
from tests.unit.simulator.apis.calls import call


def _form(**fields: str) -> bytes:
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    return "".join(parts).encode() + b"--b--\r\n"


def _transcribed(model: str, *, size: int = 32_000, **fields: str) -> Answer:
    body = _form(file="x" * size, **fields)
    return audio.prepare_transcription(
        call(body, model=model, content_type=b"multipart/form-data; boundary=b")
    ).compose(0)


def test_whisper_is_billed_by_the_second() -> None:
    answer = _transcribed("whisper")

    assert json.loads(answer.body)["usage"] == {"type": "duration", "seconds": 2}
    assert (answer.usage.seconds, answer.usage.total_tokens) == (2, 0)


def test_newer_models_are_billed_by_tokens() -> None:
    answer = _transcribed("gpt-4o-transcribe")
    usage = json.loads(answer.body)["usage"]

    assert (usage["type"], usage["input_token_details"]["audio_tokens"]) == ("tokens", 20)
    assert usage["total_tokens"] == answer.usage.total_tokens
    assert answer.usage.audio_prompt_tokens == 20


@pytest.mark.parametrize("response_format", ["text", "srt", "vtt"])
def test_a_transcript_may_be_plain_text(response_format: str) -> None:
    answer = _transcribed("whisper", response_format=response_format)

    assert answer.content_type.startswith(b"text/plain")
    assert b"{" not in answer.body


def test_a_verbose_transcript_tells_its_length() -> None:
    assert json.loads(_transcribed("whisper", response_format="verbose_json").body)["duration"] == 2.0


def test_a_form_without_a_file_is_400() -> None:
    with pytest.raises(AzureError):
        audio.prepare_transcription(call(_form(model="whisper"), content_type=b"multipart/form-data; boundary=b"))


def _spoken(model: str, **members: Any) -> Answer:
    return audio.prepare_speech(call({"input": "Open the gate", "voice": "alloy", **members}, model=model)).compose(0)


def test_speech_is_mp3() -> None:
    answer = _spoken("tts")

    assert answer.content_type == b"audio/mpeg"
    assert answer.body.startswith(b"\xff\xfb")
    assert len(answer.body) % 417 == 0


def test_speech_is_billed_by_the_character_or_by_tokens() -> None:
    assert _spoken("tts-hd").usage.characters == len("Open the gate")
    by_tokens = _spoken("gpt-4o-mini-tts").usage
    assert (by_tokens.prompt_tokens, by_tokens.characters) == (3, 0)
    assert by_tokens.audio_completion_tokens == by_tokens.completion_tokens > 0


def test_speech_needs_a_voice() -> None:
    with pytest.raises(AzureError):
        audio.prepare_speech(call({"input": "Hello"}, model="tts"))
