"""What can be written in a price file; a field's docstring is its documentation, as in the configuration.

Numbers are in the file's currency. They are read as the shortest decimal that means the same number, and kept exactly
to 10⁻¹⁵ of the currency for one token.
"""

import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

Amount = Annotated[float, Meta(ge=0, le=1_000_000)]
Factor = Annotated[float, Meta(gt=0, le=1000)]
Name = Annotated[str, Meta(min_length=1)]
Kind = Literal[
    "any",
    "standard",
    "global-standard",
    "data-zone-standard",
    "global-batch",
    "data-zone-batch",
    "developer",
]


class RateEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """What one unit costs, of those the model is billed by."""

    input: Amount | None = None
    """A million input tokens."""
    cached_input: Amount | None = None
    """A million input tokens found in the cache; without it they cost what input costs."""
    cache_write: Amount | None = None
    """A million input tokens written to the cache; likewise."""
    output: Amount | None = None
    """A million output tokens, reasoning included."""
    audio_input: Amount | None = None
    """A million audio input tokens; likewise for the others."""
    cached_audio_input: Amount | None = None
    audio_output: Amount | None = None
    image_input: Amount | None = None
    """A million image input tokens; without it they cost what input costs."""
    cached_image_input: Amount | None = None
    image_output: Amount | None = None
    image: Amount | None = None
    """One image."""
    minute: Amount | None = None
    """A minute of audio heard; billed by the second."""
    characters: Amount | None = None
    """A million characters read aloud."""
    searches: Amount | None = None
    """A thousand web searches of the model's own tool."""
    like: Kind | None = None
    """Take over the rates of another kind in the same place; those written here win."""
    times: Factor = 1.0
    """Multiply what is taken over. Without ``like``, under ``priority`` or ``flex``, of the same kind's plain rates."""


class KindRates(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Rates by deployment kind. Provisioned kinds have none: their tokens are covered by what reserves them."""

    any: RateEntry | None = None
    """For every kind that is not named."""
    standard: RateEntry | None = None
    global_standard: RateEntry | None = None
    data_zone_standard: RateEntry | None = None
    global_batch: RateEntry | None = None
    data_zone_batch: RateEntry | None = None
    developer: RateEntry | None = None


class LongEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """How rates rise when a prompt is long; the whole exchange is then charged by the risen rates."""

    above_tokens: Annotated[int, Meta(ge=1)]
    """Prompts longer than this are long."""
    input_times: Factor
    """For everything that goes in, cached or not."""
    output_times: Factor


class PriceEntry(Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """What some models cost from a day on."""

    models: Annotated[list[Name], Meta(min_length=1)]
    """By their Azure names, as under a deployment's ``model``."""
    since: datetime.date
    """The first day (UTC) on which it holds; it ends where a later entry for the same begins."""
    source: Name
    """Where the numbers are from, and when they were read; a name under ``sources``, or text."""
    rates: KindRates
    versions: list[str] = field(default_factory=list)
    """Model versions it holds for; empty for all. An entry that names the version wins over one that does not."""
    regions: list[str] = field(default_factory=list)
    """Likewise for the backend's region."""
    priority: KindRates | None = None
    """For answers whose service tier is ``priority``."""
    flex: KindRates | None = None
    """Likewise for ``flex``."""
    long: LongEntry | None = None
    note: str = ""


class PriceFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A price file."""

    prices: list[PriceEntry]
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] = "USD"
    """Of every number in the file: ISO 4217."""
    extends: Literal["builtin"] | None = None
    """``builtin``: what this file does not know is looked up in the prices that ship with Headgate."""
    sources: dict[str, str] = field(default_factory=dict)
    """Sources that several entries share, by a short name."""
