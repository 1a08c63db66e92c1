"""What an attempt costs: its usage times the rates of the price that held on its day.

Parts are charged at their own rate and the rest of the whole at the plain one: cached tokens at the cached rate,
audio tokens at the audio rate; reasoning tokens are completion tokens like any other. Azure does not say of what
kind the cached tokens are: text is taken first, then audio, then images.
"""

import datetime
from collections.abc import Sequence

from headgate.core.usage import Usage
from headgate.metering.prices import Charge, Price, Product, Rates, Tier, to_nano

PRICE_CACHE_MAX = 4096
"""Look-ups remembered: deployments by days by tiers stay far below; emptied when reached."""

DEFAULT_TIERS = frozenset({"", "default", "standard", "auto"})
"""What an answer's ``service_tier`` says when nothing special was bought."""

UNBILLED = Charge("unbilled", 0)
PTU = Charge("ptu", 0)

IMAGE_TOOL = "image tool tokens"

_ALWAYS_BILLED = frozenset({"search", IMAGE_TOOL})

_Part = tuple[str, int, int | None]


class PriceBook:
    """All known prices, in layers: a layer that knows a product hides the layers after it."""

    def __init__(self, *layers: Sequence[Price]) -> None:
        self._layers = [_by_model(layer) for layer in layers]
        self._found: dict[tuple[Product, int], tuple[Price, Tier] | str] = {}

    def charge(self, usage: Usage | None, product: Product, day: datetime.date) -> Charge:
        """Return what ``usage`` of ``product`` cost on ``day`` (UTC); None as usage is nothing consumed."""
        if usage is None:
            return UNBILLED
        if product.kind.endswith("provisioned"):
            return PTU
        found = self.find(product, day)
        if isinstance(found, str):
            return Charge("unpriced", None, gap=found)
        price, tier = found
        femto, gaps = _total(usage, tier)
        if gaps:
            known = to_nano(femto) if femto else None
            return Charge("unpriced", known, price.currency, price.reference, f"no price for {', '.join(gaps)}")
        return Charge("charged", to_nano(femto), price.currency, price.reference)

    def find(self, product: Product, day: datetime.date) -> tuple[Price, Tier] | str:
        """Return the price and the tier's rates that hold for ``product`` on ``day``, or why there is none."""
        key = (product, day.toordinal())
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= PRICE_CACHE_MAX:
                self._found.clear()
            found = self._found[key] = self._search(product, day)
        return found

    def _search(self, product: Product, day: datetime.date) -> tuple[Price, Tier] | str:
        for layer in self._layers:
            fitting = [price for price in layer.get(product.model.lower(), ()) if _fits(price, product, day)]
            if fitting:
                price = max(fitting, key=_rank)
                tier_name = "default" if product.service_tier in DEFAULT_TIERS else product.service_tier
                tier = price.tiers.get(tier_name)
                return (price, tier) if tier else f"no price for service tier {tier_name}"
        return "no price"


def _by_model(prices: Sequence[Price]) -> dict[str, list[Price]]:
    models: dict[str, list[Price]] = {}
    for price in prices:
        models.setdefault(price.model.lower(), []).append(price)
    return models


def _fits(price: Price, product: Product, day: datetime.date) -> bool:
    return (
        price.since <= day
        and (not price.versions or product.version in price.versions)
        and (not price.kinds or product.kind in price.kinds)
        and (not price.regions or product.region in price.regions)
    )


def _rank(price: Price) -> tuple[bool, bool, bool, datetime.date]:
    """Order fitting prices: the most specific first, of those the newest."""
    return (bool(price.versions), bool(price.kinds), bool(price.regions), price.since)


def _total(usage: Usage, tier: Tier) -> tuple[int, list[str]]:
    """Add up the parts in femto-units; name those without a rate."""
    rates = tier.rates
    if tier.long_rates is not None and usage.prompt_tokens > tier.long_above_tokens:
        rates = tier.long_rates
    femto = 0
    gaps = []
    for name, quantity, rate in _parts(usage, rates):
        if quantity == 0:
            continue
        if rate is None:
            gaps.append(name)
        else:
            femto += quantity * rate
    return femto, gaps


def _parts(usage: Usage, rates: Rates) -> list[_Part]:
    tokens = usage.prompt_tokens or usage.completion_tokens
    by_tokens = rates.input is not None or rates.output is not None
    parts = _token_parts(usage, rates) if by_tokens and tokens else []
    if not _beyond_tokens(usage):
        return parts if by_tokens or not tokens else [("tokens", 1, None)]
    others = _other_parts(usage, rates)
    if parts:
        # Seconds or images beside tokens say how much there was, not what is billed.
        others = [part for part in others if part[2] is not None or part[0] in _ALWAYS_BILLED]
    return parts + others


def _beyond_tokens(usage: Usage) -> bool:
    return bool(
        usage.images
        or usage.seconds
        or usage.characters
        or usage.searches
        or usage.image_tool_prompt_tokens
        or usage.image_tool_completion_tokens
    )


def _token_parts(usage: Usage, rates: Rates) -> list[_Part]:
    audio, image = usage.audio_prompt_tokens, usage.image_prompt_tokens
    text = max(usage.prompt_tokens - audio - image, 0)
    cached_text = min(usage.cached_tokens, text)
    written = min(usage.cache_write_tokens, text - cached_text)
    parts: list[_Part] = [
        ("input", text - cached_text - written, rates.input),
        ("cached input", cached_text, _or(rates.cached_input, rates.input)),
        ("cache write", written, _or(rates.cache_write, rates.input)),
    ]
    if audio or image:
        cached_audio = min(usage.cached_tokens - cached_text, audio)
        cached_image = min(usage.cached_tokens - cached_text - cached_audio, image)
        image_rate = _or(rates.image_input, rates.input)
        parts += [
            ("audio input", audio - cached_audio, rates.audio_input),
            ("cached audio input", cached_audio, _or(rates.cached_audio_input, rates.audio_input)),
            ("image input", image - cached_image, image_rate),
            ("cached image input", cached_image, _or(rates.cached_image_input, image_rate)),
        ]
    spoken, drawn = usage.audio_completion_tokens, usage.image_completion_tokens
    parts.append(("output", max(usage.completion_tokens - spoken - drawn, 0), rates.output))
    if spoken or drawn:
        parts += [("audio output", spoken, rates.audio_output), ("image output", drawn, rates.image_output)]
    return parts


def _other_parts(usage: Usage, rates: Rates) -> list[_Part]:
    # A second's rate is kept per microsecond, so that a fraction of a second stays a whole number.
    return [
        ("image", usage.images, rates.image),
        ("second", round(usage.seconds * 1_000_000), rates.microsecond),
        ("character", usage.characters, rates.character),
        ("search", usage.searches, rates.search),
        # Of a model that the answer does not name, so at a price that nobody here can know.
        (IMAGE_TOOL, usage.image_tool_prompt_tokens + usage.image_tool_completion_tokens, None),
    ]


def _or(rate: int | None, instead: int | None) -> int | None:
    return instead if rate is None else rate
