"""Unknown is not a value, absent is not null, and ARM does not care for case."""

import pytest

from headgate.audit.graph.value import MISSING, Unknown, UnknownValueError, first_unknown, look, present, same

NOT_TOLD = Unknown("parameter 'x' has no value")


def test_an_unknown_is_neither_true_nor_equal_to_a_value() -> None:
    with pytest.raises(UnknownValueError, match="parameter 'x'"):
        bool(NOT_TOLD)
    with pytest.raises(UnknownValueError, match="parameter 'x'"):
        assert NOT_TOLD == "Disabled"
    with pytest.raises(UnknownValueError):
        assert NOT_TOLD in ["a", "b"]
    assert Unknown("a") == Unknown("a") != Unknown("b")
    assert len({Unknown("a"), Unknown("a")}) == 1


def test_keys_are_found_whatever_their_case() -> None:
    value = {"Properties": {"networkAcls": {"ipRules": [{"value": "10.0.0.1"}]}}}

    assert look(value, "properties", "NETWORKACLS", "iprules", 0, "value") == "10.0.0.1"


def test_what_is_not_there_is_missing_and_what_is_null_is_null() -> None:
    assert look({"a": None}, "a") is None
    assert look({"a": None}, "b") is MISSING
    assert look({"a": 1}, "a", "b") is MISSING
    assert look({"a": [1]}, "a", 1) is MISSING
    assert look(MISSING, "a") is MISSING
    assert repr(MISSING) == "MISSING"
    assert not MISSING


def test_an_unknown_on_the_way_is_what_is_found() -> None:
    assert look({"a": NOT_TOLD}, "a", "b", "c") is NOT_TOLD


@pytest.mark.parametrize("value", [MISSING, None, "", [], {}])
def test_nothing_is_not_present(value: object) -> None:
    assert present(value) is False


@pytest.mark.parametrize("value", [False, 0, "x", [None]])
def test_a_value_is_present_even_if_it_is_false(value: object) -> None:
    assert present(value) is True


def test_whether_an_unknown_is_present_is_unknown() -> None:
    assert present(NOT_TOLD) is NOT_TOLD


def test_an_unknown_that_is_certainly_filled_is_present() -> None:
    assert present(Unknown("later", filled=True)) is True


def test_texts_are_compared_without_case_and_booleans_like_their_texts() -> None:
    assert same("disabled", "Disabled") is True
    assert same("True", True) is True
    assert same(False, 0) is False
    assert same(MISSING, MISSING) is True
    assert same(MISSING, None) is False
    assert same("a", NOT_TOLD) is NOT_TOLD


def test_the_first_unknown_is_found_however_deep() -> None:
    assert first_unknown({"a": [1, {"b": NOT_TOLD}]}) is NOT_TOLD
    assert first_unknown({"a": [1, None]}, MISSING) is None
