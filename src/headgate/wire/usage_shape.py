"""The ``usage`` object of any API as it is on the wire.

One struct serves every API, because the objects differ only in the names of two counts and of their details.
"""

from typing import Annotated

from msgspec import Meta, Struct

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
