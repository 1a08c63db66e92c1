"""What all forms of a report are made from."""

from tests.audit_reports import REPORT


def test_findings_are_counted_and_found_by_bullet() -> None:
    assert REPORT.summary == {"fail": 1, "unknown": 1, "manual": 1, "waived": 1, "pass": 1, "not_applicable": 1}
    assert len(REPORT.of_bullet("identity.entra")) == 5


def test_a_bullet_is_as_good_as_its_worst_finding_and_unknown_without_evidence() -> None:
    assert REPORT.state_of("identity.entra") == "fail"
    assert REPORT.state_of("use-cases.review") == "manual"
    assert REPORT.state_of("logging.openai") == "unknown"
