import datetime

import pytest

from headgate.metering.prices import Price, Rates, Tier, to_nano


@pytest.mark.parametrize(
    "femto, nano",
    [
        (0, 0),
        (499_999, 0),
        (500_000, 0),
        (500_001, 1),
        (1_500_000, 2),
        (2_500_000, 2),
        (2_500_001, 3),
        (10**21, 10**15),
    ],
)
def test_amounts_are_rounded_once_half_to_even(femto: int, nano: int) -> None:
    assert to_nano(femto) == nano


def test_a_charge_can_name_its_price() -> None:
    price = Price("gpt-4o", datetime.date(2024, 8, 6), {"default": Tier(Rates(input=1))}, "a test", origin="ours.yaml")

    assert price.reference == "ours.yaml:gpt-4o@2024-08-06"
