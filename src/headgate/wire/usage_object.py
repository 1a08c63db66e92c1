"""The ``usage`` object of any API: what it means in our nouns.

Decoding with the types of ``usage_shape`` is the fast way; ``mended_usage`` is the slow one for objects that break them
(nulls, fractions, strings, negative or absurd numbers). Neither raises.
"""

from typing import Any, Final

import msgspec

from headgate.core.usage import Usage
from headgate.wire.usage_shape import COUNT_MAX, TokenDetails, UsageObject

_NO_DETAILS: Final = TokenDetails()


def usage_of(found: UsageObject, *, all_images: bool = False) -> Usage | None:
    """Say a usage object in our nouns; None when it counts nothing.

    ``all_images``: what this API gives out are images, so tokens out without details are image tokens.
    """
    prompt = found.prompt_tokens
    if prompt is None:
        prompt = found.input_tokens
    completion = found.completion_tokens
    if completion is None:
        completion = found.output_tokens
    if prompt is None or completion is None:
        if prompt is None and completion is None and found.total_tokens is None:
            return None if found.seconds is None else Usage(seconds=found.seconds)
        completion = completion or 0
        if prompt is None:
            prompt = max((found.total_tokens or 0) - completion, 0)
    given = found.prompt_tokens_details or found.input_tokens_details or found.input_token_details or _NO_DETAILS
    made = found.completion_tokens_details or found.output_tokens_details or found.output_token_details or _NO_DETAILS
    reasoning = made.reasoning_tokens or found.reasoning_tokens or 0
    if reasoning and found.total_tokens == prompt + completion + reasoning:
        completion += reasoning  # Some models outside OpenAI's (xAI's) count reasoning beside the completion.
    images = made.image_tokens
    if images is None:
        images = completion if all_images else 0
    cached, written = given.cached_tokens or 0, given.cache_write_tokens or 0
    heard, seen = given.audio_tokens or 0, given.image_tokens or 0
    spoken = made.audio_tokens or 0
    if cached > prompt or written > prompt or heard > prompt or seen > prompt:
        cached, written, heard, seen = (min(part, prompt) for part in (cached, written, heard, seen))
    if reasoning > completion or spoken > completion or images > completion:
        reasoning, spoken, images = (min(part, completion) for part in (reasoning, spoken, images))
    return Usage(prompt, cached, written, completion, reasoning, heard, spoken, seen, images, 0, found.seconds or 0.0)


def mended_usage(value: object) -> UsageObject | None:
    """Take from a decoded ``usage`` object of any shape what can be used; None when it is no object."""
    if not isinstance(value, dict):
        return None
    return msgspec.convert(_usable(value), UsageObject)


def mended_number(value: object) -> float | None:
    """Return a count or a number of seconds that can be believed, else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if 0 <= value <= COUNT_MAX else None  # NaN compares false


def _usable(value: dict[str, Any]) -> dict[str, Any]:
    """Keep the members that have the type that their name promises."""
    kept: dict[str, Any] = {}
    for name, member in value.items():
        if name.endswith("_details"):
            if isinstance(member, dict):
                kept[name] = _usable(member)
        elif (number := mended_number(member)) is not None:
            kept[name] = float(number) if name == "seconds" else int(number)
    return kept
