from headgate.ledger.journal_files import list_segments
from headgate.ledger.positions import read_position, unfinished
from tests.unit.ledger.samples import Books, Worker, closed


def test_a_file_never_posted_stands_at_its_beginning(books: Books) -> None:
    with books.ledger.reading() as connection:
        assert read_position(connection, "gate-0-b1-0001.jsonl") == 0


def test_a_file_posted_to_its_end_needs_nothing_until_it_grows(books: Books, worker: Worker) -> None:
    assert len(unfinished(books.ledger, list_segments(books.folder))) == 1
    books.post()
    assert unfinished(books.ledger, list_segments(books.folder)) == []

    worker.write(closed("x1"))

    assert len(unfinished(books.ledger, list_segments(books.folder))) == 1


def test_that_nothing_more_can_come_is_noted_once(books: Books, worker: Worker) -> None:
    books.post()
    worker.die()
    assert len(unfinished(books.ledger, list_segments(books.folder))) == 1

    books.post()

    assert unfinished(books.ledger, list_segments(books.folder)) == []
    (row,) = books.rows("journal_positions")
    assert (row["position"], row["finished_at"]) == (worker.path.stat().st_size, books.now)
