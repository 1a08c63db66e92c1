import datetime

import pytest

from headgate.core.records import Skipped
from headgate.core.usage import Usage
from headgate.ledger import schema
from headgate.ledger.rows import attempt_row, charge_of, day_of, exchange_row
from headgate.metering.prices import Charge
from tests.unit.ledger.samples import AT, PRICES, attempt, closed


def _named(table: str, row: tuple[object, ...]) -> dict[str, object]:
    return dict(zip([column.name for column in schema.metadata.tables[table].columns], row, strict=True))


def test_an_exchange_fills_every_column() -> None:
    row = _named("exchanges", exchange_row(closed("x1", stream=True, bytes_out=9, client_request_id="c"), "gate-0-b1"))

    assert (row["at_ms"], row["day"]) == (1_780_000_000_000, "2026-05-28")
    assert (row["stream"], row["bytes_out"], row["client_request_id"], row["journal"]) == (True, 9, "c", "gate-0-b1")


def test_an_attempt_fills_every_column() -> None:
    tried = attempt(
        skipped=(Skipped("eastus/ptu", "breaker open"),),
        usage=Usage(prompt_tokens=5, seconds=1.5, searches=2, estimated=True),
        error="reset",
    )

    row = _named("attempts", attempt_row("x1", 2, tried, Charge("charged", 7, "USD", "builtin:x@2024-01-01")))

    assert (row["exchange_id"], row["number"], row["backend"], row["deployment"]) == ("x1", 2, "westus", "gpt-4o")
    assert row["skipped"] == '[{"deployment":"eastus/ptu","reason":"breaker open"}]'
    assert (row["prompt_tokens"], row["seconds"], row["searches"], row["estimated"]) == (5, 1.5, 2, True)
    assert (row["billing"], row["charge_nano"], row["currency"], row["gap"]) == ("charged", 7, "USD", "")


def test_an_attempt_that_is_not_billed_used_nothing() -> None:
    row = _named("attempts", attempt_row("x1", 1, attempt(usage=None), Charge("unbilled", 0)))

    assert (row["prompt_tokens"], row["completion_tokens"], row["estimated"], row["skipped"]) == (0, 0, False, "[]")


def test_the_version_is_learnt_from_the_answer_where_it_is_not_configured() -> None:
    first_version = attempt(version="", served_model="gpt-4o-2024-05-13")

    assert charge_of(first_version, AT, PRICES).billing == "charged"
    assert charge_of(attempt(version="", served_model="other"), AT, PRICES).billing == "charged"


@pytest.mark.parametrize(
    "at, day",
    [(0.0, datetime.date(1970, 1, 1)), (86_399.999, datetime.date(1970, 1, 1)), (86_400.0, datetime.date(1970, 1, 2))],
)
def test_days_begin_at_midnight_utc(at: float, day: datetime.date) -> None:
    assert day_of(at) == day


def test_a_time_outside_the_calendar_is_refused() -> None:
    with pytest.raises((ValueError, OverflowError)):
        exchange_row(closed("x1", at=1e30), "gate-0-b1")
