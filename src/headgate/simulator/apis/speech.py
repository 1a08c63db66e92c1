"""Speech: a text read aloud, sent as it is read, as sound or as events."""

import base64
from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from headgate.core.usage import Usage
from headgate.simulator import errors, tokens
from headgate.simulator.answer import EVENT_STREAM, Answer, Event, Prepared
from headgate.simulator.apis import audio_events
from headgate.simulator.apis.call import Call, read
from headgate.simulator.apis.voices import check_voice
from headgate.simulator.media import reading_aloud

_TOKENS_PER_PIECE = 8
"""Two fifths of a second."""


class SpeechAsk(Struct):
    """The members of a speech request that mean something here."""

    input: Annotated[str, Meta(min_length=1, max_length=4096)]
    voice: str | dict[str, Any]
    response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"] = "mp3"
    speed: Annotated[float, Meta(ge=0.25, le=4)] = 1.0
    instructions: str | None = None
    stream_format: Literal["sse", "audio"] = "audio"


_DECODER = msgspec.json.Decoder(SpeechAsk)


def prepare(call: Call) -> Prepared:
    """Read a request for speech.

    Raises:
        AzureError: a 400 when it is not one, or asks for events of a model that only sends sound.
    """
    ask = read(call.body, _DECODER)
    by_character = call.settings.model.startswith("tts")
    if by_character and ask.stream_format == "sse":
        message = "Unsupported value: 'stream_format' does not support 'sse' with this model."
        raise errors.invalid(message, param="stream_format", code="unsupported_value")
    check_voice(ask.voice, "voice")
    read_tokens = tokens.count(ask.input) + tokens.count(ask.instructions or "")
    return Prepared(
        compose=partial(_compose, ask, None if by_character else read_tokens),
        prompt_tokens=0 if by_character else read_tokens,
        prompt_characters=len(ask.input),
        prompt_param="input",
        stream=ask.stream_format == "sse",
    )


def _compose(ask: SpeechAsk, read_tokens: int | None, _cached: int) -> Answer:
    """``read_tokens`` is None where characters are billed."""
    spoken = reading_aloud.tokens_spoken(ask.input, ask.speed)
    if read_tokens is None:
        usage = Usage(characters=len(ask.input))
    else:
        usage = Usage(prompt_tokens=read_tokens, completion_tokens=spoken, audio_completion_tokens=spoken)
    if ask.response_format == "wav":
        sound = reading_aloud.wav(reading_aloud.pcm(ask.input, ask.speed), streamed=True)
    else:
        sound = reading_aloud.spoken(ask.input, ask.response_format, ask.speed)
    pieces = _pieces(sound, spoken)
    if ask.stream_format == "sse":
        return Answer(content_type=EVENT_STREAM, events=audio_events.ended(_events(pieces, usage)), usage=usage)
    return Answer(content_type=reading_aloud.CONTENT_TYPES[ask.response_format], events=pieces, usage=usage)


def _pieces(sound: bytes, spoken: int) -> Iterator[Event]:
    """The sound in pieces of some tokens each, in the order in which it is spoken."""
    count = -(-spoken // _TOKENS_PER_PIECE)
    size = -(-len(sound) // count // 2) * 2
    left = spoken
    for begins in range(0, len(sound), size):
        last = begins + size >= len(sound)
        counted = left if last else min(left, _TOKENS_PER_PIECE)
        left -= counted
        yield sound[begins : begins + size], counted


def _events(pieces: Iterator[Event], usage: Usage) -> Iterator[Event]:
    for sound, counted in pieces:
        told = {"type": "speech.audio.delta", "audio": base64.b64encode(sound).decode()}
        yield audio_events.event(told), counted
    shown = {
        "input_tokens": usage.prompt_tokens,
        "output_tokens": usage.completion_tokens,
        "total_tokens": usage.total_tokens,
    }
    yield audio_events.event({"type": "speech.audio.done", "usage": shown}), 0
