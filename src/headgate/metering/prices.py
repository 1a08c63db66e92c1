"""Prices: what a unit of a model costs, from which day on, for which deployments.

Everything here is exact. A rate is a whole number of femto-units (10⁻¹⁵) of the currency for one token, image,
second, character or search; an attempt's parts are added up as integers, and the sum is rounded once, half to even,
to nano-units (10⁻⁹), the unit the ledger keeps. A quantity without a price is named as a gap and never charged as 0.
"""

import datetime
from typing import Literal

from msgspec import Struct

FEMTO_PER_UNIT = 10**15
FEMTO_PER_NANO = 10**6
NANO_PER_UNIT = 10**9

Billing = Literal["charged", "ptu", "unbilled", "unpriced"]
"""``charged`` by a price; ``ptu``: covered by reserved capacity; ``unbilled``: nothing was consumed;
``unpriced``: something was consumed that has no price, a gap."""


class Rates(Struct, frozen=True, omit_defaults=True):
    """Whole femto-units for one of each unit; None where no price is known."""

    input: int | None = None
    cached_input: int | None = None
    """Without it a cached token costs what an input token costs."""
    cache_write: int | None = None
    """Likewise."""
    output: int | None = None
    audio_input: int | None = None
    cached_audio_input: int | None = None
    """Without it a cached audio token costs what an audio token costs."""
    audio_output: int | None = None
    image_input: int | None = None
    cached_image_input: int | None = None
    """Likewise for image tokens."""
    image_output: int | None = None
    image: int | None = None
    microsecond: int | None = None
    """Of audio heard."""
    character: int | None = None
    search: int | None = None


class Tier(Struct, frozen=True):
    """Rates of one service tier, and those for prompts beyond a length, where the model has such."""

    rates: Rates
    long_above_tokens: int = 0
    """Prompts longer than this are charged, whole, at ``long_rates``; 0 when the length does not matter."""
    long_rates: Rates | None = None


class Price(Struct, frozen=True):
    """What a model costs from a day on, for the deployments it fits."""

    model: str
    since: datetime.date
    tiers: dict[str, Tier]
    """By service tier: ``default``, and ``priority`` or ``flex`` where sold."""
    source: str
    """Where the numbers are from, and when they were read."""
    versions: tuple[str, ...] = ()
    """Model versions it holds for; empty for all."""
    kinds: tuple[str, ...] = ()
    """Deployment kinds it holds for; empty for all."""
    regions: tuple[str, ...] = ()
    currency: str = "USD"
    origin: str = "builtin"
    """The file it was read from, for references."""

    @property
    def reference(self) -> str:
        """How a charge names this price: ``builtin:gpt-4o@2024-10-01``."""
        return f"{self.origin}:{self.model}@{self.since.isoformat()}"


class Charge(Struct, frozen=True):
    """What an attempt costs."""

    billing: Billing
    amount_nano: int | None
    """Nano-units of the currency; None when nothing of it has a price."""
    currency: str | None = None
    price: str | None = None
    """The reference of the price used."""
    gap: str = ""
    """For ``unpriced``: what lacks a price."""


class Product(Struct, frozen=True):
    """What was bought: the facts of an attempt that its price depends on."""

    model: str
    version: str
    kind: str
    region: str = ""
    service_tier: str = ""


def to_nano(femto: int) -> int:
    """Round to nano-units, half to even."""
    nano, rest = divmod(femto, FEMTO_PER_NANO)
    if rest * 2 > FEMTO_PER_NANO or (rest * 2 == FEMTO_PER_NANO and nano % 2):
        nano += 1
    return nano
