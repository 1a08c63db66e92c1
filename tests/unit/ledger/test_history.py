from decimal import Decimal

from headgate.core.records import Skipped
from headgate.ledger.history import exchange_history
from tests.unit.ledger.samples import AT, Books, Worker, attempt, closed, opened, resent


def test_an_ended_exchange_is_told_attempt_by_attempt(books: Books, worker: Worker) -> None:
    throttled = attempt("eastus/ptu", kind="provisioned", outcome="throttled", status=429, usage=None, why="first pool")
    answered = attempt(why="next pool", skipped=(Skipped("eastus/ptu", "tried"),), request_id="r-1")
    worker.write(closed("x1", throttled, answered, stream=True))
    books.post()

    history = exchange_history(books.ledger, "x1")

    assert history is not None
    assert (history.at, history.stream, history.outcome, history.journal) == (AT, True, "answered", "gate-0-b1")
    first, second = history.attempts
    assert (first.deployment, first.status, first.why, first.billing) == ("eastus/ptu", 429, "first pool", "unbilled")
    assert (second.number, second.skipped) == (2, [Skipped("eastus/ptu", "tried")])
    assert second.usage == {"prompt_tokens": 100, "completion_tokens": 20}
    assert (second.charge, second.currency, second.price) == (
        Decimal("0.00045"),
        "USD",
        "builtin:gpt-4o@2024-08-06",
    )


def test_an_exchange_that_has_not_ended_is_told_as_far_as_it_is_known(books: Books, worker: Worker) -> None:
    worker.write(opened("x1"), resent("x1", 2, "northeu/gpt-4o", at=AT + 2))
    books.post()

    history = exchange_history(books.ledger, "x1")

    assert history is not None
    assert (history.outcome, history.duration_ms) == ("open", None)
    assert [(sent.deployment, sent.started_ms) for sent in history.attempts] == [
        ("westus/gpt-4o", 0.0),
        ("northeu/gpt-4o", 2000.0),
    ]


def test_an_unknown_exchange_is_none(books: Books) -> None:
    assert exchange_history(books.ledger, "x1") is None
