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

_SUMMED = ("prompt_tokens", "cached_tokens", "completion_tokens", "reasoning_tokens", "images", "characters")


class UsageRow(Struct):
    """One line of a report."""

    group: dict[str, str | int | None]
    """By the names in ``GROUPS``, in the order asked for; empty in the total."""
    exchanges: int
    attempts: int
    """Sendings to a deployment; 0 for exchanges refused before any."""
    prompt_tokens: int
    cached_tokens: int
    """Inside ``prompt_tokens``."""
    completion_tokens: int
    reasoning_tokens: int
    """Inside ``completion_tokens``."""
    images: int
    characters: int
    seconds: float
    estimated_tokens: int
    """Prompt and completion tokens that no backend confirmed."""
    estimated_attempts: int
    ptu_attempts: int
    """Attempts covered by provisioned capacity: used, not charged by the token."""
    unpriced_attempts: int
    """Attempts some of whose usage has no price: a gap in ``charges``."""
    charges: dict[str, Decimal] = field(default_factory=dict)
    """By currency; exact."""

    @property
    def estimated_share(self) -> float:
        """The part of all tokens that is estimated, from 0 to 1."""
        tokens = self.prompt_tokens + self.completion_tokens
        return self.estimated_tokens / tokens if tokens else 0.0


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
    """Add up what is in the ledger, grouped by names of ``GROUPS``; exchanges count by when they arrived."""
    with ledger.reading() as connection:
        rows = _rows(connection, by, period)
        total = _rows(connection, (), period)[0]
        return UsageReport(rows if by else [total], total, _unpriced(connection, period))


def _rows(connection: Connection, by: Sequence[str], period: Period) -> list[UsageRow]:
    groups = [GROUPS[name].label(name) for name in by]
    statement = _over(select(*groups, *_sums(by)), period).group_by(*groups).order_by(*groups)
    rows = [_row(by, values._mapping) for values in connection.execute(statement)]  # noqa: SLF001 - its public name
    by_group = {tuple(row.group.values()): row for row in rows}
    charged = select(*groups, attempts.c.currency, func.sum(attempts.c.charge_nano).label("nano"))
    for values in connection.execute(
        _over(charged, period)
        .where(attempts.c.currency.is_not(None))
        .group_by(*groups, attempts.c.currency)
        .order_by(attempts.c.currency)
    ):
        row = by_group[tuple(values[: len(by)])]
        row.charges[values.currency] = Decimal(values.nano or 0) / NANO_PER_UNIT
    return rows


def _over(statement: Select[Any], period: Period) -> Select[Any]:
    joined = exchanges.outerjoin(attempts, attempts.c.exchange_id == exchanges.c.id)
    conditions = []
    if period.since_ms is not None:
        conditions.append(exchanges.c.at_ms >= period.since_ms)
    if period.until_ms is not None:
        conditions.append(exchanges.c.at_ms < period.until_ms)
    return statement.select_from(joined).where(*conditions)


def _sums(by: Sequence[str]) -> list[Label[Any]]:
    first = case((func.coalesce(attempts.c.number, 1) == 1, 1), else_=0)
    # Counting first attempts is cheaper than counting distinct ids, and the same where rows do not part attempts.
    apart = any(name in _ATTEMPT_GROUPS for name in by)
    tokens = attempts.c.prompt_tokens + attempts.c.completion_tokens
    return [
        (func.count(distinct(exchanges.c.id)) if apart else func.coalesce(func.sum(first), 0)).label("exchanges"),
        func.count(attempts.c.number).label("attempts"),
        *(func.coalesce(func.sum(attempts.c[name]), 0).label(name) for name in _SUMMED),
        func.coalesce(func.sum(attempts.c.seconds), 0.0).label("seconds"),
        func.coalesce(func.sum(case((attempts.c.estimated == 1, tokens), else_=0)), 0).label("estimated_tokens"),
        _count(attempts.c.estimated == 1).label("estimated_attempts"),
        _count(attempts.c.billing == "ptu").label("ptu_attempts"),
        _count(attempts.c.billing == "unpriced").label("unpriced_attempts"),
    ]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _row(by: Sequence[str], values: Any) -> UsageRow:  # noqa: ANN401 - a row's columns are known by the statement alone
    sums = {name: values[name] for name in UsageRow.__struct_fields__ if name not in {"group", "charges"}}
    return UsageRow({name: values[name] for name in by}, **sums)


def _unpriced(connection: Connection, period: Period) -> list[str]:
    columns = (attempts.c.deployed_model, attempts.c.version, attempts.c.kind, attempts.c.region, attempts.c.gap)
    statement = _over(select(*columns), period).where(attempts.c.billing == "unpriced").distinct().order_by(*columns)
    return [
        f"{' '.join(filter(None, (row.deployed_model, row.version)))} "
        f"({', '.join(filter(None, (row.kind, row.region)))}): {row.gap}"
        for row in connection.execute(statement)
    ]
