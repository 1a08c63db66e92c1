"""Everything the ledger knows of one exchange."""

from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, select

from headgate.core.records import Opened, Resent, Skipped
from headgate.ledger.schema import attempts, exchanges, open_exchanges
from headgate.ledger.store import Ledger
from headgate.metering.prices import NANO_PER_UNIT


class AttemptHistory(Struct, omit_defaults=True):
    """One sending to one deployment: where, why, what came of it, what it used and cost."""

    number: int
    deployment: str
    """``backend/deployment``."""
    deployed_model: str
    version: str
    kind: str
    region: str
    outcome: str
    status: int
    started_ms: float
    """After the exchange's start."""
    duration_ms: float
    first_byte_ms: float | None
    why: str
    skipped: list[Skipped]
    error: str
    request_id: str
    """The backend's own id."""
    served_model: str
    service_tier: str
    usage: dict[str, float]
    """What was used, by the names of ``core.usage.Usage``; only what is not 0."""
    estimated: bool
    billing: str
    charge: Decimal | None
    currency: str | None
    price: str | None
    gap: str


class ExchangeHistory(Struct):
    """One exchange from its arrival to its end."""

    id: str
    at: float
    """Unix seconds."""
    use_case: str
    caller: str
    model: str
    api: str
    stream: bool
    status: int
    outcome: str
    """As in ``core.records.Closed``; ``open`` while its end has not been read."""
    code: str
    duration_ms: float | None
    first_byte_ms: float | None
    bytes_in: int
    bytes_out: int
    client_request_id: str
    traceparent: str
    journal: str
    """Of which worker's life: ``gate-0-<boot>``."""
    attempts: list[AttemptHistory]


_USED = (
    "prompt_tokens",
    "cached_tokens",
    "cache_write_tokens",
    "completion_tokens",
    "reasoning_tokens",
    "audio_prompt_tokens",
    "audio_completion_tokens",
    "image_prompt_tokens",
    "image_completion_tokens",
    "images",
    "seconds",
    "characters",
    "searches",
    "image_tool_prompt_tokens",
    "image_tool_completion_tokens",
)


def exchange_history(ledger: Ledger, exchange_id: str) -> ExchangeHistory | None:
    """Return what is known of an exchange, or None if the ledger does not know it."""
    with ledger.reading() as connection:
        row = connection.execute(select(exchanges).where(exchanges.c.id == exchange_id)).one_or_none()
        if row is None:
            return _still_open(connection, exchange_id)
        tried = select(attempts).where(attempts.c.exchange_id == exchange_id).order_by(attempts.c.number)
        return _closed(row, [_attempt(attempt) for attempt in connection.execute(tried)])


def _closed(row: Row[Any], tried: list[AttemptHistory]) -> ExchangeHistory:
    kept = {name: getattr(row, name) for name in ExchangeHistory.__struct_fields__ if hasattr(row, name)}
    return ExchangeHistory(**{**kept, "stream": bool(row.stream)}, at=row.at_ms / 1000, attempts=tried)


def _attempt(row: Row[Any]) -> AttemptHistory:
    kept = {name: getattr(row, name) for name in AttemptHistory.__struct_fields__ if hasattr(row, name)}
    kept["deployment"] = f"{row.backend}/{row.deployment}"
    kept["skipped"] = msgspec.json.decode(row.skipped, type=list[Skipped])
    kept["estimated"] = bool(row.estimated)
    return AttemptHistory(
        **kept,
        usage={name: getattr(row, name) for name in _USED if getattr(row, name)},
        charge=None if row.charge_nano is None else Decimal(row.charge_nano) / NANO_PER_UNIT,
    )


def _still_open(connection: Connection, exchange_id: str) -> ExchangeHistory | None:
    statement = select(open_exchanges).where(open_exchanges.c.exchange_id == exchange_id)
    rows = connection.execute(statement.order_by(open_exchanges.c.number)).all()
    sendings = [msgspec.json.decode(row.line, type=Opened | Resent) for row in rows]
    if not sendings or not isinstance(opened := sendings[0], Opened):
        return None
    return ExchangeHistory(
        id=opened.id,
        at=opened.at,
        use_case=opened.use_case,
        caller=opened.caller,
        model=opened.model,
        api=opened.api,
        stream=opened.stream,
        status=0,
        outcome="open",
        code="",
        duration_ms=None,
        first_byte_ms=None,
        bytes_in=0,
        bytes_out=0,
        client_request_id="",
        traceparent="",
        journal=rows[0].journal,
        attempts=[_sent(number, sending, opened) for number, sending in enumerate(sendings, start=1)],
    )


def _sent(number: int, sending: Opened | Resent, opened: Opened) -> AttemptHistory:
    return AttemptHistory(
        number=number,
        deployment=f"{sending.backend}/{sending.deployment}",
        deployed_model=sending.deployed_model,
        version=sending.version,
        kind=sending.kind,
        region=sending.region,
        outcome="open",
        status=0,
        started_ms=max((sending.at - opened.at) * 1000, 0.0),
        duration_ms=0.0,
        first_byte_ms=None,
        why="",
        skipped=[],
        error="",
        request_id="",
        served_model="",
        service_tier="",
        usage={},
        estimated=False,
        billing="unbilled",
        charge=None,
        currency=None,
        price=None,
        gap="",
    )
