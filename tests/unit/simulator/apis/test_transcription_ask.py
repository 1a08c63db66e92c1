from typing import Any

import pytest

from headgate.simulator.apis import transcription_ask
from headgate.simulator.apis.transcription_ask import TranscriptionAsk
from headgate.simulator.errors import AzureError
from headgate.simulator.media import reading_aloud
from tests.unit.simulator.apis.calls import error_of
from tests.unit.simulator.apis.forms import form, form_call

SECOND = reading_aloud.wav(bytes(48_000))


def _read(model: str, *parts: tuple[str, str], **fields: str) -> TranscriptionAsk:
    return transcription_ask.read_ask(form_call(form(("file", SECOND), *parts, **fields), model))


def _refused(model: str, *parts: tuple[str, str], **fields: str) -> dict[str, Any]:
    with pytest.raises(AzureError) as refused:
        _read(model, *parts, **fields)
    assert refused.value.status == 400
    return error_of(refused.value.body)


def test_without_options_it_is_json() -> None:
    ask = _read("whisper")

    assert (ask.format, ask.seconds, ask.audio_tokens, ask.stream) == ("json", 1, 10, False)
    assert (ask.words, ask.segments, ask.logprobs) == (False, True, False)


def test_a_form_without_a_file_is_400() -> None:
    with pytest.raises(AzureError, match="file"):
        transcription_ask.read_ask(form_call(form(model="whisper"), "whisper"))


def test_a_form_that_is_too_large_is_413() -> None:
    with pytest.raises(AzureError) as refused:
        transcription_ask.read_ask(form_call(form(("file", bytes(26_214_400))), "whisper"))

    assert refused.value.status == 413
    assert error_of(refused.value.body)["message"].startswith("Maximum content size limit (26214400) exceeded (2621")


def test_newer_models_have_no_subtitles() -> None:
    assert _refused("gpt-4o-transcribe", response_format="verbose_json") == {
        "message": "response_format 'verbose_json' is not compatible with model 'gpt-4o-transcribe'. Use 'json' or "
        "'text' instead.",
        "type": "invalid_request_error",
        "param": "response_format",
        "code": "unsupported_value",
    }
    assert _refused("whisper", response_format="diarized_json")["code"] == "unsupported_value"
    assert _refused("whisper", response_format="xml")["code"] == "invalid_value"
    assert _read("gpt-4o-transcribe-diarize", response_format="diarized_json").format == "diarized_json"


def test_times_need_the_format_that_tells_them() -> None:
    assert _refused("whisper", ("timestamp_granularities[]", "word"))["param"] == "timestamp_granularities"


def test_a_language_is_two_letters() -> None:
    assert _refused("whisper", language="German")["message"] == (
        "Invalid language 'German'. Language parameter must be specified in ISO-639-1 format."
    )
    assert _read("whisper", language="de").language == "de"


def test_a_file_that_is_no_sound_is_400_by_its_name() -> None:
    body = form(("file", SECOND)).replace(b'filename="file"', b'filename="notes.pdf"')
    with pytest.raises(AzureError, match="Unrecognized file format"):
        transcription_ask.read_ask(form_call(body, "whisper"))
    named = form(("file", SECOND)).replace(b'filename="file"', b'filename="Talk.WAV"')
    assert transcription_ask.read_ask(form_call(named, "whisper")).seconds == 1


def test_log_probabilities_are_not_told_by_every_model() -> None:
    asked = ("include[]", "logprobs")

    assert _read("gpt-4o-transcribe", asked).logprobs
    assert _refused("whisper", asked)["param"] == "include"
    assert _refused("gpt-4o-transcribe", asked, response_format="text")["param"] == "include"


def test_a_model_that_tells_speakers_apart_wants_long_recordings_cut() -> None:
    def read(**fields: str) -> TranscriptionAsk:
        body = form(("file", reading_aloud.wav(bytes(31 * 48_000))), **fields)
        return transcription_ask.read_ask(form_call(body, "gpt-4o-transcribe-diarize"))

    assert read(chunking_strategy="auto").seconds == 31
    with pytest.raises(AzureError, match="chunking_strategy is required"):
        read()
    assert _refused("gpt-4o-transcribe-diarize", prompt="a gate")["param"] == "prompt"
