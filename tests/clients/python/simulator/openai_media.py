"""Pictures made, sound heard and sound made."""

import base64
import io
import struct

from openai import AzureOpenAI, OpenAI
from shown import shown

SECONDS = 2
RATE = 16_000
RECORDING = (
    b"RIFF"
    + struct.pack("<I", 36 + 2 * RATE * SECONDS)
    + b"WAVEfmt "
    + struct.pack("<IHHIIHH", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    + b"data"
    + struct.pack("<I", 2 * RATE * SECONDS)
    + bytes(2 * RATE * SECONDS)
)


def pictures(client: OpenAI) -> None:
    """As bytes, and at an address."""
    made = client.images.generate(model="gpt-image-1", prompt="A gate in a river", n=2, quality="low")
    assert [base64.b64decode(each.b64_json or "")[:4] for each in made.data or []] == [b"\x89PNG"] * 2
    assert made.usage is not None
    assert made.usage.output_tokens
    [placed] = client.images.generate(model="dall-e-3", prompt="A gate in a river", response_format="url").data or []
    assert placed.url
    shown("images.generations", "bytes", "address")


def heard(client: OpenAI) -> None:
    """Written down, in several formats, and translated."""
    file = ("talk.wav", io.BytesIO(RECORDING), "audio/wav")
    written = client.audio.transcriptions.create(model="gpt-4o-transcribe", file=file, language="en")
    assert written.text
    for response_format in ("text", "srt", "vtt"):
        text = client.audio.transcriptions.create(
            model="whisper", file=("talk.wav", RECORDING), response_format=response_format
        )
        assert isinstance(text, str)
    timed = client.audio.transcriptions.create(
        model="whisper", file=("talk.wav", RECORDING), response_format="verbose_json"
    )
    assert timed.duration
    shown("audio.transcriptions", "json", "text", "srt", "vtt", "verbose_json")
    assert client.audio.translations.create(model="whisper", file=("talk.wav", RECORDING)).text
    shown("audio.translations", "json")


def spoken(client: OpenAI) -> None:
    """Whole, and as it comes."""
    whole = client.audio.speech.create(model="tts-1", voice="alloy", input="The gate is open.").read()
    assert whole
    with client.audio.speech.with_streaming_response.create(
        model="gpt-4o-mini-tts", voice="alloy", input="The gate is open."
    ) as answer:
        assert b"".join(answer.iter_bytes())
        assert answer.headers["content-type"] == "audio/mpeg"
    shown("audio.speech", "whole", "streamed")


with AzureOpenAI() as azure, OpenAI() as v1:
    for each in (azure, v1):
        pictures(each)
        heard(each)
        spoken(each)
