"""The report for a terminal: what to do first, then what is not known, then the count of everything."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from headgate.audit.checklist import bullets
from headgate.audit.documentation import read_documentation
from headgate.audit.finding import Finding
from headgate.audit.report.comparison import Change, Comparison
from headgate.audit.report.evidence import place
from headgate.audit.report.label import label, plain
from headgate.audit.report.lines import Lines
from headgate.audit.report.report import Report
from headgate.audit.rule import Rule

_COLOURS = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan", "info": "dim"}
ROWS_MAX = 20
"""Resources that are shown of one rule; the rest is counted."""
NAMES_MAX = 5
"""Resources that are named in one row; the rest is counted."""


def as_table(report: Report) -> list[RenderableType]:
    """Return the parts of the report, in order."""
    fails = [finding for finding in report.findings if finding.outcome == "fail"]
    parts: list[RenderableType] = list(_to_do(fails)) if fails else []
    for outcome, title in (("unknown", "Not known"), ("manual", "For a person to judge"), ("waived", "Waived")):
        told = [finding for finding in report.findings if finding.outcome == outcome]
        parts += [_grouped(title, told)] if told else []
    parts += [Text(f"note: {plain(note)}") for note in report.notes]
    parts += [Text(f"could not be read: {one.path}: {one.reason}") for one in report.gathered.troubles]
    parts += [] if report.comparison is None else _changes(report.comparison)
    return [*parts, Text(_last_lines(report))]


def _to_do(fails: Sequence[Finding]) -> Iterator[RenderableType]:
    """Yield a block for each rule: what is wrong, at which resources, and how to mend it."""
    groups: dict[str, list[Finding]] = {}
    for finding in fails:
        groups.setdefault(finding.rule_id, []).append(finding)
    lines = Lines()
    yield Text("To do, the worst first", "bold")
    for group in groups.values():
        first = group[0]
        yield Text.assemble(
            (first.severity.ljust(8), _COLOURS[first.severity]), "  ", (first.rule_id, "bold"), "  ", first.rule.title
        )
        yield Padding(_rows(group, lines), (0, 0, 0, 10))
        fix = first_fix(first)
        yield from [Padding(Text(fix, "dim"), (0, 0, 0, 10))] if fix else []


def _rows(group: Sequence[Finding], lines: Lines) -> Table:
    rows = _columns("resource", "because", "where")
    rows.show_header = False
    for finding in group[:ROWS_MAX]:
        rows.add_row(label(finding), plain(finding.because), _where(finding, lines))
    if len(group) > ROWS_MAX:
        rows.add_row(f"and {len(group) - ROWS_MAX} more", "the other formats have them all", "")
    return rows


def _grouped(title: str, findings: Iterable[Finding]) -> Table:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule_id, plain(finding.because)), []).append(finding)
    table = _table(title, "severity", "rule", "resources", "because")
    for (rule, because), group in groups.items():
        names = list(dict.fromkeys(label(finding) for finding in group))
        more = f" and {len(names) - NAMES_MAX} more" if len(names) > NAMES_MAX else ""
        severity = group[0].severity
        table.add_row(Text(severity, _COLOURS[severity]), rule, ", ".join(names[:NAMES_MAX]) + more, because)
    return table


def _table(title: str, *columns: str) -> Table:
    table = _columns(*columns)
    table.title, table.title_justify, table.title_style = title, "left", "bold"
    return table


def _columns(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
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


def _where(finding: Finding, lines: Lines) -> str:
    """Return the file with the line, as editors open it; with the path where there is no such line."""
    if finding.evidence:
        quote = finding.evidence[0]
        file, path = quote.subject.source.file, place(quote)
    elif finding.subject is not None:
        file, path = finding.subject.source.file, finding.subject.path
    else:
        return ""
    line = lines.find(file, path)
    return f"{file}:{line}" if line > 1 else f"{file}: {path}".removesuffix(": ")


def _changes(comparison: Comparison) -> list[RenderableType]:
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
