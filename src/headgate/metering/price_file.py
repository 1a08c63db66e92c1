"""Reading price files: the one that ships with Headgate, and those that users write."""

from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

from msgspec.structs import asdict, replace

from headgate.config.load import Loaded, load
from headgate.core.errors import ConfigurationError, Mistake
from headgate.metering.charges import PriceBook
from headgate.metering.price_schema import KindRates, PriceEntry, PriceFile, RateEntry
from headgate.metering.prices import FEMTO_PER_UNIT, Price, Rates, Tier

BUILTIN = "builtin"

_BUILTIN_PATH = Path(__file__).with_name("prices_builtin.yaml")

_UNITS = {
    "input": ("input", 1_000_000),
    "cached_input": ("cached_input", 1_000_000),
    "cache_write": ("cache_write", 1_000_000),
    "output": ("output", 1_000_000),
    "audio_input": ("audio_input", 1_000_000),
    "cached_audio_input": ("cached_audio_input", 1_000_000),
    "audio_output": ("audio_output", 1_000_000),
    "image_input": ("image_input", 1_000_000),
    "cached_image_input": ("cached_image_input", 1_000_000),
    "image_output": ("image_output", 1_000_000),
    "image": ("image", 1),
    "minute": ("microsecond", 60_000_000),
    "characters": ("character", 1_000_000),
    "searches": ("search", 1_000),
}
"""Key in the file → field of ``Rates``, and how many of the field's unit the file's number is for."""

_OUTPUTS = frozenset({"output", "audio_output", "image_output"})

_KINDS = {name: name.replace("_", "-") for name in KindRates.__struct_fields__}

Amounts = dict[str, Decimal]
"""What was written for one kind, by its key in the file, with everything taken over and multiplied."""


def load_prices(setting: str) -> PriceBook:
    """Return the price book that the setting ``prices`` names: ``builtin``, or the path of a price file.

    Raises ``ConfigurationError`` with every mistake in the file.
    """
    if setting == BUILTIN:
        return PriceBook(_prices(_BUILTIN_PATH, BUILTIN)[0])
    path = Path(setting)
    prices, file = _prices(path, path.name)
    return PriceBook(prices, _prices(_BUILTIN_PATH, BUILTIN)[0]) if file.extends else PriceBook(prices)


def _prices(path: Path, origin: str) -> tuple[list[Price], PriceFile]:
    loaded = load(path, None, PriceFile, env={}, read_file=_read_file)
    if loaded.settings is None:
        raise ConfigurationError(loaded.mistakes)
    file = loaded.settings
    mistakes: list[Mistake] = []
    prices = []
    for number, entry in enumerate(file.prices):
        compiled = _Compiler(loaded, mistakes, ("prices", number), entry).tiers_by_kind()
        for kind, tiers in compiled.items():
            prices += [_price(file, entry, model, kind, tiers, origin) for model in entry.models]
    if mistakes:
        raise ConfigurationError(loaded.in_order(dict.fromkeys(mistakes)))
    return prices, file


def _price(file: PriceFile, entry: PriceEntry, model: str, kind: str, tiers: dict[str, Tier], origin: str) -> Price:
    return Price(
        model=model,
        since=entry.since,
        tiers=tiers,
        source=file.sources.get(entry.source, entry.source),
        versions=tuple(entry.versions),
        kinds=() if kind == "any" else (kind,),
        regions=tuple(entry.regions),
        currency=file.currency,
        origin=origin,
    )


class _Compiler:
    """Turns one entry into rates, by kind and service tier; notes what refers to nothing."""

    def __init__(
        self, loaded: Loaded[PriceFile], mistakes: list[Mistake], path: tuple[str | int, ...], entry: PriceEntry
    ) -> None:
        self._loaded = loaded
        self._mistakes = mistakes
        self._path = path
        self._entry = entry

    def tiers_by_kind(self) -> dict[str, dict[str, Tier]]:
        """Return the tiers of each kind: ``{"global-standard": {"default": …, "priority": …}}``."""
        plain = self._block("rates", self._entry.rates, {})
        tiers = {kind: {"default": self._tier(amounts)} for kind, amounts in plain.items()}
        for name in ("priority", "flex"):
            block = getattr(self._entry, name)
            if block is not None:
                for kind, amounts in self._block(name, block, plain).items():
                    tiers.setdefault(kind, {})[name] = self._tier(amounts)
        return tiers

    def _block(self, name: str, block: KindRates, plain: dict[str, Amounts]) -> dict[str, Amounts]:
        entries = {kind: getattr(block, field) for field, kind in _KINDS.items()}
        return {
            kind: self._amounts(name, kind, entry, entries, plain)
            for kind, entry in entries.items()
            if entry is not None
        }

    def _amounts(
        self,
        block: str,
        kind: str,
        entry: RateEntry,
        entries: dict[str, RateEntry | None],
        plain: dict[str, Amounts],
    ) -> Amounts:
        base: Amounts = {}
        if entry.like is not None:
            other = entries.get(entry.like)
            if other is None or other.like is not None or other is entry:
                self._note((block, kind, "like"), f"there are no rates of its own for {entry.like} here")
            else:
                base = self._taken_over(block, entry.like, other, plain)
        elif entry.times != 1.0:
            base = plain.get(kind, {})
            if not base:
                self._note((block, kind, "times"), "there is nothing to multiply: write like, or rates")
        factor = _exact(entry.times)
        return {**{unit: amount * factor for unit, amount in base.items()}, **_written(entry)}

    def _taken_over(self, block: str, kind: str, entry: RateEntry, plain: dict[str, Amounts]) -> Amounts:
        return self._amounts(block, kind, entry, {}, plain)

    def _tier(self, amounts: Amounts) -> Tier:
        long = self._entry.long
        if long is None:
            return Tier(_rates(amounts))
        ins, outs = _exact(long.input_times), _exact(long.output_times)
        risen = {unit: amount * (outs if unit in _OUTPUTS else ins) for unit, amount in amounts.items()}
        return Tier(_rates(amounts), long.above_tokens, _rates(risen))

    def _note(self, path: tuple[str | int, ...], message: str) -> None:
        self._mistakes.append(self._loaded.at((*self._path, *path), message))


def _written(entry: RateEntry) -> Amounts:
    return {key: _exact(value) for key, value in asdict(entry).items() if key in _UNITS and value is not None}


def _exact(number: float) -> Decimal:
    """Return the shortest decimal that means this number: what was written."""
    return Decimal(repr(number))


def _rates(amounts: Amounts) -> Rates:
    femto = {}
    for key, amount in amounts.items():
        name, units = _UNITS[key]
        femto[name] = int((amount * FEMTO_PER_UNIT / units).quantize(Decimal(1), ROUND_HALF_EVEN))
    return replace(Rates(), **femto)


def _read_file(path: Path, bytes_max: int) -> bytes:
    with path.open("rb") as file:
        return file.read(bytes_max)
