"""A recording to be written down, as it is read from its form, and what a model refuses in it."""

import re

from msgspec import Struct

from headgate.simulator import errors
from headgate.simulator.apis.call import Call
from headgate.simulator.apis.form import Fields, Part, parts
from headgate.simulator.media import recordings

_BYTES_MAX = 26_214_400
"""Of the whole form (Microsoft Learn: 25 MB)."""
_FORMATS = ("json", "text", "srt", "verbose_json", "vtt")
_DIARIZED_FORMATS = ("json", "text", "diarized_json")
_UNCUT_SECONDS = 30
"""What a model that tells speakers apart takes without ``chunking_strategy``."""
_SUFFIXES = ("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class TranscriptionAsk(Struct, frozen=True):
    """What is asked for."""

    recording: bytes
    seconds: float
    """How long the recording is."""
    format: str = "json"
    language: str = ""
    """Of what is heard, ISO-639-1; empty where the model is to find out."""
    prompt: str = ""
    temperature: float = 0.0
    words: bool = False
    """Tell when each word was said."""
    segments: bool = True
    """And each sentence."""
    logprobs: bool = False
    stream: bool = False
    speakers: tuple[str, ...] = ()
    """Names of speakers who are known, in the order in which they are told."""

    @property
    def audio_tokens(self) -> int:
        """Tokens that are heard."""
        return recordings.tokens_heard(self.seconds)


def by_the_second(model: str) -> bool:
    """Whether a model is billed by the second."""
    return model.startswith("whisper")


def tells_speakers(model: str) -> bool:
    """Whether a model tells who speaks."""
    return "diarize" in model


def read_ask(call: Call) -> TranscriptionAsk:
    """Read the form.

    Raises:
        AzureError: a 400 when it is not one, or asks what the model does not do; 413 for one that is too large.
    """
    if len(call.body) > _BYTES_MAX:
        raise errors.too_large(_BYTES_MAX, read=len(call.body))
    fields = Fields(parts(call.body, call.content_type))
    model = call.settings.model
    file = fields.files("file")[-1]
    _check_name(file)
    shape = _format_for(fields, model)
    timed = fields.every("timestamp_granularities")
    if timed and shape != "verbose_json":
        message = "'timestamp_granularities' needs the response_format 'verbose_json'."
        raise errors.invalid(message, param="timestamp_granularities", code="invalid_value")
    ask = TranscriptionAsk(
        recording=file.value,
        seconds=recordings.seconds_of(file.value),
        format=shape,
        language=_language(fields),
        prompt=fields.text("prompt"),
        temperature=fields.number("temperature", 0, 1, 0),
        words="word" in timed,
        segments=not timed or "segment" in timed,
        logprobs="logprobs" in fields.every("include"),
        stream=fields.flag("stream") and not by_the_second(model),
        speakers=tuple(fields.every("known_speaker_names")),
    )
    _check_means(ask, fields, model)
    return ask


def _format_for(fields: Fields, model: str) -> str:
    shape = fields.one_of("response_format", tuple(dict.fromkeys(_FORMATS + _DIARIZED_FORMATS)), "json")
    if shape not in _formats_of(model):
        message = f"response_format '{shape}' is not compatible with model '{model}'. Use 'json' or 'text' instead."
        raise errors.invalid(message, param="response_format", code="unsupported_value")
    return shape


def _formats_of(model: str) -> tuple[str, ...]:
    if by_the_second(model):
        return _FORMATS
    return _DIARIZED_FORMATS if tells_speakers(model) else ("json", "text")


def _language(fields: Fields) -> str:
    """In the words of OpenAI (recorded in 2026)."""
    language = fields.text("language")
    if language and not _LANGUAGE.fullmatch(language):
        message = f"Invalid language '{language[:80]}'. Language parameter must be specified in ISO-639-1 format."
        raise errors.invalid(message, param="language", code="invalid_language_format")
    return language


def _check_name(file: Part) -> None:
    """By the end of the file's name, where it has one."""
    _, dot, suffix = file.file_name.rpartition(".")
    if dot and suffix.lower() not in _SUFFIXES:
        raise errors.invalid(f"Unrecognized file format. Supported formats: {list(_SUFFIXES)}")


def _check_means(ask: TranscriptionAsk, fields: Fields, model: str) -> None:
    diarized = tells_speakers(model)
    if ask.logprobs and (by_the_second(model) or diarized or ask.format != "json"):
        message = "'include' takes 'logprobs' only of gpt-4o-transcribe models, with the response_format 'json'."
        raise errors.invalid(message, param="include", code="unsupported_value")
    if diarized and ask.prompt:
        message = "Unsupported parameter: 'prompt' is not supported with this model."
        raise errors.invalid(message, param="prompt", code="unsupported_parameter")
    if diarized and ask.seconds > _UNCUT_SECONDS and not fields.text("chunking_strategy"):
        message = "chunking_strategy is required for diarization models"
        raise errors.invalid(message, param="chunking_strategy")
