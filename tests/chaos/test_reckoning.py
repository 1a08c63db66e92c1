"""The reckoning itself: books that agree give nothing, and each kind of fault is found."""

from typing import Any

from tests.chaos.callers import Told
from tests.chaos.plan import PlannedCall
from tests.chaos.reckoning import COUNTED, Books, Truth, differences

USED = {"prompt_tokens": 20, "completion_tokens": 5}
CALL = PlannedCall(0, "leaver", "chat.completions", False, False, 5, "stays", 0.0, 1, False)


def exchange(**changes: Any) -> dict[str, Any]:
    return {"id": "x1", "outcome": "answered", "status": 200, **changes}


def attempt(**changes: Any) -> dict[str, Any]:
    usual = {"exchange_id": "x1", "number": 1, "backend": "west", "deployment": "gpt-4o", "outcome": "answered"}
    return usual | dict.fromkeys(COUNTED, 0) | USED | {"estimated": 0} | changes


def request(**changes: Any) -> dict[str, Any]:
    usual = {"resource": "west", "deployment": "gpt-4o", "request_id": "x1", "attempt": "1", "status": 200}
    return usual | {"ended": "served", "usage": USED} | changes


def found(
    exchanges: list[Any] | None = None,
    attempts: list[Any] | None = None,
    requests: list[Any] | None = None,
    told: list[Told] | None = None,
    **left: Any,
) -> list[str]:
    """Differences of one exchange that went well, but for what is given."""
    requests = [request()] if requests is None else requests
    sums = {name: sum(entry["usage"].get(name, 0) for entry in requests) for name in COUNTED}
    books = Books(
        [exchange()] if exchanges is None else exchanges,
        [attempt()] if attempts is None else attempts,
        left.get("still_open", []),
        left.get("quarantine", []),
        left.get("closed", {}),
    )
    truth = Truth(requests, {"west": {"deployments": {"gpt-4o": left.get("sums", sums)}}})
    return differences(books, truth, [Told(CALL, 200, "x1", complete=True)] if told is None else told)


def only(differences: list[str]) -> str:
    assert len(differences) == 1, differences
    return differences[0]


def test_books_that_agree_give_nothing() -> None:
    assert found() == []


def test_an_exchange_that_is_missing_is_found() -> None:
    missing = found(exchanges=[], attempts=[], told=[])

    assert "its exchange is not in the ledger" in only(missing)


def test_an_attempt_that_is_missing_is_found() -> None:
    missing, sums = found(attempts=[])

    assert "attempt 1 was served and is not in the ledger" in missing
    assert "sums of west/gpt-4o" in sums


def test_other_tokens_than_were_served_are_found() -> None:
    other, sums = found(attempts=[attempt(completion_tokens=6)])

    assert "and not flagged, served" in other
    assert "sums of west/gpt-4o" in sums


def test_tokens_of_a_cut_answer_that_are_not_flagged_are_found() -> None:
    cut = found(requests=[request(ended="reset")], attempts=[attempt(outcome="interrupted", completion_tokens=0)])

    assert "booked" in cut[0]
    assert "and not flagged, served" in cut[0]


def test_an_estimate_of_a_cut_answer_is_right() -> None:
    estimate = attempt(outcome="interrupted", prompt_tokens=17, completion_tokens=2, estimated=1)

    assert found([exchange(outcome="interrupted")], [estimate], [request(ended="reset")], []) == []


def test_an_estimate_of_an_answer_that_said_its_usage_is_found() -> None:
    assert "estimated although its answer was read whole" in only(found(attempts=[attempt(estimated=1)]))


def test_an_attempt_that_was_billed_twice_is_found() -> None:
    twice, sums = found(requests=[request(), request()])

    assert "sent and billed 2 times" in twice
    assert "sums of west/gpt-4o" in sums


def test_a_charge_for_what_was_never_served_is_found() -> None:
    invented, _ = found(attempts=[attempt(), attempt(number=2)])

    assert "the simulator never saw it" in invented


def test_what_a_dead_worker_had_sent_must_be_flagged() -> None:
    lost = [exchange(outcome="lost", status=0)]

    assert found(lost, [attempt(outcome="lost", estimated=1)], told=[]) == []
    assert "nothing of its exchange is flagged" in found(lost, [attempt(outcome="lost")], told=[])[0]


def test_what_a_dead_worker_had_sent_is_booked_where_it_was_sent() -> None:
    lost = [exchange(outcome="lost", status=0)]
    elsewhere = attempt(outcome="lost", estimated=1, backend="east")

    assert "its exchange is booked to" in only(found(lost, [elsewhere], told=[]))


def test_a_refusal_of_a_backend_costs_nothing() -> None:
    throttled = [request(status=429, usage={}), request(attempt="2")]
    unbilled = attempt(outcome="throttled") | dict.fromkeys(COUNTED, 0)

    assert found(attempts=[unbilled, attempt(number=2)], requests=throttled) == []
    charged = found(attempts=[attempt(outcome="throttled"), attempt(number=2)], requests=throttled)
    assert "served" in charged[0]
    assert "sums of west/gpt-4o" in charged[1]


def test_an_answer_booked_to_another_deployment_is_found() -> None:
    elsewhere, _ = found(attempts=[attempt(deployment="gpt-4o-ptu")])

    assert "booked to west/gpt-4o-ptu" in elsewhere


def test_a_caller_who_was_told_otherwise_is_found() -> None:
    whole = [Told(CALL, 200, "x1", complete=True)]

    assert "booked as cancelled" in only(found(exchanges=[exchange(outcome="cancelled")], told=whole))
    assert "booked with 429" in found(exchanges=[exchange(status=429)], told=whole)[0]
    assert "is not in the ledger" in only(found(told=[Told(CALL, 200, "x2", complete=True)]))
    assert "hung" in only(found(told=[Told(CALL, 0, "", complete=False, hung=True)]))


def test_what_is_left_over_is_found() -> None:
    assert "x2 is still open" in only(found(still_open=[{"exchange_id": "x2"}]))
    unreadable = {"file": "gate-0-b1-0001.jsonl", "reason": "malformed", "torn": False}
    assert "could not be read" in only(found(quarantine=[unreadable]))
    assert found(quarantine=[unreadable | {"torn": True}]) == []


def test_a_journal_that_says_more_than_the_ledger_is_found() -> None:
    assert found(closed={"x1": 1}) == []
    assert "x1 was closed 2 times" in only(found(closed={"x1": 2}))
    assert "x2 is closed in the journal and not in the ledger" in only(found(closed={"x2": 1}))


def test_sums_that_the_entries_do_not_give_are_found() -> None:
    sums = dict.fromkeys(COUNTED, 0) | {"prompt_tokens": 21, "completion_tokens": 5}

    assert "sums of west/gpt-4o" in only(found(sums=sums))
