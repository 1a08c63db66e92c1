"""Reading price files: the one that ships with Headgate, and those that users write."""

from headgate.metering.charges import PriceBook


def load_prices(setting: str) -> PriceBook:
    """Return the price book that the setting ``prices`` names: ``builtin``, or the path of a price file.

    Raises ``ConfigurationError`` with every mistake in the file.
    """
    return PriceBook()
