"""Pictures, sound and forms that are almost right: each is answered, and none with 500."""

import base64
import json
import random
from typing import Any

import pytest

from headgate.simulator.media import pictures, reading_aloud, recordings
from headgate.simulator.media.drawing import drawn
from headgate.simulator.media.pictures import Size
from tests.fuzz.test_simulator import spoiled
from tests.unit.simulator.apis.forms import CONTENT_TYPE, form
from tests.unit.simulator.apis.keeping import Keeper
from tests.unit.simulator.settings_for_tests import deployment

ROUNDS = 300
MODELS = ("gpt-4o", "o3", "gpt-audio", "gpt-image-1", "dall-e-3", "whisper", "gpt-4o-transcribe", "gpt-4o-mini-tts")
SOUNDS = [reading_aloud.spoken("ab cd", kind) for kind in ("mp3", "aac", "opus", "flac", "wav")]
SOUNDS.append(b"\x00\x00\x00\x10ftypM4A \x00\x00\x00\x00\x00\x00\x00\x28mvhd\x01\x00\x00\x00" + bytes(32))
PICTURES = [drawn(kind, Size(40, 30), 5) for kind in ("png", "jpeg", "webp")]
PICTURE = "data:image/png;base64," + base64.b64encode(PICTURES[0]).decode()
SOUND = {"data": base64.b64encode(SOUNDS[-2]).decode(), "format": "wav"}
SPOKEN = {"modalities": ["text", "audio"], "audio": {"voice": "alloy", "format": "pcm16"}}
GOOD: dict[str, dict[str, Any]] = {
    "chat/completions": {
        "model": "gpt-audio",
        "messages": [{"role": "user", "content": [{"type": "input_audio", "input_audio": SOUND}]}],
        "max_completion_tokens": 30,
        "stream": True,
        **SPOKEN,
    },
    "chat/completions?thinking": {
        "model": "o3",
        "messages": [{"role": "developer", "content": "Hi"}],
        "reasoning_effort": "low",
        "max_completion_tokens": 30,
    },
    "chat/completions?functions": {
        "model": "gpt-4o",
        "messages": [{"role": "user", "content": "Hi", "function_call": {"name": "f", "arguments": "{}"}}],
        "functions": [{"name": "f", "parameters": {"properties": {}}}],
        "function_call": {"name": "f"},
        "prediction": {"type": "content", "content": [{"type": "text", "text": "Hi"}]},
    },
    "completions": {"model": "gpt-4o", "prompt": ["a", "b"], "echo": True, "logprobs": 2, "n": 2, "best_of": 3},
    "audio/speech": {
        "model": "gpt-4o-mini-tts",
        "input": "Hi",
        "voice": "alloy",
        "response_format": "wav",
        "speed": 2,
        "stream_format": "sse",
        "instructions": "Be calm.",
    },
    "images/generations": {
        "model": "gpt-image-1",
        "prompt": "A gate",
        "n": 2,
        "size": "1024x1536",
        "quality": "low",
        "output_format": "webp",
        "background": "opaque",
        "stream": True,
        "partial_images": 2,
    },
    "images/generations?dall-e": {"model": "dall-e-3", "prompt": "A gate", "style": "vivid", "quality": "hd", "n": 1},
    "images/edits": {
        "model": "gpt-image-1",
        "prompt": "A gate",
        "images": [{"image_url": PICTURE}, {"image_url": "https://example.com"}],
        "mask": {"image_url": PICTURE},
        "input_fidelity": "high",
    },
}


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """Some bytes are others, or missing, or too many."""
    spoilt = bytearray(whole[:400])
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(spoilt) + 1)
        what = chance.random()
        replaced = at + (0 if what < 0.2 else 1 if what < 0.8 else chance.randint(1, 9))
        spoilt[at:replaced] = b"" if what > 0.8 else bytes([chance.choice((0, 127, 128, 255, chance.randrange(256)))])
    return bytes(spoilt)


@pytest.fixture(scope="module")
def keeper() -> Keeper:
    return Keeper(**{model: deployment(model) for model in MODELS})


@pytest.mark.parametrize("case", GOOD)
def test_no_request_for_media_fails_the_simulator(keeper: Keeper, case: str) -> None:
    chance, path = random.Random(case), case.partition("?")[0]

    assert keeper.post(path, GOOD[case]).status == 200
    for _ in range(ROUNDS):
        body = json.dumps(spoiled(GOOD[case], chance))
        answer = keeper.post(path, body.encode())
        assert answer.status < 500, body


def test_a_head_that_lies_is_believed_for_a_day_at_most() -> None:
    chance = random.Random("sound")
    for _ in range(20 * ROUNDS):
        sound, picture = damaged(chance.choice(SOUNDS), chance), damaged(chance.choice(PICTURES), chance)
        assert 0 <= recordings.seconds_of(sound) <= 86_400, sound
        size = pictures.size_of(picture)
        assert size is None or min(size.width, size.height) >= 0


@pytest.mark.parametrize(
    "model,path", [("whisper", "transcriptions"), ("whisper", "translations"), ("gpt-4o-transcribe", "transcriptions")]
)
def test_no_recording_fails_the_simulator(keeper: Keeper, model: str, path: str) -> None:
    chance = random.Random(model)
    for _ in range(ROUNDS):
        shape = chance.choice(("json", "text", "srt", "vtt", "verbose_json"))
        body = form(("file", damaged(chance.choice(SOUNDS), chance)), model=model, response_format=shape, stream="true")
        answer = keeper.ask("POST", "audio/transcriptions", damaged_head(body, chance), CONTENT_TYPE.decode())
        assert answer.status < 500, body


def test_no_picture_fails_the_simulator(keeper: Keeper) -> None:
    chance = random.Random("edits")
    for _ in range(ROUNDS):
        files = [
            (name, damaged(chance.choice(PICTURES), chance))
            for name in chance.choice((["image[]"], ["image[]", "mask"]))
        ]
        body = form(*files, model="gpt-image-1", prompt="A gate", n=chance.choice(("1", "2", "3", "99")))
        answer = keeper.ask("POST", "images/edits", damaged_head(body, chance), CONTENT_TYPE.decode())
        assert answer.status < 500, body


def damaged_head(body: bytes, chance: random.Random) -> bytes:
    """One time in four the form itself is damaged."""
    return damaged(body[:200], chance) + body[200:] if chance.random() < 0.25 else body
