import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.adapters.http_date import seconds_until


def test_a_date_ahead_is_so_many_seconds_away() -> None:
    assert seconds_until(formatdate(time.time() + 90, usegmt=True)) == pytest.approx(90, abs=2)


@pytest.mark.parametrize("form", ["%A, %d-%b-%y %H:%M:%S GMT", "%a, %d %b %Y %H:%M:%S -0000", "%a, %d %b %Y %H:%M:%S"])
def test_older_forms_mean_the_same(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert seconds_until(time.strftime(form, time.gmtime(time.time() + 90))) == pytest.approx(90, abs=2)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_date_that_has_passed_is_now() -> None:
    assert seconds_until("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0


@pytest.mark.parametrize(
    "text", ["", " ", "soon", "Wed", "1e9", "Wed, 99 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 99999 07:28:00 GMT", "0"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert seconds_until(text) is None


@given(
    st.text(max_size=40)
    | st.from_regex(r"[A-Za-z]{0,4},? ?\d{0,3}[ -][A-Za-z]{0,4}[ -]\d{0,6} [\d:]{0,12} ?[+-]?\w{0,5}")
)
def test_nothing_is_raised_whatever_it_is(text: str) -> None:
    seconds = seconds_until(text)
    assert seconds is None or seconds >= 0.0
