"""Each line of the journal is in the ledger once, whatever happens in between."""

import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from headgate.core.usage import Usage
from headgate.ledger import poster as poster_module
from headgate.ledger import statements
from tests.unit.ledger.samples import AT, Books, Worker, attempt, closed, denied, lines, opened, resent


def test_a_closed_exchange_is_posted_with_its_attempts_and_its_charge(books: Books, worker: Worker) -> None:
    throttled = attempt("eastus/gpt-4o-ptu", kind="provisioned", outcome="throttled", status=429, usage=None)
    worker.write(opened("x1"), closed("x1", throttled, attempt()))

    posted = books.post()

    assert (posted.exchanges, posted.lines, posted.left_bytes, posted.alarms) == (1, 3, 0, [])
    (exchange,) = books.rows("exchanges")
    assert (exchange["id"], exchange["use_case"], exchange["day"]) == ("x1", "support-bot", "2026-05-28")
    assert exchange["journal"] == "gate-0-b1"
    first, second = books.rows("attempts")
    assert (first["outcome"], first["billing"], first["charge_nano"]) == ("throttled", "unbilled", 0)
    assert (second["prompt_tokens"], second["billing"], second["charge_nano"]) == (100, "charged", 450_000)
    assert books.rows("open_exchanges") == []


def test_posting_again_changes_nothing(books: Books, worker: Worker) -> None:
    worker.write(closed("x1"), denied(3))
    books.post()
    before = {table: books.rows(table) for table in ("exchanges", "attempts", "denials")}

    again = books.post()

    assert (again.lines, again.exchanges) == (0, 0)
    assert {table: books.rows(table) for table in before} == before


def test_posting_from_the_beginning_again_adds_no_exchange(books: Books, worker: Worker) -> None:
    worker.write(opened("x1"), closed("x1"), closed("x2"))
    books.post()
    with books.ledger.writing() as connection:
        connection.exec_driver_sql("DELETE FROM journal_positions")

    books.post()

    assert books.ids() == ["x1", "x2"]
    assert len(books.rows("attempts")) == 2


def test_sinks_are_told_what_was_committed_once_and_in_order(books: Books, worker: Worker) -> None:
    worker.write(opened("x1"), denied(), closed("x1"))
    books.post()
    worker.write(closed("x2"))
    books.post()
    books.post()

    assert books.told == [denied(), closed("x1"), closed("x2")]


def test_a_sink_that_fails_stops_nothing(books: Books, worker: Worker) -> None:
    def fails(records: object) -> None:
        raise OSError("no room")

    books.poster.sinks = [fails, *books.poster.sinks]
    worker.write(closed("x1"))

    posted = books.post()

    assert posted.alarms == ["a sink failed: OSError('no room')"]
    assert books.told == [closed("x1")]


def test_an_open_exchange_waits_for_its_end(books: Books, worker: Worker) -> None:
    worker.write(opened("x1"))
    books.post()
    assert [row["exchange_id"] for row in books.rows("open_exchanges")] == ["x1"]
    assert books.ids() == []

    worker.write(closed("x1"))
    books.post()

    assert books.rows("open_exchanges") == []
    assert books.ids() == ["x1"]


def test_a_line_that_is_still_being_written_is_left_for_later(books: Books, worker: Worker) -> None:
    whole = lines(closed("x1"))
    worker.write_bytes(whole[:-10])
    assert books.post().left_bytes == 0
    assert books.ids() == []

    worker.write_bytes(whole[-10:])
    books.post()

    assert books.ids() == ["x1"]
    assert books.rows("quarantine") == []


def test_a_torn_last_line_of_a_dead_worker_is_an_alarm(books: Books, worker: Worker) -> None:
    worker.write(closed("x1"))
    worker.write_bytes(lines(closed("x2"))[:-10])
    worker.die()

    posted = books.post()

    assert posted.corrupt == 1
    assert "1 lines could not be read" in posted.alarms[0]
    assert books.ids() == ["x1"]
    assert books.post().corrupt == 0


