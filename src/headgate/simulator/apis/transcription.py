"""Transcription and translation: what is heard, in every format, whole or as a stream.

Shapes are OpenAI's, recorded from February to June 2026.
"""

import math
from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec

from headgate.core.usage import Usage
from headgate.simulator import languages, tokens, writing
from headgate.simulator.answer import EVENT_STREAM, Answer, Event, Prepared
from headgate.simulator.apis import audio_events, logprobs, transcript
from headgate.simulator.apis.call import Call
from headgate.simulator.apis.transcript import Transcript
from headgate.simulator.apis.transcription_ask import TranscriptionAsk, by_the_second, read_ask, tells_speakers

_PLAIN = b"text/plain; charset=utf-8"
_TOKENS_AROUND = 2
"""What an answer costs beside its text (recorded)."""


def prepare(call: Call, *, translated: bool = False) -> Prepared:
    """Read a form with a recording, to be written down, or ``translated`` into English.

    Raises:
        AzureError: a 400 when it is not one.
    """
    ask = read_ask(call)
    language = "en" if translated else ask.language
    said = transcript.heard(writing.seed_of(ask.recording), ask.seconds, language)
    prompt_tokens = 0 if by_the_second(call.settings.model) else tokens.count(ask.prompt) + ask.audio_tokens
    task = "translate" if translated else "transcribe"
    compose = _compose_stream if ask.stream else partial(_compose_plain, task=task)
    return Prepared(
        compose=partial(compose, call, ask, said),
        prompt_tokens=prompt_tokens,
        prompt_characters=len(ask.prompt),
        prompt_param="file",
        stream=ask.stream,
    )


def prepare_translation(call: Call) -> Prepared:
    """Read a form with a recording, to be written down in English.

    Raises:
        AzureError: a 400 when it is not one.
    """
    return prepare(call, translated=True)


def _usage(call: Call, ask: TranscriptionAsk, said: Transcript) -> Usage:
    if by_the_second(call.settings.model):
        return Usage(seconds=float(max(1, math.ceil(ask.seconds))))
    return Usage(
        prompt_tokens=tokens.count(ask.prompt) + ask.audio_tokens,
        audio_prompt_tokens=ask.audio_tokens,
        completion_tokens=len(said.tokens) + _TOKENS_AROUND,
    )


def _shown(usage: Usage) -> dict[str, Any]:
    """The member ``usage``."""
    if usage.seconds:
        return {"type": "duration", "seconds": int(usage.seconds)}
    return {
        "type": "tokens",
        "total_tokens": usage.total_tokens,
        "input_tokens": usage.prompt_tokens,
        "input_token_details": {
            "text_tokens": usage.prompt_tokens - usage.audio_prompt_tokens,
            "audio_tokens": usage.audio_prompt_tokens,
        },
        "output_tokens": usage.completion_tokens,
    }


def _compose_plain(call: Call, ask: TranscriptionAsk, said: Transcript, _cached: int, *, task: str) -> Answer:
    usage = _usage(call, ask, said)
    written = {"text": said.text + "\n"}
    if ask.format in ("srt", "vtt"):
        written = {"srt": transcript.srt(said.sentences()), "vtt": transcript.vtt(said.sentences())}
    if ask.format in written:
        body = written[ask.format].encode()
        return Answer(content_type=_PLAIN, body=body, usage=usage, heard_seconds=ask.seconds)
    members: dict[str, Any] = {"text": said.text}
    match ask.format:
        case "verbose_json":
            members = _verbose(ask, said, task)
        case "diarized_json":
            segments = transcript.speaker_segments(said.sentences(), ask.speakers)
            members = {"task": task, "duration": ask.seconds, **members, "segments": segments}
        case _ if ask.logprobs:
            members = {**members, "logprobs": logprobs.of_each(said.tokens)}
    body = msgspec.json.encode({**members, "usage": _shown(usage)})
    return Answer(body=body, usage=usage, heard_seconds=ask.seconds)


def _verbose(ask: TranscriptionAsk, said: Transcript, task: str) -> dict[str, Any]:
    spoken = "english" if task == "translate" else languages.name_of(ask.language)
    told: dict[str, Any] = {"task": task, "language": spoken, "duration": ask.seconds, "text": said.text}
    if ask.words:
        told["words"] = [{"word": word.text, "start": word.start, "end": word.end} for word in said.words()]
    if ask.segments:
        told["segments"] = transcript.whisper_segments(said.sentences(), ask.temperature)
    return told


def _compose_stream(call: Call, ask: TranscriptionAsk, said: Transcript, _cached: int) -> Answer:
    usage = _usage(call, ask, said)
    speakers = tells_speakers(call.settings.model)
    events = _segment_events if speakers and ask.format == "diarized_json" else _text_events
    return Answer(
        content_type=EVENT_STREAM,
        events=audio_events.ended(_with_done(events(ask, said), ask, said, usage)),
        usage=usage,
        heard_seconds=ask.seconds,
    )


def _text_events(ask: TranscriptionAsk, said: Transcript) -> Iterator[Event]:
    for token in said.tokens:
        told: dict[str, Any] = {"type": "transcript.text.delta", "delta": token}
        if ask.logprobs:
            told["logprobs"] = logprobs.of_each([token])
        yield audio_events.event(told), 1


def _segment_events(ask: TranscriptionAsk, said: Transcript) -> Iterator[Event]:
    left = len(said.tokens)
    for segment in transcript.speaker_segments(said.sentences(), ask.speakers):
        count = min(left, tokens.count(segment["text"]))
        left -= count
        yield audio_events.event(segment), count


def _with_done(events: Iterator[Event], ask: TranscriptionAsk, said: Transcript, usage: Usage) -> Iterator[Event]:
    left = usage.completion_tokens
    for event, count in events:
        left -= count
        yield event, count
    told: dict[str, Any] = {"type": "transcript.text.done", "text": said.text}
    if ask.logprobs:
        told["logprobs"] = logprobs.of_each(said.tokens)
    yield audio_events.event({**told, "usage": _shown(usage)}), left
