from decimal import Decimal

import pytest

from headgate.cli.amounts import plain_amount, shown_amount


@pytest.mark.parametrize(
    "amount, text",
    [("0", "0"), ("5E-9", "0.000000005"), ("0.004180000", "0.00418"), ("1200", "1200"), ("1E+3", "1000"), ("2.0", "2")],
)
def test_an_exact_amount_is_written_plainly(amount: str, text: str) -> None:
    assert plain_amount(Decimal(amount)) == text


@pytest.mark.parametrize(
    "amount, text",
    [
        ("0", "0.00"),
        ("0.000000005", "0.000000005000"),
        ("0.0041849", "0.004185"),
        ("0.5", "0.5000"),
        ("2.2279412", "2.228"),
        ("12.5", "12.50"),
        ("1234567.891", "1,234,567.89"),
    ],
)
def test_a_table_shows_four_digits_of_small_amounts(amount: str, text: str) -> None:
    assert shown_amount(Decimal(amount)) == text
