"""Rules are found, by id and by name."""

from headgate.audit.registry import all_rules, find_rule


def test_rules_come_in_the_order_of_their_ids() -> None:
    ids = [rule.id for rule in all_rules()]

    assert ids == sorted(ids)
    assert "IDN-001" in ids


def test_a_rule_is_found_by_id_in_any_case_and_by_name() -> None:
    rule = find_rule("idn-001")

    assert rule is not None
    assert find_rule(rule.name) is rule
    assert find_rule("IDN-999") is None
