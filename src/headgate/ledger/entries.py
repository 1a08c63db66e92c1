"""The rows of a batch, priced, and what about them a person should know."""

from collections.abc import Iterable

from msgspec import Struct, field

from headgate.core.records import Attempt, Closed
from headgate.ledger.plausible import check_usage
from headgate.ledger.rows import Row, attempt_row, charge_of, exchange_row
from headgate.metering.charges import PriceBook
from headgate.metering.prices import Charge


class Entries(Struct):
    """What a list of closed exchanges becomes in the tables."""

    exchanges: list[Row] = field(default_factory=list)
    attempts: list[Row] = field(default_factory=list)
    unpriced: int = 0
    alarms: list[str] = field(default_factory=list)


def enter(closed: Iterable[Closed], journal: str, prices: PriceBook) -> Entries:
    """Make the rows of closed exchanges.

    Raises ``OverflowError`` or ``ValueError`` when one of them cannot be kept by a ledger.
    """
    entries = Entries()
    for exchange in closed:
        entries.exchanges.append(exchange_row(exchange, journal))
        for number, attempt in enumerate(exchange.attempts, start=1):
            if attempt.usage is not None:
                check_usage(attempt.usage)
            charge = charge_of(attempt, exchange.at, prices)
            if charge.billing == "unpriced":
                entries.unpriced += 1
                entries.alarms.append(_unpriced(attempt, charge))
            entries.attempts.append(attempt_row(exchange.id, number, attempt, charge))
    return entries


def _unpriced(attempt: Attempt, charge: Charge) -> str:
    where = f" in {attempt.region}" if attempt.region else ""
    version = f" {attempt.version}" if attempt.version else ""
    return (
        f"{charge.gap}: {attempt.deployed_model}{version} ({attempt.kind}{where}) as "
        f"{attempt.backend}/{attempt.deployment}; its charges are gaps until a price is added"
    )
