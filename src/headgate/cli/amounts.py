"""Amounts of money as people and programs read them."""

from decimal import ROUND_HALF_EVEN, Decimal


def plain_amount(amount: Decimal) -> str:
    """Write an exact amount without an exponent and without needless zeros: ``0.00418``."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_amount(amount: Decimal) -> str:
    """Write an amount for a table: at least two decimals, four digits of small amounts."""
    if amount == 0:
        return "0.00"
    places = 2 if abs(amount) >= 100 else max(2, 3 - amount.adjusted())
    return f"{amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN):,f}"
