import threading

from headgate.ledger.catch_up import catch_up
from tests.unit.ledger.samples import PRICES, Books, Worker, attempt, closed, lines, opened


def test_where_nobody_posts_it_is_done_here(books: Books, worker: Worker) -> None:
    worker.write(closed("x1", attempt("lab/strange", deployed_model="strange", version="")), opened("x2"))
    worker.die()

    alarms = catch_up(books.folder, books.ledger, PRICES)

    assert books.ids() == ["x1", "x2"]
    assert len(alarms) == 2


def test_where_somebody_posts_it_is_left_to_them(books: Books, worker: Worker) -> None:
    books.post()
    worker.write(closed("x1"))
    worker.write_bytes(lines(closed("x2"))[:-5])
    control = threading.Thread(target=books.post)

    control.start()
    alarms = catch_up(books.folder, books.ledger, PRICES, patience_seconds=30)
    control.join()

    assert alarms == []
    assert books.told == [closed("x1")]


def test_where_somebody_only_seems_to_post_it_is_done_here_after_all(books: Books, worker: Worker) -> None:
    books.post()
    worker.write(closed("x1"))

    catch_up(books.folder, books.ledger, PRICES, patience_seconds=0)

    assert books.ids() == ["x1"]
