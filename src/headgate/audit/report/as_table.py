"""The report for a terminal: what to do first, then what is not known, then the count of everything."""

from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from headgate.audit.checklist import bullets
from headgate.audit.documentation import read_documentation
from headgate.audit.finding import Finding
from headgate.audit.report.comparison import Change, Comparison
from headgate.audit.report.evidence import place
from headgate.audit.report.report import Report
from headgate.audit.rule import Rule

_COLOURS = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan", "info": "dim"}
NAMES_MAX = 5
"""Resources that are named in one row; the rest is counted."""


def as_table(report: Report) -> list[Table | Text]:
    """Return the parts of the report, in order."""
    fails = [finding for finding in report.findings if finding.outcome == "fail"]
    parts: list[Table | Text] = [_to_do(fails)] if fails else []
    for outcome, title in (("unknown", "Not known"), ("manual", "For a person to judge"), ("waived", "Waived")):
        told = [finding for finding in report.findings if finding.outcome == outcome]
        parts += [_grouped(title, told)] if told else []
    parts += [Text(f"note: {note}") for note in report.notes]
    parts += [Text(f"could not be read: {one.path}: {one.reason}") for one in report.gathered.troubles]
    parts += [] if report.comparison is None else _changes(report.comparison)
    return [*parts, Text(_last_lines(report))]


def _to_do(fails: Sequence[Finding]) -> Table:
    table = _table("To do, the worst first", "severity", "rule", "resource", "because", "fix", "where")
    for finding in fails:
        table.add_row(
            Text(finding.severity, _COLOURS[finding.severity]),
            finding.rule_id,
            finding.subject_name,
            finding.because,
            first_fix(finding),
            _where(finding),
        )
    return table


def _grouped(title: str, findings: Iterable[Finding]) -> Table:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule_id, finding.because), []).append(finding)
    table = _table(title, "severity", "rule", "resources", "because")
    for (rule, because), group in groups.items():
        names = list(dict.fromkeys(finding.subject_name for finding in group))
        more = f" and {len(names) - NAMES_MAX} more" if len(names) > NAMES_MAX else ""
        severity = group[0].severity
        table.add_row(Text(severity, _COLOURS[severity]), rule, ", ".join(names[:NAMES_MAX]) + more, because)
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in {"severity", "rule"})
    return table


def first_fix(finding: Finding) -> str:
    """Return the first line of the first way to mend it."""
    if not isinstance(finding.rule, Rule):
        return ""
    for tool, text in read_documentation(finding.rule).fixes.items():
        first, _, rest = text.partition("\n")
        return f"{tool}: {first}{' …' if rest else ''}"
    return ""


def _where(finding: Finding) -> str:
    if finding.evidence:
        quote = finding.evidence[0]
        return f"{quote.subject.source.file}: {place(quote)}"
    if finding.subject is None:
        return ""
    return f"{finding.subject.source.file}: {finding.subject.path}".removesuffix(": ")


def _changes(comparison: Comparison) -> list[Table | Text]:
    if not (comparison.worse or comparison.better or comparison.other):
        return [Text(f"Nothing changed since {comparison.earlier}.")]
    table = _table(f"Since {comparison.earlier}", "", "rule", "resource", "was", "now")
    for word, changes in (("worse", comparison.worse), ("better", comparison.better), ("", comparison.other)):
        for change in changes:
            _add_change(table, word, change)
    return [table]


def _add_change(table: Table, word: str, change: Change) -> None:
    table.add_row(word, change.rule, change.resource, change.was, change.now)


def _last_lines(report: Report) -> str:
    counts = ", ".join(f"{count} {outcome.replace('_', ' ')}" for outcome, count in report.summary.items())
    states = [report.state_of(bullet) for bullet in bullets()]
    kinds = ", ".join(f"{states.count(one)} {one}" for one in ("pass", "fail", "unknown", "manual", "waived"))
    more = "\n`headgate check explain RULE` says why a rule is there and how to mend what it found."
    return f"Findings: {counts}.\nOf {len(states)} bullets of the checklist: {kinds}.{more}"
