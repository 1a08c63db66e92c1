import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from headgate.ledger.store import LEDGER_FILE, Ledger, LedgerError, open_ledger


def test_a_ledger_is_made_where_there_is_none_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "data")

    files = list((tmp_path / "data").iterdir())
    assert LEDGER_FILE in {file.name for file in files}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert ledger.dialect == "sqlite"
    ledger.close()


def test_it_survives_a_power_cut(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path)
    with ledger.reading() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
    ledger.close()


def test_what_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path)
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(ledger)

    with ledger.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM denials")).scalar_one() == 0
    ledger.close()


def _write_and_fail(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        connection.exec_driver_sql("INSERT INTO denials VALUES (1, 'a', 401, 1)")
        raise ZeroDivisionError


def test_a_writer_waits_for_another_and_a_reader_does_not(tmp_path: Path) -> None:
    ledger, other = open_ledger(tmp_path), open_ledger(tmp_path)
    with ledger.writing() as writing:
        writing.exec_driver_sql("INSERT INTO denials VALUES (1, 'a', 401, 1)")
        with other.reading() as reading:
            assert reading.execute(text("SELECT count(*) FROM denials")).scalar_one() == 0
    ledger.close()
    other.close()


def test_an_error_of_the_database_says_so(tmp_path: Path) -> None:
    (tmp_path / LEDGER_FILE).write_bytes(b"no database at all" * 100)

    with pytest.raises(LedgerError, match="not a database"):
        open_ledger(tmp_path)
