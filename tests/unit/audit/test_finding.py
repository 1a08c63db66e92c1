"""Findings in order, counted, and held against a threshold."""

from headgate.audit.finding import Finding, at_least, count_outcomes, urgency
from tests.audit_rules import keys_work, made_rule
from tests.audit_samples import ACCOUNT, resource

HIGH, LOW = made_rule(keys_work), made_rule(keys_work, id="TST-002", severity="low")
ACCOUNT_A = resource(ACCOUNT, "a")


def test_fails_come_first_the_worst_of_them_before_others() -> None:
    findings = [
        Finding(HIGH, ACCOUNT_A, "pass", ""),
        Finding(LOW, ACCOUNT_A, "fail", ""),
        Finding(HIGH, ACCOUNT_A, "unknown", ""),
        Finding(HIGH, ACCOUNT_A, "fail", ""),
    ]

    told = [(one.outcome, one.severity) for one in sorted(findings, key=urgency)]
    assert told == [("fail", "high"), ("fail", "low"), ("unknown", "high"), ("pass", "high")]


def test_outcomes_are_counted_zeros_included() -> None:
    counts = count_outcomes([Finding(HIGH, None, "fail", "")])

    assert counts == {"fail": 1, "unknown": 0, "manual": 0, "waived": 0, "pass": 0, "not_applicable": 0}


def test_only_fails_at_or_over_the_threshold_count() -> None:
    findings = [Finding(HIGH, None, "unknown", ""), Finding(LOW, None, "fail", ""), Finding(HIGH, None, "fail", "")]

    assert at_least(findings, "medium") == findings[2:]
    assert at_least(findings, "low") == findings[1:]
    assert at_least(findings, "critical") == []


def test_a_finding_without_a_subject_is_about_the_whole_set_up() -> None:
    finding = Finding(HIGH, None, "fail", "")

    assert (finding.subject_name, finding.subject_type, finding.key) == (
        "the whole set-up",
        "headgate/set-up",
        ("TST-001", ""),
    )
