"""The report as SARIF 2.1.0, for code scanning.

What passes or does not apply is left out: consumers show every result as an alert, whatever its kind.
"""

from typing import Any

import msgspec

from headgate import __version__
from headgate.audit.documentation import fix_text, read_documentation
from headgate.audit.finding import Finding
from headgate.audit.graph.subject import Subject
from headgate.audit.report.evidence import place
from headgate.audit.report.lines import Lines
from headgate.audit.report.report import Report
from headgate.audit.rule import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "note"}
_SCORES = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0", "info": "1.0"}
"""What code scanning sorts by: ``security-severity``."""
_KINDS = {"fail": "fail", "waived": "fail", "unknown": "open", "manual": "review"}


def as_sarif(report: Report) -> str:
    """Return the report as SARIF."""
    told = [finding for finding in report.findings if finding.outcome in _KINDS]
    rules = {finding.rule_id: finding.rule for finding in told}
    order = {identifier: number for number, identifier in enumerate(rules)}
    driver = {
        "name": "headgate check",
        "semanticVersion": __version__,
        "rules": [_rule(finding) for finding in {finding.rule_id: finding for finding in told}.values()],
    }
    notices = [*(f"{one.path}: {one.reason}" for one in report.gathered.troubles), *report.notes]
    lines = Lines()
    run = {
        "tool": {"driver": driver},
        "invocations": [
            {
                "executionSuccessful": True,
                "endTimeUtc": report.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "toolExecutionNotifications": [{"level": "warning", "message": {"text": text}} for text in notices],
            }
        ],
        "results": [_result(finding, order[finding.rule_id], lines) for finding in told],
    }
    sarif = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(sarif), indent=2).decode() + "\n"


def _rule(finding: Finding) -> dict[str, Any]:
    rule = finding.rule
    if not isinstance(rule, Rule):
        return {"id": rule.id, "shortDescription": {"text": rule.title}}
    told = read_documentation(rule)
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("_")),
        "shortDescription": {"text": told.title},
        "fullDescription": {"text": told.why},
        "helpUri": rule.references[0],
        "help": {"text": fix_text(told)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"security-severity": _SCORES[rule.severity], "tags": [rule.bullet], "also": dict(rule.also)},
    }


def _result(finding: Finding, index: int, lines: Lines) -> dict[str, Any]:
    kind = _KINDS[finding.outcome]
    result: dict[str, Any] = {
        "ruleId": finding.rule_id,
        "ruleIndex": index,
        "kind": kind,
        "level": _LEVELS[finding.severity] if kind == "fail" else "none",
        "message": {"text": f"{finding.subject_name}: {finding.because}"},
        "locations": _locations(finding, lines),
        "partialFingerprints": {"ruleAndResource/v1": f"{finding.rule_id}:{finding.subject_id}"},
    }
    if finding.outcome == "waived":
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.because}]
    return result


def _locations(finding: Finding, lines: Lines) -> list[dict[str, Any]]:
    if finding.evidence:
        return [_location(quote.subject, place(quote), lines) for quote in finding.evidence[:10]]
    return [] if finding.subject is None else [_location(finding.subject, finding.subject.path, lines)]


def _location(subject: Subject, path: str, lines: Lines) -> dict[str, Any]:
    uri = subject.source.file.replace("\\", "/").replace(" ", "%20")
    line = lines.find(subject.source.file, path)
    return {
        "physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": line}},
        "logicalLocations": [{"fullyQualifiedName": f"{subject.id}#{path}", "kind": "resource"}],
    }
