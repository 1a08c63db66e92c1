"""Audio: transcription and translation of any file, and speech that is silence of the right length."""

from functools import partial
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from headgate.core.usage import Usage
from headgate.simulator import errors, tokens, writing
from headgate.simulator.answer import Answer, Prepared
from headgate.simulator.apis import form
from headgate.simulator.apis.call import Call, read

_BYTES_PER_SECOND = 16_000
"""A recording is taken for 128 kbit/s."""
_TOKENS_PER_SECOND = 10
"""gpt-4o-transcribe hears about this many (OpenAI pricing: 0.006 USD a minute at 10 USD a million)."""

_SILENT_FRAME = b"\xff\xfb\x90\x64" + bytes(413)
"""An MP3 frame without sound: 26 ms at 44.1 kHz and 128 kbit/s."""
_FRAMES_PER_CHARACTER = 0.4
"""Some 15 characters are read in a second."""

_TEXT_FORMATS = {
    "text": "{text}\n",
    "srt": "1\n00:00:00,000 --> 00:00:02,000\n{text}\n\n",
    "vtt": "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n{text}\n\n",
}


class SpeechAsk(Struct):
    """The members of a speech request that mean something here."""

    input: Annotated[str, Meta(max_length=4096)]
    voice: str | dict[str, Any]


_SPEECH_DECODER = msgspec.json.Decoder(SpeechAsk)


def prepare_transcription(call: Call) -> Prepared:
    """Read a form with a recording, to be written down or translated.

    Raises:
        AzureError: a 400 when it is not one.
    """
    fields = form.read(call.body, call.content_type)
    if "file" not in fields:
        raise errors.invalid("Missing required parameter: 'file'.", param="file", code="missing_required_parameter")
    seconds = max(1, -(-len(fields["file"]) // _BYTES_PER_SECOND))
    response_format = fields.get("response_format", b"json").decode(errors="replace")
    prompt_tokens = 0 if _billed_by_seconds(call) else seconds * _TOKENS_PER_SECOND
    return Prepared(
        compose=partial(_compose_transcription, call, seconds, response_format),
        prompt_tokens=prompt_tokens,
        prompt_characters=0,
        prompt_param="file",
    )


def _billed_by_seconds(call: Call) -> bool:
    return call.settings.model.startswith("whisper")


def _compose_transcription(call: Call, seconds: int, response_format: str, _cached: int) -> Answer:
    written = writing.write_text(writing.seed_of(call.body), tokens_max=None, stop=())
    if _billed_by_seconds(call):
        usage = Usage(seconds=float(seconds))
        shown: dict[str, Any] = {"type": "duration", "seconds": seconds}
    else:
        heard = seconds * _TOKENS_PER_SECOND
        usage = Usage(prompt_tokens=heard, audio_prompt_tokens=heard, completion_tokens=len(written.tokens))
        shown = {
            "type": "tokens",
            "input_tokens": heard,
            "input_token_details": {"text_tokens": 0, "audio_tokens": heard},
            "output_tokens": len(written.tokens),
            "total_tokens": usage.total_tokens,
        }
    if response_format in _TEXT_FORMATS:
        text = _TEXT_FORMATS[response_format].format(text=written.text)
        return Answer(content_type=b"text/plain; charset=utf-8", body=text.encode(), usage=usage)
    body: dict[str, Any] = {"text": written.text, "usage": shown}
    if response_format == "verbose_json":
        body = {"task": "transcribe", "language": "english", "duration": float(seconds), "segments": [], **body}
    return Answer(body=msgspec.json.encode(body), usage=usage)


def prepare_speech(call: Call) -> Prepared:
    """Read a request for speech.

    Raises:
        AzureError: a 400 when it is not one.
    """
    ask = read(call.body, _SPEECH_DECODER)
    by_character = call.settings.model.startswith("tts")
    prompt_tokens = 0 if by_character else tokens.count(ask.input)
    return Prepared(
        compose=partial(_compose_speech, ask, by_character),
        prompt_tokens=prompt_tokens,
        prompt_characters=len(ask.input),
        prompt_param="input",
    )


def _compose_speech(ask: SpeechAsk, by_character: bool, _cached: int) -> Answer:  # noqa: FBT001 (of partial)
    frames = max(1, round(len(ask.input) * _FRAMES_PER_CHARACTER))
    if by_character:
        usage = Usage(characters=len(ask.input))
    else:
        usage = Usage(prompt_tokens=tokens.count(ask.input), completion_tokens=frames, audio_completion_tokens=frames)
    return Answer(content_type=b"audio/mpeg", body=_SILENT_FRAME * frames, chunked=True, usage=usage)
