"""The report for the test tabs of pipelines."""

from xml.etree import ElementTree as ET

from msgspec.structs import replace

from headgate.audit.finding import Finding
from headgate.audit.report.as_junit import as_junit
from tests.audit_reports import REPORT, RULE


def test_a_suite_per_bullet_and_a_case_per_finding() -> None:
    root = ET.fromstring(as_junit(REPORT))
    suites = {suite.get("name", "").partition(":")[0]: suite for suite in root}

    assert list(suites) == ["identity.entra", "use-cases.review"]
    assert suites["identity.entra"].get("failures") == "1"
    assert suites["identity.entra"].get("tests") == "4"
    assert [[inner.tag for inner in case] for case in suites["identity.entra"]] == [
        ["failure"],
        ["skipped"],
        ["skipped"],
        [],
    ]


def test_a_failure_quotes_the_evidence_and_the_fix() -> None:
    failure = ET.fromstring(as_junit(REPORT)).find(".//failure")

    assert failure is not None
    assert failure.get("message") == "keys are on"
    assert "main.json: resources[0].properties.disableLocalAuth = None" in (failure.text or "")
    assert "az resource update" in (failure.text or "")


def test_what_xml_cannot_hold_is_replaced() -> None:
    odd = replace(REPORT, findings=(Finding(RULE, None, "fail", "a\x00b\ud800c"),))

    failure = ET.fromstring(as_junit(odd)).find(".//failure")

    assert failure is not None
    assert failure.get("message") == "a�b�c"
