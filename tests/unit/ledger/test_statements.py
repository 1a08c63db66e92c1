import pytest

from headgate.ledger import statements
from headgate.ledger.batch import BadLine, OpenLine
from headgate.ledger.schema import exchanges
from tests.unit.ledger.samples import Books


def test_a_row_that_is_there_already_is_left_untouched(books: Books) -> None:
    row = tuple("1" for _ in exchanges.columns)
    with books.ledger.writing() as connection:
        statements.insert_new(connection, exchanges, [row])
        statements.insert_new(connection, exchanges, [("1", *("2" for _ in row[1:]))])

    assert books.rows("exchanges")[0]["use_case"] == "1"


def test_writing_nothing_is_nothing(books: Books) -> None:
    with books.ledger.writing() as connection:
        statements.insert_new(connection, exchanges, [])
        statements.forget_open(connection, [])
        statements.quarantine(connection, "f", [])

    assert books.rows("exchanges") == []


def test_an_open_exchange_is_forgotten_with_all_its_sendings(books: Books) -> None:
    with books.ledger.writing() as connection:
        statements.keep_open(connection, "j", [OpenLine("x1", 1, "a"), OpenLine("x1", 2, "b"), OpenLine("x2", 1, "c")])
        statements.forget_open(connection, ["x1"])

    assert [row["exchange_id"] for row in books.rows("open_exchanges")] == ["x2"]


def test_what_is_kept_of_bad_lines_is_bounded(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "QUARANTINED_LINES_MAX", 3)
    with books.ledger.writing() as connection:
        statements.quarantine(connection, "f", [BadLine(place, "why", "x") for place in (0, 1)])
        statements.quarantine(connection, "f", [BadLine(place, "why", "x") for place in (2, 3)])
        statements.quarantine(connection, "f", [BadLine(9, "why", "x")])

    assert [row["position"] for row in books.rows("quarantine")] == [0, 1, 2]
