from headgate.audit.arm.opaque import STAND_IN_MAX, bounded, call_of, closed, opaque, text_of
from headgate.audit.graph.value import Unknown


def test_no_slash_is_in_the_braces_of_a_stand_in() -> None:
    assert opaque("why", "a/{b/c}").stand_in == "a/{b|c}"


def test_long_stand_ins_are_cut_and_stay_distinct() -> None:
    one, other = bounded("x" * 999), bounded("x" * 998)

    assert len(one) <= STAND_IN_MAX
    assert one != other


def test_values_are_shown_inside_a_stand_in() -> None:
    assert text_of([1, {"a": opaque("why", "{b}")}, Unknown("no")]) == "0:1,1:a:{b},2:{no}"
    assert call_of("f", ["a/b", opaque("why", "{x}")]) == "{f(a|b,x)}"
    assert closed("a-{b") == "a-{b}"
