"""Pictures and sound as streams of events, and an answer that is spoken: each tells what it used at its end."""

import base64
import io
import json
import wave
from typing import Any

from facts import saw, tell
from openai import OpenAI

SECONDS = 3
TEXT = "The gate is open, and the water runs down to the fields."


def recording() -> bytes:
    """Silence as a wave file."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes(bytes(48_000 * SECONDS))
    return written.getvalue()


with OpenAI() as client:
    drawn = list(
        client.images.generate(
            model="gpt-image-1", prompt="A gate in a river", quality="low", stream=True, partial_images=1
        )
    )
    assert drawn[-1].type == "image_generation.completed"
    saw("images.generations", "gpt-image-1", drawn[-1].usage)
    picture = base64.b64decode(drawn[-1].b64_json)

    edited = client.images.edit(
        model="gpt-image-1", image=("gate.png", picture, "image/png"), prompt="Close it", quality="low"
    )
    saw("images.edits", "gpt-image-1", edited.usage)
    again = list(
        client.images.edit(
            model="gpt-image-1", image=("gate.png", picture, "image/png"), prompt="Open it", quality="low", stream=True
        )
    )
    assert again[-1].type == "image_edit.completed"
    saw("images.edits", "gpt-image-1", again[-1].usage)

    heard = list(
        client.audio.transcriptions.create(
            model="gpt-4o-transcribe", file=("talk.wav", recording(), "audio/wav"), stream=True
        )
    )
    assert heard[-1].type == "transcript.text.done"
    saw("audio.transcriptions", "gpt-4o-transcribe", heard[-1].usage)

    with client.audio.speech.with_streaming_response.create(
        model="gpt-4o-mini-tts", voice="alloy", input=TEXT, stream_format="sse"
    ) as spoken:
        lines = [line for line in spoken.iter_lines() if line.startswith("data: {")]
    done = json.loads(lines[-1].removeprefix("data: "))
    assert done["type"] == "speech.audio.done"
    saw("audio.speech", "gpt-4o-mini-tts", done["usage"])

    talk: list[Any] = [
        {
            "role": "user",
            "content": [
                {
                    "type": "input_audio",
                    "input_audio": {"data": base64.b64encode(recording()).decode(), "format": "wav"},
                }
            ],
        }
    ]
    answered = client.chat.completions.create(
        model="gpt-4o-audio-preview",
        messages=talk,
        modalities=["text", "audio"],
        audio={"voice": "alloy", "format": "mp3"},
    )
    assert answered.choices[0].message.audio is not None
    saw("chat.completions", "gpt-4o-audio-preview", answered.usage)
    pieces = list(
        client.chat.completions.create(
            model="gpt-4o-audio-preview",
            messages=talk,
            modalities=["text", "audio"],
            audio={"voice": "alloy", "format": "pcm16"},
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    (usage,) = [piece.usage for piece in pieces if piece.usage is not None]
    saw("chat.completions", "gpt-4o-audio-preview", usage)
    unasked = list(
        client.chat.completions.create(
            model="gpt-4o-audio-preview",
            messages=talk,
            modalities=["text", "audio"],
            audio={"voice": "alloy", "format": "pcm16"},
            stream=True,
        )
    )
    assert all(piece.usage is None for piece in unasked)
    saw("chat.completions", "gpt-4o-audio-preview", usage)

tell()
