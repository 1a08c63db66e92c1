"""What a value means, given the type it is wanted as."""

import datetime
from contextlib import suppress
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta
from msgspec import inspect as types

from headgate.config.nodes import Mark, Scalar
from headgate.config.scalars import UnfitError, read_scalar

Count = Annotated[int, Meta(ge=1, le=64)]
Seconds = Annotated[float, Meta(gt=0, lt=100)]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{4}$")]
Short = Annotated[str, Meta(min_length=2, max_length=3)]
Level = Literal["low", "high"]


def scalar(text: str, style: str = "plain", written: str | None = None) -> Scalar:
    return Scalar(text=text, mark=Mark("f.yaml", 1), style=style, written=text if written is None else written)


def value_of(text: str, wanted: Any, style: str = "plain") -> object:
    return read_scalar(scalar(text, style), types.type_info(wanted))


@pytest.mark.parametrize(
    "text, wanted, value",
    [
        ("no", str, "no"),
        ("2024-11-20", str, "2024-11-20"),
        ("1106", str, "1106"),
        ("1.10", str, "1.10"),
        ("2027-01-31", datetime.date, datetime.date(2027, 1, 31)),
        ("600", int, 600),
        ("300_000", int, 300_000),
        ("-3", int, -3),
        ("0", int, 0),
        ("0.5", float, 0.5),
        ("60", float, 60.0),
        (".5", float, 0.5),
        ("1e3", float, 1000.0),
        ("true", bool, True),
        ("False", bool, False),
        ("low", Level, "low"),
    ],
)
def test_a_plain_value_is_read_as_what_its_setting_wants(text: str, wanted: Any, value: object) -> None:
    found = value_of(text, wanted)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text, wanted, message",
    [
        ("true", str, "expected text, found true; write it in quotes if that is meant"),
        ("null", str, "expected text, found null; write it in quotes if that is meant"),
        ("", str, "expected text, found nothing; write it in quotes if that is meant"),
        ("yes", bool, "expected true or false, found yes"),
        ("010", int, "expected a whole number, found 010"),
        ("0x10", int, "expected a whole number, found 0x10"),
        ("1.0", int, "expected a whole number, found 1.0"),
        ("1" * 30, int, f"expected a whole number, found {'1' * 30}"),
        ("٣", int, "expected a whole number, found ٣"),
        ("", int, "expected a whole number, found nothing"),
        ("0", Count, "expected a whole number of at least 1 and at most 64, found 0"),
        ("65", Count, "expected a whole number of at least 1 and at most 64, found 65"),
        ("0", Seconds, "expected a number of more than 0 and less than 100, found 0"),
        ("100", Seconds, "expected a number of more than 0 and less than 100, found 100"),
        (".inf", float, "expected a number, found .inf"),
        ("nan", float, "expected a number, found nan"),
        ("1e999", float, "expected a number, found 1e999"),
        ("31.1.2027", datetime.date, "expected a date (2027-01-31), found 31.1.2027"),
        ("2027-02-30", datetime.date, "there is no such day: 2027-02-30"),
        ("medium", Level, "expected one of high, low; found medium"),
        ("a", Short, "shorter than 2 characters"),
        ("abcd", Short, "longer than 3 characters"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(text: str, wanted: Any, message: str) -> None:
    with pytest.raises(UnfitError) as refused:
        value_of(text, wanted)

    assert str(refused.value) == message


@pytest.mark.parametrize("wanted", [int, float, bool])
def test_quotes_make_text_which_is_no_number_and_no_switch(wanted: Any) -> None:
    with pytest.raises(UnfitError, match='found "1"'):
        value_of("1", wanted, "quoted")


@pytest.mark.parametrize(
    "text, wanted, value", [("600", int, 600), ("0.5", float, 0.5), ("true", bool, True), ("true", str, "true")]
)
def test_what_was_filled_in_may_be_anything_its_setting_wants(text: str, wanted: Any, value: object) -> None:
    assert value_of(text, wanted, "filled") == value


@pytest.mark.parametrize("wanted", [int, float, bool, datetime.date, Level])
def test_what_was_filled_in_is_never_quoted(wanted: Any) -> None:
    with pytest.raises(UnfitError) as refused:
        read_scalar(scalar("sesame", "filled", "${env:KEY}"), types.type_info(wanted))

    assert "${env:KEY}" in str(refused.value)
    assert "sesame" not in str(refused.value)


def test_what_fails_a_pattern_is_never_quoted() -> None:
    with pytest.raises(UnfitError) as refused:
        value_of("hg-the-key-itself", Digest)

    assert str(refused.value) == "expected text that matches ^[0-9a-f]{4}$"


def test_a_long_value_is_quoted_in_part() -> None:
    with pytest.raises(UnfitError) as refused:
        value_of("x" * 1000, int)

    assert len(str(refused.value)) < 100


def test_a_single_value_is_no_mapping() -> None:
    with pytest.raises(UnfitError, match="expected a list, each text, found a single value"):
        value_of("x", list[str])


WANTED = st.sampled_from([str, int, float, bool, datetime.date, Count, Seconds, Digest, Short, Level])


@given(
    st.text(max_size=30) | st.from_regex(r"[-+0-9._eE]{1,25}", fullmatch=True),
    WANTED,
    st.sampled_from(["plain", "quoted", "filled"]),
)
def test_any_text_is_read_or_refused(text: str, wanted: Any, style: str) -> None:
    with suppress(UnfitError):
        assert value_of(text, wanted, style) is not None
