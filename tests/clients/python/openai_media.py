"""Pictures, sound heard and sound made: multipart uploads, and a body that is no JSON."""

import io

from facts import saw, tell
from openai import AzureOpenAI, OpenAI

SECONDS = 3
RECORDING = b"RIFF" + bytes(SECONDS * 16_000 - 4)
"""What is in it matters to nobody here; its length does."""

with AzureOpenAI(api_version="2025-04-01-preview") as azure, OpenAI() as plain:
    for client in (azure, plain):
        pictures = client.images.generate(model="gpt-image-1", prompt="A gate in a river", n=2, quality="low")
        saw("images.generations", "gpt-image-1", pictures.usage)
        assert len(pictures.data or []) == 2
        assert all(picture.b64_json for picture in pictures.data or [])

        heard = client.audio.transcriptions.create(
            model="gpt-4o-transcribe", file=("talk.wav", io.BytesIO(RECORDING), "audio/wav"), language="en"
        )
        saw("audio.transcriptions", "gpt-4o-transcribe", heard.usage)
        assert heard.text

    picture = plain.images.generate(model="dall-e-3", prompt="A gate in a river", response_format="url")
    saw("images.generations", "dall-e-3")
    assert [each.url is not None for each in picture.data or []] == [True]

    timed = azure.audio.transcriptions.create(model="whisper", file=("talk.wav", RECORDING), response_format="text")
    saw("audio.transcriptions", "whisper")
    assert isinstance(timed, str)

    translated = plain.audio.translations.create(model="whisper", file=("talk.wav", RECORDING))
    saw("audio.translations", "whisper")
    assert translated.text

    with plain.audio.speech.with_streaming_response.create(
        model="tts-1", voice="alloy", input="The gate is open."
    ) as spoken:
        sound = b"".join(spoken.iter_bytes())
        assert spoken.headers["content-type"] == "audio/mpeg"
    saw("audio.speech", "tts-1")
    assert sound.startswith(b"\xff\xfb")

    whole = azure.audio.speech.create(model="tts-1", voice="alloy", input="The gate is open.")
    saw("audio.speech", "tts-1")
    assert whole.read().startswith(b"\xff\xfb")

tell(images=1, seconds=2 * SECONDS, characters=2 * len("The gate is open."))
