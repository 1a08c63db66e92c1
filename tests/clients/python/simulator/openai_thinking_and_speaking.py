"""Chat beyond text, with the official client: thoughts, log probabilities, pictures, spoken answers and recordings."""

import base64
import io
import wave
from typing import Any

from openai import BadRequestError, OpenAI
from shown import shown

HELLO: list[Any] = [{"role": "user", "content": "Hello"}]
RATE = 24_000


def recording(seconds: int) -> str:
    """Silence as a wave file, in base64."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(2 * RATE * seconds))
    return base64.b64encode(written.getvalue()).decode()


with OpenAI() as client:
    thought = client.chat.completions.create(model="o3", messages=HELLO, max_completion_tokens=100)
    assert thought.usage is not None
    assert thought.usage.completion_tokens_details is not None
    assert thought.usage.completion_tokens_details.reasoning_tokens == 64
    assert thought.usage.completion_tokens == 100
    try:
        client.chat.completions.create(model="o3", messages=HELLO, max_tokens=100)
    except BadRequestError as error:
        assert (error.code, error.param) == ("unsupported_parameter", "max_tokens")
    else:
        raise AssertionError("a reasoning model took max_tokens")
    shown("chat.completions", "reasoning")

    told = client.chat.completions.create(model="gpt-4o", messages=HELLO, logprobs=True, top_logprobs=3)
    assert told.choices[0].logprobs is not None
    assert told.choices[0].logprobs.content is not None
    tokens = told.choices[0].logprobs.content
    assert b"".join(bytes(token.bytes or []) for token in tokens).decode() == told.choices[0].message.content
    assert all(len(token.top_logprobs) == 3 for token in tokens)
    with client.chat.completions.stream(model="gpt-4o", messages=HELLO, logprobs=True) as streamed:
        whole = streamed.get_final_completion().choices[0]
    assert whole.logprobs is not None
    assert [token.token for token in whole.logprobs.content or []] == [token.token for token in tokens]

    shown("chat.completions", "logprobs")

    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    picture: list[Any] = [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "Hello"},
                {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{pixel}"}},
            ],
        }
    ]
    seen = client.chat.completions.create(model="gpt-4o", messages=picture).usage
    bare = client.chat.completions.create(model="gpt-4o", messages=HELLO).usage
    assert seen is not None
    assert bare is not None
    assert seen.prompt_tokens - bare.prompt_tokens == 85 + 170
    shown("chat.completions", "vision")

    spoken = client.chat.completions.create(
        model="gpt-4o-audio-preview",
        messages=HELLO,
        modalities=["text", "audio"],
        audio={"voice": "alloy", "format": "wav"},
    )
    audio = spoken.choices[0].message.audio
    assert audio is not None
    with wave.open(io.BytesIO(base64.b64decode(audio.data))) as file:
        assert file.getnframes() / file.getframerate() > len(audio.transcript) / 20
    heard: list[Any] = [
        *HELLO,
        {"role": "assistant", "audio": {"id": audio.id}},
        {
            "role": "user",
            "content": [{"type": "input_audio", "input_audio": {"data": recording(3), "format": "wav"}}],
        },
    ]
    pieces = list(
        client.chat.completions.create(
            model="gpt-4o-audio-preview",
            messages=heard,
            modalities=["text", "audio"],
            audio={"voice": "alloy", "format": "pcm16"},
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    deltas = [choice.delta.audio for piece in pieces for choice in piece.choices if choice.delta.audio is not None]
    assert "".join(delta.transcript or "" for delta in deltas)
    assert len(b"".join(base64.b64decode(delta.data or "") for delta in deltas)) > RATE
    assert deltas[-1].expires_at
    usage = pieces[-2].usage
    assert usage is not None
    assert usage.prompt_tokens_details is not None
    assert spoken.usage is not None
    assert spoken.usage.completion_tokens_details is not None
    said = spoken.usage.completion_tokens_details.audio_tokens or 0
    assert usage.prompt_tokens_details.audio_tokens == said + 30
    assert usage.completion_tokens_details is not None
    assert usage.completion_tokens_details.audio_tokens
    shown("chat.completions", "audio")
