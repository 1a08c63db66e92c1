"""The report as JUnit XML, for the test tabs of pipelines: a suite per bullet, a case per finding.

What is unknown, waived or for a person is *skipped* with its reason, so that it is seen.
"""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from headgate.audit.checklist import bullets
from headgate.audit.documentation import fix_text, read_documentation
from headgate.audit.finding import Finding
from headgate.audit.report.evidence import place, shown
from headgate.audit.report.report import Report
from headgate.audit.rule import Rule

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(report: Report) -> str:
    """Return the report as JUnit XML."""
    root = Element("testsuites", name="headgate check", timestamp=report.at.strftime("%Y-%m-%dT%H:%M:%S"))
    for bullet in bullets().values():
        told = [finding for finding in report.of_bullet(bullet.id) if finding.outcome != "not_applicable"]
        if told:
            _suite(root, f"{bullet.id}: {bullet.title}", told)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def _suite(root: Element, name: str, findings: list[Finding]) -> None:
    failed = sum(finding.outcome == "fail" for finding in findings)
    skipped = sum(finding.outcome in {"unknown", "manual", "waived"} for finding in findings)
    suite = SubElement(root, "testsuite", name=name, tests=str(len(findings)), failures=str(failed), errors="0")
    suite.set("skipped", str(skipped))
    for finding in findings:
        case = SubElement(
            suite,
            "testcase",
            classname=finding.bullet,
            name=_plain(f"{finding.rule_id} {finding.rule.title} {finding.subject_name}"),
            time="0",
        )
        if finding.outcome == "fail":
            failure = SubElement(case, "failure", message=_plain(finding.because), type=finding.severity)
            failure.text = _plain(_details(finding))
        elif finding.outcome != "pass":
            SubElement(case, "skipped", message=_plain(f"{finding.outcome}: {finding.because}"))


def _details(finding: Finding) -> str:
    lines = [f"{one.subject.source.file}: {place(one)} = {shown(one.value, one.path)}" for one in finding.evidence]
    fix = fix_text(read_documentation(finding.rule)) if isinstance(finding.rule, Rule) else ""
    return "\n".join([*lines, fix])


def _plain(text: str) -> str:
    """Leave out what XML cannot hold."""
    return _FORBIDDEN.sub("�", text)
