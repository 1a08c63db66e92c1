"""What gpt-image answers: pictures of one colour with what they cost, whole or as a stream of sketches and pictures.

Shapes and tokens are OpenAI's, recorded in June 2026; the events are its description's.
"""

import base64
import math
from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from msgspec import Struct

from headgate.core.usage import Usage
from headgate.simulator import writing
from headgate.simulator.answer import EVENT_STREAM, Answer, Event
from headgate.simulator.apis.image_ask import ImageAsk
from headgate.simulator.media.drawing import drawn
from headgate.simulator.media.pictures import Size

_TOKENS = {
    "low": {(1024, 1024): 272, (1024, 1536): 408, (1536, 1024): 400},
    "medium": {(1024, 1024): 1_056, (1024, 1536): 1_584, (1536, 1024): 1_568},
    "high": {(1024, 1024): 4_160, (1024, 1536): 6_240, (1536, 1024): 6_208},
}
"""OpenAI's prices; 1,056, 4,160 and 6,240 are recorded."""
_TOKENS_OF_A_SKETCH = 100
"""For each partial image (OpenAI's guide to image generation, 2026)."""
_COLOURS = 1 << 24


class Prompt(Struct, frozen=True):
    """What one picture is drawn from, in tokens; it is read again for each."""

    text_tokens: int
    image_tokens: int = 0


Work = Literal["image_generation", "image_edit"]


def draw(ask: ImageAsk, prompt: Prompt, created: int, work: Work) -> Answer:
    """Answer with the pictures."""
    sketches = (ask.partial_images or 0) if ask.stream else 0
    usage = _usage(ask, prompt, pictures=ask.count, sketches=sketches)
    if ask.stream:
        return Answer(
            content_type=EVENT_STREAM,
            events=_events(ask, prompt, created, work),
            usage=usage,
            pictures=ask.count,
            sketches=ask.count * sketches,
        )
    body = {
        "created": created,
        "background": _background(ask),
        "data": [{"b64_json": _picture(ask, number)} for number in range(ask.count)],
        "output_format": ask.kind,
        "quality": ask.drawn_quality,
        "size": _size(ask),
        "usage": _shown(usage, details=True),
    }
    return Answer(body=msgspec.json.encode(body), usage=usage, pictures=ask.count)


def output_tokens(size: Size, quality: Literal["low", "medium", "high"]) -> int:
    """Tokens of a picture; of one of another size by its area."""
    known = _TOKENS[quality]
    square = known[1024, 1024]
    return known.get((size.width, size.height)) or math.ceil(square * size.width * size.height / (1024 * 1024))


def _usage(ask: ImageAsk, prompt: Prompt, *, pictures: int, sketches: int) -> Usage:
    made = pictures * (output_tokens(ask.drawn_size, ask.drawn_quality) + sketches * _TOKENS_OF_A_SKETCH)
    return Usage(
        prompt_tokens=pictures * (prompt.text_tokens + prompt.image_tokens),
        image_prompt_tokens=pictures * prompt.image_tokens,
        completion_tokens=made,
        image_completion_tokens=made,
    )


def _shown(usage: Usage, *, details: bool) -> dict[str, Any]:
    """The member ``usage``; ``details`` are not told in events."""
    told = {"image_tokens": usage.image_completion_tokens, "text_tokens": 0}
    return {
        "input_tokens": usage.prompt_tokens,
        "input_tokens_details": {
            "image_tokens": usage.image_prompt_tokens,
            "text_tokens": usage.prompt_tokens - usage.image_prompt_tokens,
        },
        "output_tokens": usage.completion_tokens,
        **({"output_tokens_details": told} if details else {}),
        "total_tokens": usage.total_tokens,
    }


def _events(ask: ImageAsk, prompt: Prompt, created: int, work: Work) -> Iterator[Event]:
    """Each picture with its sketches before it."""
    sketches = ask.partial_images or 0
    usage = _usage(ask, prompt, pictures=1, sketches=sketches)
    share = usage.completion_tokens // (sketches + 1)
    for number in range(ask.count):
        for sketch in range(sketches):
            picture = _picture(ask, number, lighter=sketches - sketch)
            yield _event(f"{work}.partial_image", picture, ask, created, {"partial_image_index": sketch}), share
        last = {"usage": _shown(usage, details=False)}
        rest = usage.completion_tokens - sketches * share
        yield _event(f"{work}.completed", _picture(ask, number), ask, created, last), rest


def _event(name: str, picture: str, ask: ImageAsk, created: int, more: dict[str, Any]) -> bytes:
    told = {
        "type": name,
        "b64_json": picture,
        "created_at": created,
        "size": _size(ask),
        "quality": ask.drawn_quality,
        "background": _background(ask),
        "output_format": ask.kind,
        **more,
    }
    return b"event: %b\ndata: %b\n\n" % (name.encode(), msgspec.json.encode(told))


def _background(ask: ImageAsk) -> str:
    return "transparent" if ask.transparent else "opaque"


def _size(ask: ImageAsk) -> str:
    return f"{ask.drawn_size.width}x{ask.drawn_size.height}"


def _picture(ask: ImageAsk, number: int, *, lighter: int = 0) -> str:
    """In base64; the colour is the prompt's, the next one for each further picture, and another in its sketches."""
    colour = (writing.seed_of(ask.prompt) + number + lighter * 0x101010) % _COLOURS
    return base64.b64encode(drawn(ask.kind, ask.drawn_size, colour, transparent=ask.transparent)).decode()
