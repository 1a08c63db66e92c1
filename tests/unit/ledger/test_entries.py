import pytest

from headgate.core.usage import Usage
from headgate.ledger.entries import enter
from tests.unit.ledger.samples import PRICES, attempt, closed


def test_attempts_are_numbered_from_one() -> None:
    entries = enter([closed("x1", attempt(usage=None), attempt()), closed("x2")], "gate-0-b1", PRICES)

    assert [row[:2] for row in entries.attempts] == [("x1", 1), ("x1", 2), ("x2", 1)]
    assert [row[0] for row in entries.exchanges] == ["x1", "x2"]
    assert (entries.unpriced, entries.alarms) == (0, [])


def test_a_gap_names_the_deployment_it_is_in() -> None:
    tried = attempt("lab/new", deployed_model="gpt-9", version="2027-01-01")

    entries = enter([closed("x1", tried)], "gate-0-b1", PRICES)

    assert entries.alarms == [
        "no price: gpt-9 2027-01-01 (global-standard) as lab/new; its charges are gaps until a price is added"
    ]


def test_a_refused_exchange_has_no_attempts() -> None:
    refused = closed("x1", outcome="refused", status=429)
    entries = enter([type(refused)(**{**_fields(refused), "attempts": ()})], "gate-0-b1", PRICES)

    assert (len(entries.exchanges), entries.attempts) == (1, [])


def _fields(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__struct_fields__}  # type: ignore[attr-defined]


def test_a_usage_beyond_reason_is_refused() -> None:
    with pytest.raises(OverflowError):
        enter([closed("x1", attempt(usage=Usage(prompt_tokens=10**13)))], "gate-0-b1", PRICES)
