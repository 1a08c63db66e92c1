"""The table of ``headgate usage``."""

from collections.abc import Sequence

from rich import box
from rich.table import Table

from headgate.cli.amounts import shown_amount
from headgate.cli.tables import as_text
from headgate.ledger.reports import UsageReport, UsageRow

_COLUMNS = (
    "exchanges",
    "attempts",
    "prompt",
    "cached",
    "completion",
    "reasoning",
    "estimated",
    "unpriced",
    "charge",
)

NOTHING = "-"
"""Stands for what a group lacks: the deployment of an exchange that was never sent."""


def usage_table(report: UsageReport, names: Sequence[str], notes: Sequence[str]) -> str:
    """Render a report with its sum and notes; a gap in the charges is marked and never shown as 0."""
    table = Table(box=box.SIMPLE_HEAD, show_footer=bool(names), pad_edge=False)
    total = _cells(report.total)
    for number, name in enumerate(names):
        table.add_column(name.replace("_", " "), footer="total" if number == 0 else "", overflow="fold")
    for name, cell in zip(_COLUMNS, total, strict=True):
        table.add_column(name, justify="right", footer=cell, no_wrap=True)
    for row in report.rows:
        group = [NOTHING if value in (None, "") else str(value) for value in row.group.values()]
        table.add_row(*group, *_cells(row))
    return as_text(table, *notes)


def _cells(row: UsageRow) -> list[str]:
    return [
        f"{row.exchanges:,}",
        f"{row.attempts:,}",
        f"{row.prompt_tokens:,}",
        f"{row.cached_tokens:,}",
        f"{row.completion_tokens:,}",
        f"{row.reasoning_tokens:,}",
        f"{row.estimated_share:.1%}" if row.estimated_attempts else "",
        f"{row.unpriced_attempts:,}" if row.unpriced_attempts else "",
        _charge(row),
    ]


def _charge(row: UsageRow) -> str:
    parts = [f"{shown_amount(amount)} {currency}" for currency, amount in row.charges.items()]
    if row.unpriced_attempts:
        parts.append("gap")
    elif row.ptu_attempts:
        parts.append("PTU")
    return " + ".join(parts) or NOTHING
