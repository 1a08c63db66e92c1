"""A stretch of a journal file, folded: what is new, what ended, what could not be read."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from headgate.ledger import batch as batch_module
from headgate.ledger.batch import fold
from tests.unit.ledger.samples import closed, denied, lines, opened, resent


def test_an_exchange_opened_and_closed_in_one_stretch_leaves_nothing_open() -> None:
    batch = fold(lines(opened("x1"), resent("x1", 2, "b/d"), closed("x1")), 0, last=False)

    assert batch.closed == [closed("x1")]
    assert (batch.still_open, batch.closed_before) == ([], [])


def test_what_is_open_at_the_end_is_kept_with_all_its_sendings() -> None:
    batch = fold(lines(opened("x1"), opened("x2"), resent("x1", 2, "b/d")), 0, last=False)

    assert [(line.exchange_id, line.number) for line in batch.still_open] == [("x1", 1), ("x1", 2), ("x2", 1)]


def test_what_was_opened_before_is_told_apart() -> None:
    assert fold(lines(closed("x1"), opened("x2"), closed("x2")), 0, last=False).closed_before == ["x1"]


def test_records_are_told_in_order() -> None:
    assert fold(lines(denied(), closed("x1"), denied(2)), 0, last=False).records == [denied(), closed("x1"), denied(2)]


def test_the_stretch_ends_after_the_last_whole_line() -> None:
    whole = lines(closed("x1"))

    batch = fold(whole + b'{"event":', 1000, last=False)

    assert (batch.end, batch.lines) == (1000 + len(whole), 1)


def test_at_the_end_of_a_file_everything_is_taken() -> None:
    whole = lines(closed("x1"))

    batch = fold(whole + b'{"event":', 1000, last=True)

    assert batch.end == 1000 + len(whole) + len(b'{"event":')
    assert [(bad.position, bad.line) for bad in batch.bad] == [(1000 + len(whole), '{"event":')]


def test_a_line_longer_than_a_stretch_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_module, "CHUNK_BYTES_MAX", 100)

    batch = fold(b"x" * 100, 0, last=False)

    assert (batch.end, len(batch.bad)) == (100, 1)


def test_fields_of_later_versions_are_ignored() -> None:
    line = lines(closed("x1")).replace(b'"id":', b'"invented":[1,{"a":null}],"id":')

    assert fold(line, 0, last=False).closed == [closed("x1")]


def test_when_doubting_what_no_ledger_can_keep_is_bad() -> None:
    batch = fold(lines(closed("x1"), closed("x2", at=-1.0)), 0, last=False, doubting=True)

    assert batch.closed == [closed("x1")]
    assert batch.bad[0].reason == "time -1.0 is outside the calendar"


@given(st.binary(max_size=300), st.booleans())
@example(b'{"event":"closed","x":' + b"[" * 5000, True)
@example(b'{"event":"denied","at":1,"code":"\xed\xa0\x80","status":1,"count":1}\n', False)
@example(b'{"event":"opened","id":"\\ud800"}\n', False)
def test_whatever_the_bytes_nothing_is_raised_and_nothing_before_is_lost(junk: bytes, last: bool) -> None:
    good = lines(closed("x1"))

    batch = fold(good + junk, 0, last=last)

    assert batch.closed[0] == closed("x1")
    assert len(good) <= batch.end <= len(good) + len(junk)
    assert fold(good + junk, 0, last=last, doubting=True).end == batch.end
