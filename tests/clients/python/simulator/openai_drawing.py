"""Pictures with the official client: drawn and edited, as a whole and as a stream, in every format."""

import base64
import urllib.request

from openai import AzureOpenAI, BadRequestError, OpenAI
from shown import shown

PROMPT = "A gate in a river"

with OpenAI() as client, AzureOpenAI(api_version="2025-04-01-preview") as azure:
    drawn = client.images.generate(model="gpt-image-1", prompt=PROMPT, n=2, quality="medium", size="1024x1536")
    assert drawn.usage is not None
    assert drawn.usage.output_tokens == 2 * 1_584
    assert drawn.usage.output_tokens_details is not None
    assert (drawn.size, drawn.quality, drawn.output_format) == ("1024x1536", "medium", "png")
    first, second = (base64.b64decode(image.b64_json or "") for image in drawn.data or [])
    assert first != second
    assert first[16:24] == (1024).to_bytes(4, "big") + (1536).to_bytes(4, "big")

    sketched = list(
        client.images.generate(model="gpt-image-1", prompt=PROMPT, quality="low", stream=True, partial_images=2)
    )
    assert [event.type for event in sketched] == [
        "image_generation.partial_image",
        "image_generation.partial_image",
        "image_generation.completed",
    ]
    last = sketched[-1]
    assert last.type == "image_generation.completed"
    assert last.usage.output_tokens == 272 + 200

    shown("images.generations", "bytes", "streamed")

    for each in (client, azure):
        edited = each.images.edit(
            model="gpt-image-1",
            image=[("one.png", first, "image/png"), ("two.png", second, "image/png")],
            mask=("mask.png", first, "image/png"),
            prompt=PROMPT,
            input_fidelity="high",
            output_format="webp",
        )
        assert edited.usage is not None
        assert edited.usage.input_tokens_details.image_tokens > 2 * 6_240
        assert base64.b64decode((edited.data or [])[0].b64_json or "").startswith(b"RIFF")
    streamed = list(
        client.images.edit(
            model="gpt-image-1", image=("one.png", first, "image/png"), prompt=PROMPT, stream=True, partial_images=1
        )
    )
    assert [event.type for event in streamed] == ["image_edit.partial_image", "image_edit.completed"]
    shown("images.edits", "form", "mask", "streamed")
    try:
        client.images.edit(model="gpt-image-1", image=("one.png", b"no picture", "image/png"), prompt=PROMPT)
    except BadRequestError as error:
        assert error.code == "invalid_image_file"
    else:
        raise AssertionError("what is no picture was edited")

    elsewhere = azure.images.generate(model="dall-e-3", prompt=PROMPT, style="vivid", quality="hd")
    address = (elsewhere.data or [])[0].url
    assert address
    with urllib.request.urlopen(address) as lying:
        assert lying.read(4) == b"\x89PNG"
