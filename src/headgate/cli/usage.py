"""``headgate usage``: what was used and what it cost."""

import csv
import datetime
import io
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from cyclopts import Parameter

from headgate.cli.amounts import plain_amount
from headgate.cli.books import BooksConfigOption, DataOption, up_to_date_books
from headgate.cli.console import say
from headgate.cli.options import EnvironmentOption
from headgate.cli.period import since_ms, until_ms
from headgate.cli.usage_error import UsageError
from headgate.cli.usage_table import usage_table
from headgate.ledger.reports import GROUPS, Period, UsageReport, UsageRow, usage_report

ByOption = Annotated[
    str,
    Parameter(name="--by", help=f"What to group by, with commas: {', '.join(GROUPS)}."),
]


def usage(
    *,
    config: BooksConfigOption = None,
    data: DataOption = None,
    environment: EnvironmentOption = None,
    by: ByOption = "use_case,model,deployment",
    since: Annotated[
        str | None, Parameter(help="From then on: a time ago (7d, 12h) or a day or time (2026-11-01), UTC.")
    ] = None,
    until: Annotated[str | None, Parameter(help="Until then; a day is included.")] = None,
    format: Annotated[Literal["table", "json", "csv"], Parameter(help="How to print it.")] = "table",  # noqa: A002
) -> None:
    """Show what was used and what it cost, from the ledger.

    What the journal holds is posted first, so that the report is complete even when nothing runs.

    JSON is {"rows": […], "total": {…}, "notes": […]}. A row has what it is grouped by (deployment as
    "backend/deployment"; null where nothing was sent), exchanges, attempts, prompt_tokens, cached_tokens,
    completion_tokens, reasoning_tokens, images, characters, seconds, estimated_tokens, estimated_attempts,
    estimated_share (of tokens, 0 to 1), ptu_attempts, unpriced_attempts, and charges by currency. Where there is one
    currency at most, charge and currency give it alone; charge is null where nothing of a row has a price. Charges
    are exact decimal numbers.
    """
    names = _names(by)
    now = datetime.datetime.now(datetime.UTC)
    period = Period(since_ms(since, now), until_ms(until, now))
    with up_to_date_books(config, environment, data) as ledger:
        report = usage_report(ledger, names, period)
    if format == "table":
        say(usage_table(report, names, _notes(report)))
    elif format == "json":
        say(_json(report))
    else:
        say(_csv(report, names).rstrip("\n"))


def _names(by: str) -> list[str]:
    names = [name.strip().replace("-", "_") for name in by.split(",") if name.strip()]
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        raise UsageError(f"--by knows no {', '.join(unknown)}; it knows {', '.join(GROUPS)}")
    return list(dict.fromkeys(names))


def _notes(report: UsageReport) -> list[str]:
    total = report.total
    notes = []
    if total.unpriced_attempts:
        notes.append(f"{total.unpriced_attempts} attempts have no price, or not for all of it; charges lack them:")
        notes += [f"  {unpriced}" for unpriced in report.unpriced]
    if total.ptu_attempts:
        notes.append(f"{total.ptu_attempts} attempts are covered by provisioned capacity: not charged by the token")
    if total.estimated_attempts:
        notes.append(f"{total.estimated_attempts} attempts are estimated: the backend never said what they used")
    if len(total.charges) > 1:
        notes.append(f"charges are in {' and '.join(total.charges)}, and not added up")
    return notes


def _json(report: UsageReport) -> str:
    rows = [_plain(row) for row in report.rows]
    document = {"rows": rows, "total": _plain(report.total), "notes": _notes(report)}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def _plain(row: UsageRow) -> dict[str, Any]:
    """Return a row as the command's help describes it."""
    charges = {currency: _number(amount) for currency, amount in row.charges.items()}
    only = next(iter(charges)) if len(charges) == 1 else None
    nothing_owed = not charges and not row.unpriced_attempts
    return {
        **row.group,
        **{name: getattr(row, name) for name in UsageRow.__struct_fields__ if name not in {"group", "charges"}},
        "estimated_share": round(row.estimated_share, 6),
        "charge": charges[only] if only else _number(Decimal(0)) if nothing_owed else None,
        "currency": only,
        "charges": charges,
    }


def _number(amount: Decimal) -> msgspec.Raw:
    """Return an exact amount as a JSON number, written without an exponent."""
    return msgspec.Raw(plain_amount(amount).encode())


def _csv(report: UsageReport, names: list[str]) -> str:
    rows = [_plain(row) for row in report.rows]
    columns = [name for name in _plain(report.total) if name != "charges"]
    text = io.StringIO()
    writer = csv.DictWriter(text, [*names, *columns], extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        charge = row["charge"]
        writer.writerow({**row, "charge": "" if charge is None else bytes(charge).decode()})
    return text.getvalue()
