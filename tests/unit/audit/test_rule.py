"""What a rule says about itself."""

from datetime import date

from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, passed


@rule(
    id="TST-001",
    severity="low",
    bullet="x.y",
    about="Microsoft.Web/Sites",
    references=("https://example.com",),
    reviewed=date(2026, 1, 1),
    effective=date(2026, 2, 1),
    expires=date(2026, 3, 1),
)
def nothing_tested(_: object, __: object) -> Verdict:
    """A thing has no test.

    Why:
        Because.
    """
    return passed("it has")


def test_a_rule_knows_its_name_and_its_title_and_is_about_types_in_lower_case() -> None:
    assert nothing_tested.name == "nothing_tested"
    assert nothing_tested.title == "A thing has no test."
    assert nothing_tested.about == ("microsoft.web/sites",)
    assert nothing_tested.also == {}


def test_a_rule_holds_between_its_days() -> None:
    assert not nothing_tested.holds_on(date(2026, 1, 31))
    assert nothing_tested.holds_on(date(2026, 2, 1))
    assert nothing_tested.holds_on(date(2026, 3, 1))
    assert not nothing_tested.holds_on(date(2026, 3, 2))


def test_a_rule_can_be_called() -> None:
    verdict = nothing_tested(None, None)

    assert isinstance(verdict, Verdict)
    assert verdict.outcome == "pass"
