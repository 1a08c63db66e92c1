"""The report for programs. Its keys are a contract: they may grow, and do not change."""

from typing import Any

import msgspec

from headgate.audit.documentation import fix_text, read_documentation
from headgate.audit.finding import Finding
from headgate.audit.report.evidence import quoted
from headgate.audit.report.report import Report
from headgate.audit.rule import Rule


def as_json(report: Report) -> str:
    """Return the report as JSON."""
    return msgspec.json.format(msgspec.json.encode(as_data(report)), indent=2).decode() + "\n"


def as_data(report: Report) -> dict[str, Any]:
    """Return the report as plain data."""
    fixes: dict[str, str] = {}
    data = {
        "summary": report.summary,
        "findings": [_finding(finding, fixes) for finding in report.findings],
        "checked": {
            "at": report.at,
            "rules": report.rules,
            "sources": [{"path": one.path, "as": one.collector} for one in report.gathered.read],
        },
        "troubles": report.gathered.troubles,
        "notes": report.notes,
    }
    return data if report.comparison is None else data | {"comparison": report.comparison}


def _finding(finding: Finding, fixes: dict[str, str]) -> dict[str, Any]:
    rule = finding.rule
    if rule.id not in fixes:
        fixes[rule.id] = fix_text(read_documentation(rule)) if isinstance(rule, Rule) else ""
    return {
        "rule": rule.id,
        "bullet": finding.bullet,
        "severity": finding.severity,
        "resource": {"type": finding.subject_type, "name": finding.subject_name, "id": finding.subject_id},
        "outcome": finding.outcome,
        "because": finding.because,
        "evidence": [quoted(quote) for quote in finding.evidence],
        "fix": fixes[rule.id],
        "also": dict(rule.also) if isinstance(rule, Rule) else {},
        "title": rule.title,
    }
