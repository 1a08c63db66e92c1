"""What a dead worker left open is charged as estimated, and only once it is sure that it is dead."""

from headgate.core.usage import Usage
from headgate.ledger.batch import OpenLine
from headgate.ledger.recovery import UNSEEN, UNSEEN_EARLIER, lost_exchanges
from tests.unit.ledger.samples import AT, Books, Worker, closed, lines, opened, resent


def _lines(*records: object) -> list[OpenLine]:
    return [
        OpenLine(record.id, getattr(record, "number", 1), lines(record).decode())  # type: ignore[attr-defined, arg-type]
        for record in records
    ]


def test_a_lost_exchange_is_charged_what_was_estimated_when_it_was_sent() -> None:
    (lost,) = lost_exchanges(_lines(opened("x1", prompt=70, completion=16)))

    assert (lost.id, lost.outcome, lost.status, lost.use_case) == ("x1", "lost", 0, "support-bot")
    (only,) = lost.attempts
    assert (only.outcome, only.error) == ("lost", UNSEEN)
    assert only.usage == Usage(prompt_tokens=70, completion_tokens=16, estimated=True)


def test_of_several_sendings_the_last_is_charged() -> None:
    (lost,) = lost_exchanges(_lines(opened("x1"), resent("x1", 2, "northeu/gpt-4o", at=AT + 1.5)))

    first, last = lost.attempts
    assert (first.backend, first.usage, first.error) == ("westus", None, UNSEEN_EARLIER)
    assert (last.backend, last.started_ms) == ("northeu", 1500.0)
    assert last.usage is not None


def test_sendings_without_their_beginning_are_left_out() -> None:
    assert lost_exchanges(_lines(resent("x1", 2, "northeu/gpt-4o"), opened("x2")))[0].id == "x2"


def test_what_could_not_be_kept_is_left_out() -> None:
    assert lost_exchanges(_lines(opened("x1", prompt=10**15), opened("x2")))[0].id == "x2"


def test_an_exchange_of_a_living_worker_stays_open(books: Books, worker: Worker) -> None:
    worker.write(opened("x1"))

    assert books.post().lost == 0
    assert len(books.rows("open_exchanges")) == 1


def test_exchanges_of_a_dead_worker_are_lost_once(books: Books, worker: Worker) -> None:
    worker.write(opened("x1"), closed("x1"), opened("x2"), opened("x3"))
    books.post()
    worker.die()

    posted = books.post()

    assert (posted.lost, posted.exchanges) == (2, 2)
    assert posted.alarms == ["exchanges of gate-0-b1 without a recorded end, charged as estimated: 2"]
    assert [(row["id"], row["outcome"]) for row in books.rows("exchanges")][1:] == [("x2", "lost"), ("x3", "lost")]
    assert [record.id for record in books.told] == ["x1", "x2", "x3"]  # type: ignore[union-attr]
    assert books.post().lost == 0


def test_what_a_worker_wrote_before_it_died_counts_first(books: Books, worker: Worker) -> None:
    worker.write(opened("x1"))
    books.post()
    worker.write(closed("x1"))
    worker.die()

    assert books.post().lost == 0
    assert [row["outcome"] for row in books.rows("exchanges")] == ["answered"]


def test_a_torn_end_leaves_its_exchange_lost(books: Books, worker: Worker) -> None:
    worker.write(opened("x1"))
    worker.write_bytes(lines(closed("x1"))[:50])
    worker.die()

    posted = books.post()

    assert (posted.lost, posted.corrupt) == (1, 1)
    (row,) = books.rows("attempts")
    assert (row["estimated"], row["prompt_tokens"], row["charge_nano"]) == (1, 70, 335_000)


def test_a_journal_whose_files_are_gone_cannot_close_anything_any_more(books: Books, worker: Worker) -> None:
    worker.write(opened("x1"))
    books.post()
    worker.path.unlink()
    worker.die()

    assert books.post().lost == 1


def test_many_lost_exchanges_are_closed_in_portions(books: Books, worker: Worker) -> None:
    worker.write(*(opened(f"x{number:04d}") for number in range(1100)))
    worker.die()

    assert books.post().lost == 1100
    assert len(books.rows("exchanges")) == 1100