def test_a_last_line_that_lacks_only_its_newline_counts(books: Books, worker: Worker) -> None:
    worker.write_bytes(lines(closed("x1"))[:-1])
    worker.die()

    assert books.post().corrupt == 0
    assert books.ids() == ["x1"]


def test_a_line_that_cannot_be_read_is_set_aside_and_blocks_nothing(books: Books, worker: Worker) -> None:
    worker.write(closed("x1"))
    place = worker.path.stat().st_size
    worker.write_bytes(b'{"event":"closed","id":\xff\n')
    worker.write(closed("x2"))

    posted = books.post()

    assert (posted.corrupt, books.ids()) == (1, ["x1", "x2"])
    (bad,) = books.rows("quarantine")
    assert (bad["file"], bad["position"]) == (worker.path.name, place)
    assert bad["line"].startswith('{"event":"closed","id":')


@pytest.mark.parametrize(
    "impossible",
    [
        closed("bad", at=1e30),
        closed("bad", status=10**30),
        closed("bad", bytes_in=2**70),
        closed("bad", attempt(usage=Usage(prompt_tokens=10**18))),
        closed("bad", attempt(usage=Usage(completion_tokens=-1))),
    ],
)
def test_a_record_that_no_ledger_can_keep_is_set_aside(books: Books, worker: Worker, impossible: object) -> None:
    worker.write(closed("x1"), impossible, closed("x2"))  # type: ignore[arg-type]

    posted = books.post()

    assert (posted.corrupt, books.ids()) == (1, ["x1", "x2"])


def test_an_exchange_may_span_files(books: Books, worker: Worker) -> None:
    worker.write(opened("x1"))
    worker.rotate()
    worker.write(closed("x1"))

    books.post()

    assert books.ids() == ["x1"]
    assert books.rows("open_exchanges") == []


def test_a_backlog_is_posted_in_passes(books: Books, worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poster_module, "CHUNK_BYTES_MAX", 2000)
    monkeypatch.setattr(poster_module, "BATCHES_PER_PASS_MAX", 3)
    worker.write(*(closed(f"x{number:03d}") for number in range(60)))

    passes = 1
    while books.post().left_bytes:
        passes += 1

    assert passes > 3
    assert books.ids() == [f"x{number:03d}" for number in range(60)]


