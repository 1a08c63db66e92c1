"""What was used and what it cost, grouped as asked.

An exchange with several attempts counts once in ``exchanges``; where rows tell attempts apart (by deployment, backend,
…), it counts in each row that has an attempt of it, so those rows may add up to more than the total.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct, field
from sqlalchemy import ColumnElement, Connection, Select, case, distinct, func, select
from sqlalchemy.sql.elements import Label

from headgate.ledger.schema import attempts, exchanges
from headgate.ledger.store import Ledger
from headgate.metering.prices import NANO_PER_UNIT

_EXCHANGE_GROUPS: dict[str, ColumnElement[Any]] = {
    "use_case": exchanges.c.use_case,
    "caller": exchanges.c.caller,
    "model": exchanges.c.model,
    "api": exchanges.c.api,
    "outcome": exchanges.c.outcome,
    "status": exchanges.c.status,
    "day": exchanges.c.day,
    "month": func.substr(exchanges.c.day, 1, 7),
}
_ATTEMPT_GROUPS: dict[str, ColumnElement[Any]] = {
    "backend": attempts.c.backend,
    "deployment": attempts.c.backend + "/" + attempts.c.deployment,
    "deployed_model": attempts.c.deployed_model,
    "version": attempts.c.version,
    "kind": attempts.c.kind,
    "region": attempts.c.region,
    "service_tier": attempts.c.service_tier,
    "billing": attempts.c.billing,
}

GROUPS: dict[str, ColumnElement[Any]] = {**_EXCHANGE_GROUPS, **_ATTEMPT_GROUPS}
"""What a report can be grouped by; those of attempts are None for exchanges that were never sent."""

_SUMMED = ("prompt_tokens", "cached_tokens", "completion_tokens", "reasoning_tokens", "images", "characters", "seconds")


class UsageRow(Struct):
    """One line of a report."""

    group: dict[str, str | int | None]
    """By the names in ``GROUPS``, in the order asked for; empty in the total."""
    exchanges: int = 0
    attempts: int = 0
    """Sendings to a deployment; 0 for exchanges refused before any."""
    prompt_tokens: int = 0
    cached_tokens: int = 0
    """Inside ``prompt_tokens``."""
    completion_tokens: int = 0
    reasoning_tokens: int = 0
    """Inside ``completion_tokens``."""
    images: int = 0
    characters: int = 0
    seconds: float = 0.0
    estimated_tokens: int = 0
    """Prompt and completion tokens that no backend confirmed."""
    estimated_attempts: int = 0
    ptu_attempts: int = 0
    """Attempts covered by provisioned capacity: used, not charged by the token."""
    unpriced_attempts: int = 0
    """Attempts some of whose usage has no price: a gap in ``charges``."""
    charges: dict[str, Decimal] = field(default_factory=dict)
    """By currency; exact."""

    @property
    def estimated_share(self) -> float:
        """The part of all tokens that is estimated, from 0 to 1."""
        tokens = self.prompt_tokens + self.completion_tokens
        return self.estimated_tokens / tokens if tokens else 0.0


_ADDED = tuple(name for name in UsageRow.__struct_fields__ if name not in {"group", "charges"})


class UsageReport(Struct):
    """A report: its rows in the order of their groups, the whole, and what a reader should know."""

    rows: list[UsageRow]
    total: UsageRow
    unpriced: list[str]
    """What has no price: ``gpt-9 2027-01-01 (global-standard)``, with the reason."""


class Period(Struct, frozen=True):
    """From when to when; None is open."""

    since_ms: int | None = None
    """Unix milliseconds, included."""
    until_ms: int | None = None
    """Likewise, not included."""


def usage_report(ledger: Ledger, by: Sequence[str], period: Period) -> UsageReport:
    """Add up what is in the ledger, grouped by names of ``GROUPS``; exchanges count by when they arrived.

    Reads the period's exchanges and their attempts once; twice where rows tell attempts apart.
    """
    with ledger.reading() as connection:
        rows = _rows(connection, by, period)
        total = _total(rows)
        if any(name in _ATTEMPT_GROUPS for name in by):
            _count_apart(connection, by, period, rows)
            total.exchanges = _count_exchanges(connection, period)
        unpriced = _unpriced(connection, period) if total.unpriced_attempts else []
        return UsageReport([rows[group] for group in sorted(rows, key=_order)] if by else [total], total, unpriced)


_Rows = dict[tuple[str | int | None, ...], UsageRow]


def _rows(connection: Connection, by: Sequence[str], period: Period) -> _Rows:
    groups = [GROUPS[name].label(name) for name in by]
    statement = _over(select(*groups, attempts.c.currency, *_sums()), period).group_by(*groups, attempts.c.currency)
    rows: _Rows = {}
    for values in connection.execute(statement):
        group = tuple(values[: len(by)])
        row = rows.setdefault(group, UsageRow(dict(zip(by, group, strict=True))))
        for name in _ADDED:
            setattr(row, name, getattr(row, name) + getattr(values, name))
        if values.currency is not None:
            row.charges[values.currency] = Decimal(values.nano) / NANO_PER_UNIT
    return rows


def _total(rows: _Rows) -> UsageRow:
    total = UsageRow({})
    for row in rows.values():
        for name in _ADDED:
            setattr(total, name, getattr(total, name) + getattr(row, name))
        for currency, amount in row.charges.items():
            total.charges[currency] = total.charges.get(currency, Decimal(0)) + amount
    return total


def _order(group: tuple[str | int | None, ...]) -> list[tuple[bool, str | int]]:
    return [(value is not None, "" if value is None else value) for value in group]


def _count_apart(connection: Connection, by: Sequence[str], period: Period, rows: _Rows) -> None:
    """Count an exchange once in each row that has an attempt of it, however many it has."""
    groups = [GROUPS[name].label(name) for name in by]
    statement = _over(select(*groups, func.count(distinct(exchanges.c.id)).label("exchanges")), period)
    for values in connection.execute(statement.group_by(*groups)):
        rows[tuple(values[: len(by)])].exchanges = values.exchanges


def _count_exchanges(connection: Connection, period: Period) -> int:
    statement = select(func.count()).select_from(exchanges).where(*_within(period))
    return int(connection.execute(statement).scalar_one())


def _over(statement: Select[Any], period: Period) -> Select[Any]:
    joined = exchanges.outerjoin(attempts, attempts.c.exchange_id == exchanges.c.id)
    return statement.select_from(joined).where(*_within(period))


def _within(period: Period) -> list[ColumnElement[bool]]:
    conditions = []
    if period.since_ms is not None:
        conditions.append(exchanges.c.at_ms >= period.since_ms)
    if period.until_ms is not None:
        conditions.append(exchanges.c.at_ms < period.until_ms)
    return conditions


def _sums() -> list[Label[Any]]:
    first = case((func.coalesce(attempts.c.number, 1) == 1, 1), else_=0)
    tokens = attempts.c.prompt_tokens + attempts.c.completion_tokens
    return [
        func.sum(first).label("exchanges"),
        func.count(attempts.c.number).label("attempts"),
        *(func.coalesce(func.sum(attempts.c[name]), 0).label(name) for name in _SUMMED),
        func.coalesce(func.sum(case((attempts.c.estimated == 1, tokens), else_=0)), 0).label("estimated_tokens"),
        _count(attempts.c.estimated == 1).label("estimated_attempts"),
        _count(attempts.c.billing == "ptu").label("ptu_attempts"),
        _count(attempts.c.billing == "unpriced").label("unpriced_attempts"),
        func.coalesce(func.sum(attempts.c.charge_nano), 0).label("nano"),
    ]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _unpriced(connection: Connection, period: Period) -> list[str]:
    columns = (attempts.c.deployed_model, attempts.c.version, attempts.c.kind, attempts.c.region, attempts.c.gap)
    statement = _over(select(*columns), period).where(attempts.c.billing == "unpriced").distinct().order_by(*columns)
    return [
        f"{' '.join(filter(None, (row.deployed_model, row.version)))} "
        f"({', '.join(filter(None, (row.kind, row.region)))}): {row.gap}"
        for row in connection.execute(statement)
    ]
