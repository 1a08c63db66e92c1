"""The day of reckoning: the ledger against the simulator's own count and against what callers were told.

Only the unexpected is returned: one sentence for each difference, with the exchange's name, so that a failed run can
be read. An exchange whose usage is an estimate must be flagged and must have a reason to be one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tests.chaos.callers import Told

Row = Mapping[str, Any]
Key = tuple[str, int]
"""An exchange's id and the number of an attempt."""

COUNTED = ("prompt_tokens", "cached_tokens", "completion_tokens", "reasoning_tokens")
_ENDED_BY_US = {"cancelled", "interrupted", "timeout", "lost"}
"""Attempts that ended before their answer did, or without anybody seeing it."""


class Books(NamedTuple):
    """What the ledger says."""

    exchanges: Sequence[Row]
    attempts: Sequence[Row]
    open_exchanges: Sequence[Row]
    quarantine: Sequence[Row]
    """Each with ``torn``: whether it is the end of a file whose worker was killed while it wrote."""
    closed: Mapping[str, int]
    """How often the journal says that an exchange was closed, by its id."""


class Truth(NamedTuple):
    """What the simulator says."""

    requests: Sequence[Row]
    sums: Mapping[str, Any]
    """By resource, as ``GET /simulator/usage`` gives them."""


def differences(books: Books, truth: Truth, told: Sequence[Told]) -> list[str]:
    """Hold all three against each other."""
    exchanges = {row["id"]: row for row in books.exchanges}
    attempts = {(row["exchange_id"], row["number"]): row for row in books.attempts}
    return [
        *_left_over(books),
        *_served_and_not_booked(exchanges, attempts, truth.requests),
        *_booked_and_not_served(exchanges, attempts, truth.requests),
        *_sums_that_differ(exchanges, attempts, truth),
        *_told_otherwise(exchanges, told),
    ]


def used(entry: Row) -> dict[str, int]:
    """What the simulator would bill for a request; fields that are zero are left out of its JSON."""
    return {name: entry["usage"].get(name, 0) for name in COUNTED}


def _booked(attempt: Row) -> dict[str, int]:
    return {name: attempt[name] for name in COUNTED}


def _left_over(books: Books) -> Iterator[str]:
    seen = {row["id"] for row in books.exchanges}
    for row in books.open_exchanges:
        yield f"{row['exchange_id']} is still open in the ledger"
    for exchange_id in books.closed.keys() - seen:
        yield f"{exchange_id} is closed in the journal and not in the ledger"
    for row in books.quarantine:
        if not row["torn"]:
            yield f"a line of {row['file']} could not be read: {row['reason']}"
    for exchange_id, times in books.closed.items():
        if times > 1:
            yield f"{exchange_id} was closed {times} times in the journal"