def test_what_dies_before_the_commit_has_posted_nothing(
    books: Books, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.write(opened("x1"), closed("x1"), opened("x2"), denied(2))
    steps = ["remove_lost", "insert_new", "forget_open", "keep_open", "add_denials", "quarantine", "set_position"]
    for step in steps:
        with monkeypatch.context() as patch:
            patch.setattr(statements, step, _dies)
            with pytest.raises(_KilledError):
                books.post()
        assert books.ids() == []
        assert books.rows("journal_positions") == []
    assert books.told == []

    books.post()

    assert books.ids() == ["x1"]
    assert [row["count"] for row in books.rows("denials")] == [2]


class _KilledError(BaseException):
    """Not to be caught, as a kill cannot be."""


def _dies(*_arguments: object) -> None:
    raise _KilledError


def test_what_dies_after_the_commit_has_posted_all_of_it(books: Books, worker: Worker) -> None:
    def dies(records: object) -> None:
        raise _KilledError

    worker.write(closed("x1"), denied(2))
    books.poster.sinks = [dies]
    with pytest.raises(_KilledError):
        books.post()

    books.new_poster().post_once()

    assert books.ids() == ["x1"]
    assert [row["count"] for row in books.rows("denials")] == [2]


def test_posters_side_by_side_post_each_line_once(
    books: Books, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poster_module, "CHUNK_BYTES_MAX", 4000)
    worker.write(*(record for n in range(100) for record in (opened(f"x{n:03d}"), closed(f"x{n:03d}"), denied())))
    start = threading.Barrier(3)

    def post() -> None:
        poster = books.new_poster()
        start.wait()
        poster.post_once()
        poster.close()

    threads = [threading.Thread(target=post) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(books.ids()) == 100
    assert [row["count"] for row in books.rows("denials")] == [100]
    assert len([record for record in books.told if record == denied()]) == 100


def test_a_closed_line_after_all_replaces_what_was_estimated(books: Books, worker: Worker) -> None:
    """As when the lock of a worker on another machine cannot be seen."""
    worker.write(opened("x1"), resent("x1", 2, "northeu/gpt-4o"))
    worker.die()
    books.post()
    assert [row["outcome"] for row in books.rows("exchanges")] == ["lost"]
    with books.ledger.writing() as connection:
        connection.exec_driver_sql("UPDATE journal_positions SET finished_at = NULL")

    worker.write(closed("x1"))
    books.post()

    assert [row["outcome"] for row in books.rows("exchanges")] == ["answered"]
    assert [(row["number"], row["prompt_tokens"]) for row in books.rows("attempts")] == [(1, 100)]


def test_an_attempt_without_a_price_is_an_alarm_once_and_a_gap_always(books: Books, worker: Worker) -> None:
    strange = attempt("lab/strange", deployed_model="strange", version="")
    worker.write(closed("x1", strange), closed("x2", strange))
    first = books.post()
    worker.write(closed("x3", strange))
    second = books.post()

    assert first.alarms == [
        "no price: strange (global-standard) as lab/strange; its charges are gaps until a price is added"
    ]
    assert (first.unpriced, second.unpriced, second.alarms) == (2, 1, [])
    assert [(row["billing"], row["charge_nano"]) for row in books.rows("attempts")] == [("unpriced", None)] * 3


def test_a_journal_of_a_later_version_is_an_alarm(books: Books, worker: Worker) -> None:
    worker.write_bytes(b'{"event":"journal","version":2,"worker":"gate-0","boot":"b","at":1.0,"new":true}\n')

    assert books.post().alarms == [f"{worker.path.name} has version 2: was it written by a later Headgate?"]


def test_counts_of_denied_requests_add_up_by_the_hour(books: Books, worker: Worker) -> None:
    worker.write(denied(2), denied(3, at=AT + 60), denied(5, at=AT + 3600))

    assert books.post().denied == 10
    assert [row["count"] for row in books.rows("denials")] == [5, 5]


def test_a_journal_that_is_not_there_yet_is_empty(books: Books, tmp_path: Path) -> None:
    assert not (tmp_path / "journal" / "gate").exists()
    assert books.post().lines == 0


@settings(max_examples=40, deadline=None)
@given(cuts=st.lists(st.integers(min_value=0, max_value=2500), max_size=6), kill=st.integers(min_value=0, max_value=8))
def test_cut_anywhere_and_killed_at_any_commit_the_books_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int], kill: int
) -> None:
    content = lines(
        opened("x1"), opened("x2"), closed("x1"), denied(2), resent("x2", 2, "northeu/gpt-4o"), opened("x3"),
        closed("x2"), opened("x4"),
    )  # fmt: skip
    books = Books(tmp_path_factory.mktemp("books"))
    worker = Worker(books.folder)
    ends = sorted({*(cut for cut in cuts if cut < len(content)), len(content)})
    for start, end in zip([0, *ends], ends, strict=False):
        worker.write_bytes(content[start:end])
        _post_and_perhaps_die(books, at_statement=kill)
        books.post()
    worker.die()
    books.post()

    assert [(row["id"], row["outcome"]) for row in books.rows("exchanges")] == [
        ("x1", "answered"),
        ("x2", "answered"),
        ("x3", "lost"),
        ("x4", "lost"),
    ]
    assert [row["count"] for row in books.rows("denials")] == [2]
    assert (books.rows("open_exchanges"), books.rows("quarantine")) == ([], [])
    books.close()


def _post_and_perhaps_die(books: Books, *, at_statement: int) -> None:
    """Post, and die at the given statement within the transaction."""
    real = Connection.exec_driver_sql
    run = 0

    def counting(self: Connection, statement: str, parameters: object = None) -> object:
        nonlocal run
        run += not statement.startswith("BEGIN")
        if run == at_statement:
            raise _KilledError
        return real(self, statement, parameters)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "exec_driver_sql", counting)
        try:
            books.post()
        except _KilledError:
            return
