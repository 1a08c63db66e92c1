"""The report that a reviewer reads and signs: one page that needs nothing else, bullet by bullet."""

import html
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from headgate import __version__
from headgate.audit.checklist import Bullet, bullets, checklist
from headgate.audit.documentation import read_documentation
from headgate.audit.finding import OUTCOMES, Finding, count_outcomes
from headgate.audit.report.evidence import place, shown
from headgate.audit.report.label import label, plain
from headgate.audit.report.plot import Bar, plot
from headgate.audit.report.report import Report
from headgate.audit.rule import Rule
from headgate.audit.verdict import Outcome, Quote

_STYLE = Path(__file__).with_name("page.css")
FIRST_MAX = 15
"""Fails in the list of what to do first; all are told below, at their bullets."""

PASSED_MAX = 100
"""Passes that are told at one bullet."""


def as_html(report: Report) -> str:
    """Return the page."""
    body = [
        *_head(report),
        "<h2>What to do first</h2>",
        _first(report),
        "<h2>Coverage</h2>",
        plot([Bar(one, count_outcomes(report.of_bullet(one))) for one in bullets()]),
    ]
    for area in checklist():
        body.append(f"<h2>{_text(area.title)}</h2>")
        body += [part for bullet in area.bullets for part in _bullet(report, bullet)]
    body += _foot(report)
    style = _STYLE.read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Readiness audit</title>\n<style>\n{style}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _head(report: Report) -> Iterable[str]:
    counts = " ".join(f"{_badge(one)} {count}" for one, count in report.summary.items())
    states = [report.state_of(one) for one in bullets()]
    told = ", ".join(f"{states.count(one)} {_words(one)}" for one in OUTCOMES if one in states)
    yield "<h1>Readiness audit</h1>"
    yield (
        f'<p class="quiet">{report.at:%d %B %Y, %H:%M} UTC · Headgate {__version__} · {report.rules} rules · '
        f"{len(report.gathered.read)} source{'s' if len(report.gathered.read) != 1 else ''}</p>"
    )
    yield f"<p>{counts}</p><p>Of {len(states)} bullets: {told}. A bullet is as good as its worst finding.</p>"
    troubles = [f"{one.path}: {one.reason}" for one in report.gathered.troubles]
    for note in [*report.notes, *troubles]:
        yield f'<p><span class="state unknown">note</span> {_text(note)}</p>'


def _first(report: Report) -> str:
    fails = [finding for finding in report.findings if finding.outcome == "fail"]
    if not fails:
        return "<p>Nothing fails. What is unknown is told at its bullet.</p>"
    rows = [
        f"<tr><td>{_text(one.severity)}</td><td>{_text(one.rule_id)}</td><td>{_text(label(one))}</td>"
        f"<td>{_text(one.rule.title)}</td></tr>"
        for one in fails[:FIRST_MAX]
    ]
    more = f"<p class='quiet'>and {len(fails) - FIRST_MAX} more</p>" if len(fails) > FIRST_MAX else ""
    heading = "<tr><th>severity</th><th>rule</th><th>resource</th><th>what is wrong</th></tr>"
    return f"<table class='first'>{heading}{''.join(rows)}</table>{more}"


def _bullet(report: Report, bullet: Bullet) -> Iterable[str]:
    told = report.of_bullet(bullet.id)
    yield f'<h3 id="{_text(bullet.id)}">{_badge(report.state_of(bullet.id))} {_text(bullet.title)}</h3>'
    if all(finding.outcome == "not_applicable" for finding in told):
        yield "<p class='quiet'>No evidence: nothing that was given shows it.</p>"
    yield from (_finding(one) for one in told if one.outcome in {"fail", "unknown", "manual", "waived"})
    passed = [one for one in told if one.outcome == "pass"]
    if passed:
        more = f"<p class='quiet'>and {len(passed) - PASSED_MAX} more</p>" if len(passed) > PASSED_MAX else ""
        shown_ones = "".join(map(_finding, passed[:PASSED_MAX]))
        yield f"<details><summary>{len(passed)} passed</summary>{shown_ones}{more}</details>"
    beside = sum(one.outcome == "not_applicable" for one in told)
    if beside:
        yield f"<p class='quiet'>{beside} did not apply.</p>"
    yield "<p class='sign'>Reviewed by<span></span> on<span></span> decision<span></span></p>"


def _finding(finding: Finding) -> str:
    rule = finding.rule
    severity = finding.severity if isinstance(rule, Rule) else ""
    head = (
        f"<p>{_badge(finding.outcome)} <strong>{_text(finding.rule_id)}</strong> {severity} "
        f"· {_text(rule.title)}</p><p><code>{_text(label(finding))}</code>: {_text(plain(finding.because))}</p>"
    )
    evidence = _evidence(finding.evidence)
    fix = _fix(rule) if isinstance(rule, Rule) and finding.outcome in {"fail", "waived"} else ""
    both = f'<div class="two"><div>{evidence}</div><div>{fix}</div></div>' if evidence and fix else evidence + fix
    return f'<div class="finding is-{finding.outcome}">{head}{both}</div>'


def _evidence(quotes: Sequence[Quote]) -> str:
    if not quotes:
        return ""
    lines = [
        f"{_text(one.subject.source.file)}\n  {_text(place(one))} = "
        f"{_text(json.dumps(shown(one.value, one.path), ensure_ascii=False, default=str))}\n"
        f"  read {one.subject.source.read_at:%Y-%m-%d %H:%M} UTC"
        for one in quotes
    ]
    return "<h4>Evidence</h4><pre>" + "\n".join(lines) + "</pre>"


def _fix(rule: Rule) -> str:
    told = read_documentation(rule)
    fixes = "".join(f"<h4>Fix ({_text(tool)})</h4><pre>{_text(text)}</pre>" for tool, text in told.fixes.items())
    return f"{fixes}<p class='quiet'>{_text(told.why)}</p>"


def _foot(report: Report) -> Iterable[str]:
    yield "<h2>Sources</h2><table><tr><th>file</th><th>read as</th></tr>"
    yield "".join(f"<tr><td>{_text(one.path)}</td><td>{_text(one.collector)}</td></tr>" for one in report.gathered.read)
    yield "</table><h2>Signed</h2>"
    for role in ("Reviewer", "Owner of the set-up"):
        yield f"<p class='sign'>{role}<span></span> date<span></span> signature<span></span></p>"


def _badge(outcome: Outcome | str) -> str:
    return f'<span class="state {outcome}">{_words(outcome)}</span>'


def _words(outcome: str) -> str:
    return outcome.replace("_", " ")


def _text(text: str) -> str:
    return html.escape(text)
