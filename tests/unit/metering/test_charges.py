"""What is charged when: exact, by the price of the day, and never 0 for want of a price."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.core.usage import Usage
from headgate.metering import charges as charges_module
from headgate.metering.charges import PTU, UNBILLED, PriceBook
from headgate.metering.prices import Charge, Price, Product, Rates, Tier

DAY = datetime.date(2026, 6, 1)
GPT_4O = Product("gpt-4o", "2024-11-20", "global-standard")


def _per_million(dollars: str) -> int:
    return int(Decimal(dollars) * 10**9)


TEXT = Rates(input=_per_million("2.5"), cached_input=_per_million("1.25"), output=_per_million("10"))


def _price(model: str = "gpt-4o", since: str = "2024-08-06", rates: Rates = TEXT, **changes: object) -> Price:
    tiers = {"default": Tier(rates)}
    return Price(
        **{"model": model, "since": datetime.date.fromisoformat(since), "tiers": tiers, "source": "", **changes}
    )  # type: ignore[arg-type]


def _nano(usage: Usage, rates: Rates) -> int | None:
    charge = PriceBook([_price(rates=rates)]).charge(usage, GPT_4O, DAY)
    assert charge.billing == "charged"
    return charge.amount_nano


def test_tokens_are_charged_by_the_million() -> None:
    charge = PriceBook([_price()]).charge(Usage(prompt_tokens=1_000_000, completion_tokens=1_000_000), GPT_4O, DAY)

    assert charge == Charge("charged", 12_500_000_000, "USD", "builtin:gpt-4o@2024-08-06")


def test_cached_tokens_are_charged_at_their_own_rate() -> None:
    assert _nano(Usage(prompt_tokens=1000, cached_tokens=400), TEXT) == 600 * 2500 + 400 * 1250


def test_cached_tokens_cost_what_others_cost_where_there_is_no_rate_for_them() -> None:
    assert _nano(Usage(prompt_tokens=1000, cached_tokens=400), Rates(input=_per_million("2.5"))) == 1000 * 2500


def test_writing_to_the_cache_has_its_own_rate() -> None:
    rates = Rates(input=_per_million("2"), cached_input=_per_million("0.2"), cache_write=_per_million("2.5"))

    usage = Usage(prompt_tokens=1000, cached_tokens=300, cache_write_tokens=200)

    assert _nano(usage, rates) == 500 * 2000 + 300 * 200 + 200 * 2500


def test_reasoning_is_part_of_the_completion() -> None:
    assert _nano(Usage(completion_tokens=500, reasoning_tokens=400), TEXT) == 500 * 10_000


def test_audio_has_its_own_rates() -> None:
    rates = Rates(
        input=_per_million("4"),
        cached_input=_per_million("0.4"),
        output=_per_million("16"),
        audio_input=_per_million("32"),
        cached_audio_input=_per_million("0.5"),
        audio_output=_per_million("64"),
    )
    usage = Usage(
        prompt_tokens=300,
        audio_prompt_tokens=200,
        cached_tokens=150,
        completion_tokens=90,
        audio_completion_tokens=70,
    )

    # 100 tokens of text are all cached; of 200 of audio, the other 50.
    assert _nano(usage, rates) == 100 * 400 + 50 * 500 + 150 * 32_000 + 20 * 16_000 + 70 * 64_000


def test_images_seen_cost_what_text_costs_where_there_is_no_rate_for_them() -> None:
    assert _nano(Usage(prompt_tokens=1000, image_prompt_tokens=900), TEXT) == 1000 * 2500


def test_images_made_are_charged_by_token_or_by_piece() -> None:
    by_token = Rates(input=_per_million("5"), image_output=_per_million("40"))

    assert _nano(Usage(prompt_tokens=10, completion_tokens=100, image_completion_tokens=100, images=1), by_token) == (
        10 * 5000 + 100 * 40_000
    )
    assert _nano(Usage(images=2), Rates(image=4 * 10**13)) == 80_000_000


def test_fractions_of_a_second_are_charged_exactly() -> None:
    assert _nano(Usage(seconds=12.345), Rates(microsecond=100_000)) == 1_234_500


def test_seconds_beside_tokens_are_not_charged_twice() -> None:
    assert _nano(Usage(prompt_tokens=1000, seconds=60.0), TEXT) == 1000 * 2500


def test_characters_and_searches_are_charged() -> None:
    assert _nano(Usage(characters=1_000), Rates(character=15 * 10**9)) == 15_000_000
    assert _nano(Usage(prompt_tokens=1, searches=2), Rates(input=0, search=10**13)) == 20_000_000


def test_a_long_prompt_is_charged_whole_at_the_higher_rates() -> None:
    tier = Tier(TEXT, 272_000, Rates(input=_per_million("5"), output=_per_million("15")))
    book = PriceBook([_price(tiers={"default": tier})])

    assert book.charge(Usage(prompt_tokens=272_000), GPT_4O, DAY).amount_nano == 272_000 * 2500
    assert book.charge(Usage(prompt_tokens=272_001), GPT_4O, DAY).amount_nano == 272_001 * 5000


def test_what_consumed_nothing_is_not_billed() -> None:
    assert PriceBook().charge(None, GPT_4O, DAY) == UNBILLED


@pytest.mark.parametrize("kind", ["provisioned", "global-provisioned", "data-zone-provisioned"])
def test_provisioned_capacity_covers_its_tokens_whatever_the_model(kind: str) -> None:
    assert PriceBook().charge(Usage(prompt_tokens=9), Product("unheard-of", "", kind), DAY) == PTU
    assert (PTU.billing, PTU.amount_nano) == ("ptu", 0)


def test_without_a_price_there_is_a_gap_and_no_amount() -> None:
    charge = PriceBook([_price()]).charge(Usage(prompt_tokens=9), Product("gpt-9", "", "standard"), DAY)

    assert charge == Charge("unpriced", None, gap="no price")


def test_a_quantity_without_a_price_is_a_gap_beside_what_is_known() -> None:
    charge = PriceBook([_price()]).charge(Usage(prompt_tokens=1000, audio_prompt_tokens=400), GPT_4O, DAY)

    assert (charge.billing, charge.amount_nano, charge.gap) == ("unpriced", 600 * 2500, "no price for audio input")


@pytest.mark.parametrize(
    "usage",
    [
        Usage(images=1),
        Usage(seconds=1.0),
        Usage(characters=1),
        Usage(searches=1),
        Usage(prompt_tokens=5, searches=1),
        Usage(prompt_tokens=5, image_tool_prompt_tokens=3),
        Usage(prompt_tokens=5, image_tool_completion_tokens=3),
    ],
)
def test_no_quantity_is_free_for_want_of_a_rate(usage: Usage) -> None:
    assert PriceBook([_price()]).charge(usage, GPT_4O, DAY).billing == "unpriced"


def test_tokens_of_a_model_billed_otherwise_are_a_gap_only_where_nothing_else_is_said() -> None:
    by_second = PriceBook([_price(rates=Rates(microsecond=1))])

    assert by_second.charge(Usage(prompt_tokens=5), GPT_4O, DAY).billing == "unpriced"
    assert by_second.charge(Usage(prompt_tokens=5, seconds=1.0), GPT_4O, DAY).billing == "charged"


def test_the_price_of_the_day_holds() -> None:
    cheaper = Rates(input=_per_million("1"))
    book = PriceBook([_price(since="2024-08-06"), _price(since="2026-06-01", rates=cheaper)])

    def charged(day: str) -> int | None:
        return book.charge(Usage(prompt_tokens=1000), GPT_4O, datetime.date.fromisoformat(day)).amount_nano

    assert charged("2024-08-05") is None
    assert charged("2024-08-06") == 2_500_000
    assert charged("2026-05-31") == 2_500_000
    assert charged("2026-06-01") == 1_000_000


@pytest.mark.parametrize(
    "product, dollars",
    [
        (Product("gpt-4o", "2024-11-20", "global-standard"), "1"),
        (Product("GPT-4o", "", "global-standard"), "1"),
        (Product("gpt-4o", "2024-05-13", "global-standard"), "2"),
        (Product("gpt-4o", "2024-11-20", "standard"), "3"),
        (Product("gpt-4o", "2024-11-20", "standard", region="eastus"), "4"),
    ],
)
def test_the_most_specific_price_wins(product: Product, dollars: str) -> None:
    book = PriceBook(
        [
            _price(rates=Rates(input=_per_million("1"))),
            _price(since="2024-01-01", rates=Rates(input=_per_million("2")), versions=("2024-05-13",)),
            _price(since="2024-01-01", rates=Rates(input=_per_million("3")), kinds=("standard",)),
            _price(since="2024-01-01", rates=Rates(input=_per_million("4")), kinds=("standard",), regions=("eastus",)),
        ]
    )

    assert book.charge(Usage(prompt_tokens=1_000_000), product, DAY).amount_nano == int(dollars) * 10**9


def test_a_layer_that_knows_a_product_hides_those_after_it() -> None:
    ours = _price(rates=Rates(input=_per_million("2")))
    book = PriceBook([ours], [_price(since="2026-01-01", versions=("2024-11-20",)), _price("gpt-5")])

    assert book.charge(Usage(prompt_tokens=1000), GPT_4O, DAY).amount_nano == 2_000_000
    assert book.charge(Usage(prompt_tokens=1000), Product("gpt-5", "", "standard"), DAY).amount_nano == 2_500_000


def test_a_service_tier_has_its_own_rates_or_is_a_gap() -> None:
    tiers = {"default": Tier(TEXT), "priority": Tier(Rates(input=_per_million("5")))}
    book = PriceBook([_price(tiers=tiers)])

    def charge(tier: str) -> Charge:
        return book.charge(Usage(prompt_tokens=1000), Product("gpt-4o", "", "standard", service_tier=tier), DAY)

    assert [charge(tier).amount_nano for tier in ("", "default", "auto", "priority")] == [2_500_000] * 3 + [5_000_000]
    assert charge("flex").gap == "no price for service tier flex"


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charges_module, "PRICE_CACHE_MAX", 10)
    book = PriceBook([_price()])

    for number in range(100):
        book.find(Product(f"model-{number}", "", "standard"), DAY)

    assert len(book._found) <= 10


_tokens = st.integers(min_value=0, max_value=10**9)


@given(
    prompt=_tokens, cached=_tokens, audio=_tokens, image=_tokens, written=_tokens, completion=_tokens, spoken=_tokens
)  # fmt: skip
def test_every_token_is_charged_once_however_the_parts_overlap(
    *, prompt: int, cached: int, audio: int, image: int, written: int, completion: int, spoken: int
) -> None:
    """At one rate for everything, the parts add up to their wholes, or to the parts where these are larger."""
    one = Rates(input=10**6, output=10**6, audio_input=10**6, image_input=10**6, audio_output=10**6)
    usage = Usage(
        prompt_tokens=prompt,
        cached_tokens=cached,
        cache_write_tokens=written,
        audio_prompt_tokens=audio,
        image_prompt_tokens=image,
        completion_tokens=completion,
        audio_completion_tokens=spoken,
    )

    expected = max(prompt, audio + image) + max(completion, spoken) if prompt or completion else 0
    assert PriceBook([_price(rates=one)]).charge(usage, GPT_4O, DAY).amount_nano == expected
