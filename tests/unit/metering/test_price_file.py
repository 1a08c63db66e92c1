"""Price files: what ships, what users write, and what is said about their mistakes."""

import datetime
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headgate.core.errors import ConfigurationError
from headgate.core.usage import Usage
from headgate.metering.charges import PriceBook
from headgate.metering.price_file import load_prices
from headgate.metering.prices import Price, Product

TODAY = datetime.date(2026, 11, 1)
MILLION = Usage(prompt_tokens=1_000_000, completion_tokens=1_000_000)


@pytest.fixture(scope="module")
def builtin() -> PriceBook:
    return load_prices("builtin")


def _dollars(
    book: PriceBook, model: str, version: str = "", kind: str = "global-standard", **facts: str
) -> float | None:
    usage = facts.pop("usage", None) or MILLION
    amount = book.charge(usage, Product(model, version, kind, **facts), TODAY).amount_nano  # type: ignore[arg-type]
    return None if amount is None else amount / 10**9


def _load(tmp_path: Path, text: str) -> PriceBook:
    path = tmp_path / "prices.yaml"
    path.write_text(text)
    return load_prices(str(path))


def _mistakes(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        _load(tmp_path, text)
    return [str(mistake).removeprefix(f"{tmp_path}/") for mistake in caught.value.mistakes]


OURS = """\
prices:
  - models: [gpt-4o]
    from: 2026-01-01
    source: our agreement
    rates:
      global-standard: {input: 2.25, cached_input: 1.125, output: 9.00}
"""


@pytest.mark.parametrize(
    "model, version, kind, dollars",
    [
        ("gpt-4o", "2024-11-20", "global-standard", 12.5),
        ("gpt-4o", "", "global-standard", 12.5),
        ("gpt-4o", "2024-05-13", "global-standard", 20),
        ("gpt-4o", "2024-11-20", "data-zone-standard", 13.75),
        ("gpt-4o", "2024-11-20", "global-batch", 6.25),
        ("gpt-4o-mini", "2024-07-18", "standard", 0.825),
        ("gpt-4.1", "2025-04-14", "global-standard", 10),
        ("gpt-4.1-nano", "2025-04-14", "global-standard", 0.5),
        ("o3", "2025-04-16", "global-standard", 10),
        ("o4-mini", "2025-04-16", "global-standard", 5.5),
        ("gpt-5", "2025-08-07", "global-standard", 11.25),
        ("gpt-5-nano", "2025-08-07", "data-zone-standard", 0.495),
        ("gpt-35-turbo", "0125", "standard", 2),
        ("gpt-4", "turbo-2024-04-09", "standard", 40),
    ],
)
def test_a_million_tokens_in_and_out_cost_what_the_list_says(
    builtin: PriceBook, model: str, version: str, kind: str, dollars: float
) -> None:
    assert _dollars(builtin, model, version, kind) == pytest.approx(dollars, abs=1e-9)


def test_other_units_cost_what_the_list_says(builtin: PriceBook) -> None:
    def nano(model: str, usage: Usage) -> int | None:
        return builtin.charge(usage, Product(model, "", "standard"), TODAY).amount_nano

    assert nano("text-embedding-3-small", Usage(prompt_tokens=1_000_000)) == 20_000_000
    assert nano("whisper", Usage(seconds=60.0)) == 6_000_000
    assert nano("tts-hd", Usage(characters=1_000_000)) == 30_000_000_000
    assert nano("gpt-realtime", Usage(prompt_tokens=1_000_000, audio_prompt_tokens=1_000_000)) == 32_000_000_000
    assert nano("gpt-image-1", Usage(completion_tokens=1_000_000, image_completion_tokens=1_000_000)) == 40_000_000_000


def test_a_reduction_holds_from_its_day_on(builtin: PriceBook) -> None:
    luna = Product("gpt-5.6-luna", "", "global-standard")

    before = builtin.charge(MILLION, luna, datetime.date(2026, 7, 29)).amount_nano
    after = builtin.charge(MILLION, luna, datetime.date(2026, 7, 30)).amount_nano

    # A million tokens in are a long prompt: twice as dear, and half as dear again on the way out.
    assert (before, after) == (2 * 10**9 + 9 * 10**9, 4 * 10**8 + 18 * 10**8)


def test_priority_is_dearer_and_long_prompts_too(builtin: PriceBook) -> None:
    short = Usage(prompt_tokens=100_000)

    def nano(usage: Usage, tier: str) -> int | None:
        product = Product("gpt-5.4", "2026-03-05", "data-zone-standard", service_tier=tier)
        return builtin.charge(usage, product, TODAY).amount_nano

    assert nano(short, "") == 275_000_000
    assert nano(short, "priority") == 550_000_000
    assert nano(Usage(prompt_tokens=300_000), "priority") == 3_300_000_000


def _all(book: PriceBook) -> list[Price]:
    return [price for layer in book._layers for prices in layer.values() for price in prices]


def test_every_builtin_price_has_a_source_and_a_day(builtin: PriceBook) -> None:
    assert len(_all(builtin)) > 100
    for price in _all(builtin):
        assert len(price.source) > 20
        assert datetime.date(2023, 1, 1) <= price.since <= datetime.date(2026, 12, 31)
        assert (price.origin, price.currency) == ("builtin", "USD")


def test_no_builtin_price_hides_another(builtin: PriceBook) -> None:
    keys = [(p.model, p.versions, p.kinds, p.regions, p.since) for p in _all(builtin)]

    assert len(keys) == len(set(keys))


def test_what_is_cached_never_costs_more_than_what_is_not(builtin: PriceBook) -> None:
    for price in _all(builtin):
        for tier in price.tiers.values():
            for rates in filter(None, (tier.rates, tier.long_rates)):
                assert rates.cached_input is None or rates.cached_input <= (rates.input or 0)


def test_a_file_of_ones_own_is_all_there_is(tmp_path: Path) -> None:
    book = _load(tmp_path, OURS)

    assert _dollars(book, "gpt-4o") == 11.25
    assert _dollars(book, "gpt-5") is None
    assert (
        book.charge(MILLION, Product("gpt-4o", "", "global-standard"), TODAY).price == "prices.yaml:gpt-4o@2026-01-01"
    )


def test_a_file_may_extend_the_builtin_prices(tmp_path: Path) -> None:
    book = _load(tmp_path, f"extends: builtin\n{OURS}")

    assert _dollars(book, "gpt-4o") == 11.25
    assert _dollars(book, "gpt-4o", kind="data-zone-standard") == 13.75
    assert _dollars(book, "gpt-5") == 11.25


def test_other_currencies_are_kept_apart(tmp_path: Path) -> None:
    book = _load(tmp_path, f"currency: EUR\n{OURS}")

    assert book.charge(MILLION, Product("gpt-4o", "", "global-standard"), TODAY).currency == "EUR"


def test_numbers_are_exact(tmp_path: Path) -> None:
    book = _load(tmp_path, OURS.replace("2.25", "0.1"))

    assert book.charge(
        Usage(prompt_tokens=30_000_000), Product("gpt-4o", "", "global-standard"), TODAY
    ).amount_nano == (3 * 10**9)


def test_mistakes_are_pointed_at(tmp_path: Path) -> None:
    wrong = OURS.replace("input: 2.25", "input: -1").replace("output", "outptu").replace("2026-01-01", "soon")

    date, negative, misspelt = _mistakes(tmp_path, wrong)
    assert date == "prices.yaml:3: prices[0].from: expected a date (2027-01-31), found soon"
    assert negative.startswith("prices.yaml:6: prices[0].rates.global-standard.input: expected a number of at least 0")
    assert misspelt.startswith("prices.yaml:6: prices[0].rates.global-standard.outptu: unknown key; did you mean")


def test_what_refers_to_nothing_is_pointed_at(tmp_path: Path) -> None:
    rates = "      global-standard: {like: standard}\n      standard: {times: 2}\n"
    text = OURS[: OURS.index("      global")] + rates

    assert _mistakes(tmp_path, text) == [
        "prices.yaml:7: prices[0].rates.standard.times: there is nothing to multiply: write like, or rates",
    ]


def test_rates_may_not_be_like_themselves_or_like_what_is_like_others(tmp_path: Path) -> None:
    rates = "      any: {like: any}\n      standard: {like: developer}\n      developer: {like: any}\n"
    text = OURS[: OURS.index("      global")] + rates

    assert [line.split(": ", 2)[1] for line in _mistakes(tmp_path, text)] == [
        "prices[0].rates.any.like",
        "prices[0].rates.standard.like",
        "prices[0].rates.developer.like",
    ]


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_prices(str(tmp_path / "none.yaml"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_whatever_stands_in_a_file_only_mistakes_are_raised(tmp_path: Path, text: str) -> None:
    path = tmp_path / "prices.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(ConfigurationError):
        load_prices(str(path))
