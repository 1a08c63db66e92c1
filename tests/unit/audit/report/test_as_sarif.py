"""The report for code scanning."""

import json

from headgate.audit.report.as_sarif import as_sarif
from tests.audit_reports import REPORT


def test_what_passes_or_does_not_apply_is_no_result() -> None:
    (run,) = json.loads(as_sarif(REPORT))["runs"]

    assert [(one["kind"], one["level"]) for one in run["results"]] == [
        ("fail", "error"),
        ("open", "none"),
        ("review", "none"),
        ("fail", "error"),
    ]


def test_results_point_at_their_rules_and_places() -> None:
    (run,) = json.loads(as_sarif(REPORT))["runs"]
    rules, results = run["tool"]["driver"]["rules"], run["results"]

    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in results)
    assert results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "main.json"
    assert results[0]["partialFingerprints"]["ruleAndResource/v1"].startswith("TST-001:/subscriptions/")


def test_a_waived_fail_is_suppressed_with_its_reason() -> None:
    (run,) = json.loads(as_sarif(REPORT))["runs"]

    assert run["results"][3]["suppressions"][0]["justification"].startswith("waived until 2027-01-01 by jane")


def test_what_could_not_be_read_is_a_notification() -> None:
    (run,) = json.loads(as_sarif(REPORT))["runs"]

    texts = [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]
    assert texts == ["b.json: is not JSON", "the waiver of X expired"]
