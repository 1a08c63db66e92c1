"""A rule as people read it."""

from headgate.audit.registry import find_rule
from headgate.audit.report.rule_page import rule_data, rule_text


def test_everything_about_a_rule_is_told() -> None:
    rule = find_rule("IDN-001")
    assert rule is not None
    text = rule_text(rule)

    assert text.startswith(f"IDN-001  {rule.title}")
    assert all(part in text for part in ("Why:", "Fix (az):", "Example that gives fail", "References:", "psrule: AZR"))
    assert rule_data(rule)["fix"]["az"].startswith("az resource update")
