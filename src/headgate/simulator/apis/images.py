"""Pictures drawn from a text: by gpt-image, billed by tokens, or by DALL·E, billed by the picture."""

import base64
from functools import partial
from typing import Any

import msgspec

from headgate.core.usage import Usage
from headgate.simulator import filters, tokens, writing
from headgate.simulator.answer import Answer, Prepared
from headgate.simulator.apis.call import Call, read
from headgate.simulator.apis.image_ask import ImageAsk, by_the_picture, check
from headgate.simulator.apis.image_drawing import Prompt, draw
from headgate.simulator.media import gallery
from headgate.simulator.media.drawing import drawn

_DECODER = msgspec.json.Decoder(ImageAsk)


def prepare(call: Call) -> Prepared:
    """Read a request for pictures.

    Raises:
        AzureError: a 400 when it is not one, or asks what the model does not do.
    """
    ask = read(call.body, _DECODER)
    check(ask, call)
    prompt = Prompt(text_tokens=tokens.count(ask.prompt))
    if by_the_picture(call.settings.model):
        compose = partial(_compose_dall_e, ask, call.created, call.state.endpoint)
    else:
        compose = partial(_compose, ask, prompt, call.created)
    return Prepared(
        compose=compose,
        prompt_tokens=prompt.text_tokens * ask.count,
        prompt_characters=len(ask.prompt),
        prompt_param="prompt",
        stream=bool(ask.stream),
    )


def _compose(ask: ImageAsk, prompt: Prompt, created: int, _cached: int) -> Answer:
    return draw(ask, prompt, created, "image_generation")


def _compose_dall_e(ask: ImageAsk, created: int, endpoint: str, _cached: int) -> Answer:
    data = [_of_dall_e(ask, number, endpoint) for number in range(ask.count)]
    body = msgspec.json.encode({"created": created, "data": data})
    return Answer(body=body, usage=Usage(images=ask.count), pictures=ask.count)


def _of_dall_e(ask: ImageAsk, number: int, endpoint: str) -> dict[str, Any]:
    colour = (writing.seed_of(ask.prompt) + number) & 0xFFFFFF
    image: dict[str, Any] = {"url": gallery.address(endpoint, ask.drawn_size, colour)}
    if ask.response_format == "b64_json":
        image = {"b64_json": base64.b64encode(drawn("png", ask.drawn_size, colour)).decode()}
    return {
        **image,
        "revised_prompt": ask.prompt,
        "content_filter_results": msgspec.Raw(filters.COMPLETION_RESULTS),
        "prompt_filter_results": msgspec.Raw(filters.PROMPT_RESULTS),
    }
