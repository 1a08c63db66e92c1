"""Waivers cover fails, for a while, in the open."""

from datetime import date
from typing import Any

from headgate.audit.finding import Finding
from headgate.audit.waiver_file import Waiver
from headgate.audit.waivers import waive
from tests.audit_rules import keys_work, made_rule
from tests.audit_samples import ACCOUNT, TODAY, resource

ACCOUNT_A = resource(ACCOUNT, "oai-a")
FAIL = Finding(made_rule(keys_work), ACCOUNT_A, "fail", "keys are on")


def _waiver(**changes: Any) -> Waiver:
    fields: dict[str, Any] = {"rule": "tst-001", "resource": "OAI-*", "owner": "jane", "reason": "later"}
    return Waiver(**{"expires": date(2027, 1, 1)} | fields | changes)


def test_a_fail_that_is_covered_is_waived_and_says_by_whom_until_when_and_why() -> None:
    (finding,) = waive([FAIL], [_waiver()], TODAY).findings

    assert finding.outcome == "waived"
    assert finding.because == "waived until 2027-01-01 by jane: later (otherwise: keys are on)"


def test_a_waiver_names_a_resource_by_id_too() -> None:
    assert waive([FAIL], [_waiver(resource=ACCOUNT_A.id)], TODAY).findings[0].outcome == "waived"


def test_an_expired_waiver_covers_nothing_and_is_told() -> None:
    waived = waive([FAIL], [_waiver(expires=TODAY.replace(day=1))], TODAY)

    assert waived.findings == [FAIL]
    assert waived.notes == ["the waiver of tst-001 for OAI-* expired on 2026-11-01 (jane)"]


def test_of_several_the_one_that_holds_longest_counts() -> None:
    waived = waive([FAIL], [_waiver(expires=date(2026, 1, 1)), _waiver()], TODAY)

    assert waived.findings[0].outcome == "waived"


def test_a_waiver_that_covers_nothing_is_told() -> None:
    waived = waive([FAIL], [_waiver(resource="other")], TODAY)

    assert waived.findings == [FAIL]
    assert waived.notes == ["the waiver of tst-001 for other covers nothing; remove it (jane)"]


def test_what_is_unknown_cannot_be_waived() -> None:
    unknown = Finding(FAIL.rule, ACCOUNT_A, "unknown", "nobody knows")

    assert waive([unknown], [_waiver()], TODAY).findings == [unknown]
