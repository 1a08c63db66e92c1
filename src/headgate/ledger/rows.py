"""From a closed exchange to the rows of the ledger, priced on its day.

Rows are plain tuples in the order of the columns in ``schema``: the poster writes tens of thousands in a second.
"""

import datetime
from functools import lru_cache
from typing import Any

import msgspec

from headgate.core.records import Attempt, Closed
from headgate.core.usage import Usage
from headgate.metering.charges import PriceBook
from headgate.metering.prices import Charge, Product

Row = tuple[Any, ...]

NOTHING = Usage()

SECONDS_PER_DAY = 86_400


def exchange_row(closed: Closed, journal: str) -> Row:
    """Return the row of ``exchanges``. Raises ``ValueError`` or ``OverflowError`` for a time outside the calendar."""
    return (
        closed.id,
        int(closed.at * 1000),
        day_of(closed.at).isoformat(),
        closed.duration_ms,
        closed.first_byte_ms,
        closed.use_case,
        closed.caller,
        closed.model,
        closed.api,
        closed.stream,
        closed.status,
        closed.outcome,
        closed.code,
        closed.bytes_in,
        closed.bytes_out,
        closed.client_request_id,
        closed.traceparent,
        journal,
    )


def attempt_row(exchange_id: str, number: int, attempt: Attempt, charge: Charge) -> Row:
    """Return the row of ``attempts``."""
    usage = attempt.usage or NOTHING
    return (
        exchange_id,
        number,
        attempt.backend,
        attempt.deployment,
        attempt.deployed_model,
        attempt.version,
        attempt.kind,
        attempt.region,
        attempt.outcome,
        attempt.status,
        attempt.started_ms,
        attempt.duration_ms,
        attempt.first_byte_ms,
        attempt.why,
        msgspec.json.encode(attempt.skipped).decode() if attempt.skipped else "[]",
        attempt.request_id,
        attempt.served_model,
        attempt.service_tier,
        attempt.error,
        usage.prompt_tokens,
        usage.cached_tokens,
        usage.cache_write_tokens,
        usage.completion_tokens,
        usage.reasoning_tokens,
        usage.audio_prompt_tokens,
        usage.audio_completion_tokens,
        usage.image_prompt_tokens,
        usage.image_completion_tokens,
        usage.images,
        usage.seconds,
        usage.characters,
        usage.searches,
        usage.image_tool_prompt_tokens,
        usage.image_tool_completion_tokens,
        usage.estimated,
        charge.billing,
        charge.amount_nano,
        charge.currency,
        charge.price,
        charge.gap,
    )


def charge_of(attempt: Attempt, at: float, prices: PriceBook) -> Charge:
    """Return what an attempt cost at ``at`` (Unix seconds)."""
    product = Product(
        attempt.deployed_model,
        attempt.version or _served_version(attempt),
        attempt.kind,
        attempt.region,
        attempt.service_tier,
    )
    return prices.charge(attempt.usage, product, day_of(at))


def _served_version(attempt: Attempt) -> str:
    """Return the version the answer names (``gpt-4o-2024-11-20``), for a deployment configured without one."""
    prefix = f"{attempt.deployed_model}-"
    return attempt.served_model.removeprefix(prefix) if attempt.served_model.startswith(prefix) else ""


def day_of(at: float) -> datetime.date:
    """Return the UTC day of a Unix time in seconds."""
    return _day(int(at // SECONDS_PER_DAY))


@lru_cache(maxsize=64)
def _day(number: int) -> datetime.date:
    return datetime.date.fromordinal(datetime.date(1970, 1, 1).toordinal() + number)
