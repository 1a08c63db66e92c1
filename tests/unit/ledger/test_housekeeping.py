import os

from headgate.ledger.housekeeping import POSITIONS_KEPT_SECONDS
from tests.unit.ledger.samples import AT, Books, Worker, closed


def test_a_posted_file_is_kept_as_long_as_wished_and_then_deleted(books: Books, worker: Worker) -> None:
    worker.write(closed("x1"))
    worker.rotate()
    first = worker.path.with_name("gate-0-b1-0001.jsonl")
    books.post()

    books.now = AT + 23.9 * 3600
    assert books.post().files_deleted == 0
    books.now = AT + 24.1 * 3600
    assert books.post().files_deleted == 1

    assert not first.exists()
    assert worker.path.exists()
    assert books.post().files_deleted == 0


def test_a_file_still_being_written_is_never_deleted(books: Books, worker: Worker) -> None:
    worker.write(closed("x1"))
    books.poster.keep_hours = 0
    books.post()

    books.now = AT + 1000 * 3600
    assert books.post().files_deleted == 0
    assert worker.path.exists()


def test_nothing_kept_means_deleted_at_once(books: Books, worker: Worker) -> None:
    worker.write(closed("x1"))
    worker.die()
    books.poster.keep_hours = 0

    assert books.post().files_deleted == 1
    assert books.ids() == ["x1"]


def test_the_lock_of_a_dead_worker_goes_an_hour_after_its_last_file(books: Books, worker: Worker) -> None:
    lock = books.folder / "gate-0-b1.lock"
    living = Worker(books.folder, "b2")
    worker.die()
    books.poster.keep_hours = 0
    os.utime(lock, (AT, AT))

    books.now = AT + 1800
    books.post()
    assert lock.exists()
    books.now = AT + 3601
    books.post()

    assert not lock.exists()
    assert (books.folder / "gate-0-b2.lock").exists()
    living.die()


def test_that_a_file_was_posted_is_remembered_for_a_while(books: Books, worker: Worker) -> None:
    worker.die()
    books.poster.keep_hours = 0
    content = worker.path.read_bytes()
    books.post()
    worker.path.write_bytes(content)

    assert books.post().lines == 0
    assert len(books.rows("journal_positions")) == 1

    books.now = AT + POSITIONS_KEPT_SECONDS + 1
    books.post()
    assert books.rows("journal_positions") == []
