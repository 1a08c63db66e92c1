from headgate.audit.policy.node import is_expression
from headgate.audit.policy.reader import read_policy

ROOT = read_policy(
    '<policies><inbound a=" x ">\n<value>@(1)</value><deep><value b="@(2)">t</value></deep></inbound></policies>'
)


def test_elements_are_found_at_any_depth_in_order() -> None:
    assert [one.text for one in ROOT.all("value")] == ["@(1)", "t"]
    assert [one.name for one in ROOT.all()] == ["inbound", "value", "deep", "value"]


def test_an_attribute_is_trimmed_and_may_be_absent() -> None:
    inbound = ROOT.child("inbound")

    assert inbound is not None
    assert inbound.get("a") == "x"
    assert inbound.get("b", "none") == "none"
    assert ROOT.child("outbound") is None


def test_expressions_are_those_of_one_element_alone() -> None:
    assert [list(one.expressions()) for one in ROOT.all("value")] == [[("@(1)", 2)], [("@(2)", 2)]]
    assert is_expression(" @{ return 1; }")
    assert not is_expression("a@(b)")
