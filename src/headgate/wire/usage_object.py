"""The ``usage`` object of any API: its shape on the wire, and what it means in our nouns.

One struct serves every API, because the objects differ only in the names of two counts and of their details. Decoding
with these types is the fast way; ``mended_usage`` is the slow one for objects that break them (nulls, fractions,
strings, negative or absurd numbers). Neither raises.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from headgate.core.usage import Usage

COUNT_MAX = 10**12
"""The largest count believed: one past it is noise, and would poison every sum it enters."""

Count = Annotated[int, Meta(ge=0, le=COUNT_MAX)]
Seconds = Annotated[float, Meta(ge=0, le=COUNT_MAX)]


class TokenDetails(Struct, gc=False):
    """The parts of a count of tokens."""

    cached_tokens: Count | None = None
    cache_write_tokens: Count | None = None
    audio_tokens: Count | None = None
    image_tokens: Count | None = None
    reasoning_tokens: Count | None = None


class UsageObject(Struct, gc=False):
    """A ``usage`` object as it is on the wire; an absent or unusable number is None."""

    prompt_tokens: Count | None = None
    completion_tokens: Count | None = None
    input_tokens: Count | None = None
    output_tokens: Count | None = None
    total_tokens: Count | None = None
    reasoning_tokens: Count | None = None
    """At the top level: models that are not OpenAI's."""
    prompt_tokens_details: TokenDetails | None = None
    completion_tokens_details: TokenDetails | None = None
    input_tokens_details: TokenDetails | None = None
    output_tokens_details: TokenDetails | None = None
    input_token_details: TokenDetails | None = None
    """So spelled for transcriptions and realtime."""
    output_token_details: TokenDetails | None = None
    seconds: Seconds | None = None
    """Of audio heard, where that is what is billed."""


_NO_DETAILS = TokenDetails()


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