def _by_key(requests: Sequence[Row]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for entry in requests:
        found[entry["request_id"], int(entry["attempt"])].append(entry)
    return found


def _served_and_not_booked(
    exchanges: Mapping[str, Row], attempts: Mapping[Key, Row], requests: Sequence[Row]
) -> Iterator[str]:
    """Everything the simulator saw has its line in the books, with what it used."""
    for (exchange_id, number), entries in _by_key(requests).items():
        exchange, attempt = exchanges.get(exchange_id), attempts.get((exchange_id, number))
        where = f"{exchange_id} attempt {number}"
        if exchange is None:
            yield f"{where} was served and its exchange is not in the ledger: {entries}"
        elif exchange["outcome"] == "lost":
            yield from (f"{where} was lost and {what}" for what in _compare_lost(exchange_id, attempts, entries))
        elif attempt is None:
            yield f"{where} was served and is not in the ledger: {entries}"
        else:
            yield from (f"{where}: {what}" for what in _compare(attempt, exchange, entries))


def _compare_lost(exchange_id: str, attempts: Mapping[Key, Row], entries: list[Row]) -> Iterator[str]:
    """Numbers may have died with the worker; where it was sent has not, nor that nobody knows what it used."""
    rows = []
    while (attempt := attempts.get((exchange_id, len(rows) + 1))) is not None:
        rows.append(attempt)
    if not any(row["estimated"] for row in rows):
        yield "nothing of its exchange is flagged as estimated"
    booked_to = {(row["backend"], row["deployment"]) for row in rows}
    for entry in entries:
        if (entry["resource"], entry["deployment"]) not in booked_to:
            yield f"its exchange is booked to {booked_to}, served by {entry}"


def _compare(attempt: Row, exchange: Row, entries: list[Row]) -> Iterator[str]:
    billed = [entry for entry in entries if any(used(entry).values())]
    if len(billed) > 1:
        yield f"one attempt was sent and billed {len(billed)} times: {billed}"
    if (attempt["backend"], attempt["deployment"]) != (entries[-1]["resource"], entries[-1]["deployment"]):
        yield f"booked to {attempt['backend']}/{attempt['deployment']}, served by {entries[-1]}"
    if attempt["estimated"]:
        if not _may_be_estimated(attempt, exchange, entries):
            yield f"estimated although its answer was read whole: {dict(attempt)} against {entries}"
    elif (expected := used(billed[0]) if billed else dict.fromkeys(COUNTED, 0)) != _booked(attempt):
        yield f"booked {_booked(attempt)} and not flagged, served {expected} ({entries[-1]['ended']})"


def _may_be_estimated(attempt: Row, exchange: Row, entries: list[Row]) -> bool:
    """An answer that was not whole, was not waited for, or does not say what it used."""
    last = entries[-1]
    return last["ended"] != "served" or attempt["outcome"] in _ENDED_BY_US or not last["usage"]


def _booked_and_not_served(
    exchanges: Mapping[str, Row], attempts: Mapping[Key, Row], requests: Sequence[Row]
) -> Iterator[str]:
    """Nothing is charged that was not served, but for estimates of what nobody saw the end of."""
    seen = _by_key(requests)
    for key, attempt in attempts.items():
        if key[0] not in exchanges:
            yield f"{key} has no exchange"
        elif key not in seen and not attempt["estimated"] and any(_booked(attempt).values()):
            yield f"{key} is charged and the simulator never saw it: {dict(attempt)}"


def _sums_that_differ(exchanges: Mapping[str, Row], attempts: Mapping[Key, Row], truth: Truth) -> Iterator[str]:
    """Measured tokens by deployment are the simulator's sums less what it served to exchanges that are estimated."""
    expected = {
        (resource, deployment): {name: sums[name] for name in COUNTED}
        for resource, all_of_it in truth.sums.items()
        for deployment, sums in all_of_it["deployments"].items()
    }
    for entry in truth.requests:
        exchange = exchanges.get(entry["request_id"])
        attempt = attempts.get((entry["request_id"], int(entry["attempt"])))
        if exchange is None or exchange["outcome"] == "lost" or (attempt is not None and attempt["estimated"]):
            _add(expected[entry["resource"], entry["deployment"]], used(entry), -1)
    measured: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    for attempt in attempts.values():
        if not attempt["estimated"]:
            _add(measured[attempt["backend"], attempt["deployment"]], _booked(attempt), 1)
    for where, sums in expected.items():
        if sums != measured[where]:
            yield f"sums of {'/'.join(where)}: measured {measured[where]}, served {sums}"


def _add(sums: dict[str, int], amounts: Mapping[str, int], sign: int) -> None:
    for name, amount in amounts.items():
        sums[name] += sign * amount


def _told_otherwise(exchanges: Mapping[str, Row], told: Iterable[Told]) -> Iterator[str]:
    """Whoever got a whole answer finds it in the books as it was."""
    for each in told:
        if each.hung:
            yield f"call {each.call.number} hung: {each}"
        if not each.exchange:
            continue
        exchange = exchanges.get(each.exchange)
        if exchange is None:
            yield f"{each.exchange} was answered and is not in the ledger: {each}"
        elif each.complete and exchange["status"] != each.status:
            yield f"{each.exchange} was answered with {each.status} and booked with {exchange['status']}: {each}"
        elif each.complete and each.status == 200 and exchange["outcome"] != "answered":
            yield f"{each.exchange} was answered whole and booked as {exchange['outcome']}: {each}"
