"""The matrix of bullets, rules and the tools that check the same."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from headgate.audit.checklist import bullets
from headgate.audit.rule import Rule

TOOLS = ("psrule", "azure-policy", "checkov", "azqr", "aprl", "review-checklists", "trivy", "prowler")


def coverage_table(rules: Sequence[Rule]) -> Table:
    """Return a row per bullet: its rules, and how many of them each other tool has as well."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("bullet", "rules", *TOOLS, "otherwise"):
        table.add_column(column, overflow="fold", no_wrap=column == "bullet")
    for bullet in bullets().values():
        serving = [rule for rule in rules if rule.bullet == bullet.id]
        counts = [str(sum(tool in rule.also for rule in serving) or "·") for tool in TOOLS]
        table.add_row(
            bullet.id, " ".join(rule.id for rule in serving) or "·", *counts, "a person" if bullet.manual else ""
        )
    return table


def coverage_data(rules: Sequence[Rule]) -> dict[str, Any]:
    """Return the matrix for programs, with the ids of the other tools."""
    return {
        "bullets": [
            {
                "id": bullet.id,
                "title": bullet.title,
                "manual": bullet.manual or None,
                "rules": [
                    {"id": rule.id, "title": rule.title, "severity": rule.severity, "also": dict(rule.also)}
                    for rule in rules
                    if rule.bullet == bullet.id
                ],
            }
            for bullet in bullets().values()
        ]
    }
