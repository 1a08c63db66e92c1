"""Images: a picture of one pixel, and what a real one would cost."""

from functools import partial
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from headgate.core.usage import Usage
from headgate.simulator import filters, tokens
from headgate.simulator.answer import Answer, Prepared
from headgate.simulator.apis.call import Call, read

_PIXEL_PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
_PIXEL_URL = "https://dalleprodsec.blob.core.windows.net/private/images/generated_00.png"
_TOKENS_PER_IMAGE = {"low": 272, "medium": 1_056, "high": 4_160}
"""gpt-image-1 at 1024 by 1024 (OpenAI pricing)."""


class ImageAsk(Struct):
    """The members of an image request that mean something here."""

    prompt: str
    n: Annotated[int, Meta(ge=1, le=10)] | None = None
    size: str | None = None
    quality: str | None = None
    response_format: Literal["url", "b64_json"] | None = None
    output_format: str | None = None
    background: str | None = None


_DECODER = msgspec.json.Decoder(ImageAsk)


def prepare(call: Call) -> Prepared:
    """Read an image request.

    Raises:
        AzureError: a 400 when it is not one.
    """
    ask = read(call.body, _DECODER)
    prompt_tokens = tokens.count(ask.prompt)
    by_image = call.settings.model.startswith("dall-e")
    return Prepared(
        compose=partial(_compose_dall_e if by_image else _compose_gpt_image, call, ask, prompt_tokens),
        prompt_tokens=prompt_tokens,
        prompt_characters=len(ask.prompt),
        prompt_param="prompt",
    )


def _compose_gpt_image(call: Call, ask: ImageAsk, prompt_tokens: int, _cached: int) -> Answer:
    count = ask.n or 1
    quality = ask.quality if ask.quality in _TOKENS_PER_IMAGE else "high"
    image_tokens = count * _TOKENS_PER_IMAGE[quality]
    body = {
        "created": call.created,
        "background": ask.background or "opaque",
        "data": [{"b64_json": _PIXEL_PNG} for _ in range(count)],
        "output_format": ask.output_format or "png",
        "quality": quality,
        "size": ask.size or "1024x1024",
        "usage": {
            "input_tokens": prompt_tokens,
            "input_tokens_details": {"image_tokens": 0, "text_tokens": prompt_tokens},
            "output_tokens": image_tokens,
            "total_tokens": prompt_tokens + image_tokens,
        },
    }
    usage = Usage(prompt_tokens=prompt_tokens, completion_tokens=image_tokens, image_completion_tokens=image_tokens)
    return Answer(body=msgspec.json.encode(body), usage=usage, pictures=count)


def _compose_dall_e(call: Call, ask: ImageAsk, _prompt_tokens: int, _cached: int) -> Answer:
    count = ask.n or 1
    image: dict[str, Any] = {"b64_json": _PIXEL_PNG} if ask.response_format == "b64_json" else {"url": _PIXEL_URL}
    image |= {
        "revised_prompt": ask.prompt,
        "content_filter_results": msgspec.Raw(filters.COMPLETION_RESULTS),
        "prompt_filter_results": msgspec.Raw(filters.PROMPT_RESULTS),
    }
    body = {"created": call.created, "data": [image] * count}
    return Answer(body=msgspec.json.encode(body), usage=Usage(images=count), pictures=count)
