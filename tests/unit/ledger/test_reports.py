"""Reports add up what the ledger holds, grouped as asked, and show gaps as gaps."""

from datetime import date
from decimal import Decimal

import pytest

from headgate.core.usage import Usage
from headgate.ledger.reports import GROUPS, Period, UsageReport, usage_report
from headgate.metering.charges import PriceBook
from headgate.metering.prices import Price, Rates, Tier
from tests.unit.ledger.samples import AT, Books, Worker, attempt, closed

EVER = Period()


@pytest.fixture
def posted(books: Books, worker: Worker) -> Books:
    throttled = attempt("eastus/ptu", kind="provisioned", outcome="throttled", status=429, usage=None)
    covered = attempt("eastus/ptu", kind="provisioned", usage=Usage(prompt_tokens=50, cached_tokens=10))
    worker.write(
        closed("x1", throttled, attempt()),
        closed("x2", covered),
        closed("x3", attempt(usage=Usage(prompt_tokens=40, completion_tokens=10, estimated=True)), use_case="search"),
        closed("x4", attempt("lab/strange", deployed_model="strange", version=""), use_case="search", at=AT + 86_400),
    )
    refused = closed("x5", outcome="refused", status=429)
    worker.write(type(refused)(**{**{n: getattr(refused, n) for n in refused.__struct_fields__}, "attempts": ()}))
    books.post()
    return books


def _table(report: UsageReport) -> dict[tuple[object, ...], tuple[int, int]]:
    return {tuple(row.group.values()): (row.exchanges, row.attempts) for row in report.rows}


def test_exchanges_are_grouped_as_asked(posted: Books) -> None:
    assert _table(usage_report(posted.ledger, ["use_case"], EVER)) == {("search",): (2, 2), ("support-bot",): (3, 3)}
    assert _table(usage_report(posted.ledger, ["day", "use_case"], EVER)) == {
        ("2026-05-28", "search"): (1, 1),
        ("2026-05-28", "support-bot"): (3, 3),
        ("2026-05-29", "search"): (1, 1),
    }


def test_an_exchange_counts_in_each_deployment_it_was_sent_to_and_once_in_the_total(posted: Books) -> None:
    report = usage_report(posted.ledger, ["deployment"], EVER)

    assert _table(report) == {
        (None,): (1, 0),
        ("eastus/ptu",): (2, 2),
        ("lab/strange",): (1, 1),
        ("westus/gpt-4o",): (2, 2),
    }
    assert (report.total.exchanges, report.total.attempts) == (5, 5)


def test_charges_are_exact_and_gaps_are_counted(posted: Books) -> None:
    report = usage_report(posted.ledger, ["use_case"], EVER)

    search, support = report.rows
    assert search.charges == {"USD": Decimal("0.0002")}
    assert (search.unpriced_attempts, search.estimated_attempts, search.estimated_tokens) == (1, 1, 50)
    assert search.estimated_share == pytest.approx(50 / 170)
    assert support.charges == {"USD": Decimal("0.00045")}
    assert (support.ptu_attempts, support.prompt_tokens, support.cached_tokens) == (1, 150, 10)
    assert report.total.charges == {"USD": Decimal("0.00065")}
    assert report.unpriced == ["strange (global-standard): no price"]


def test_what_has_no_price_at_all_has_no_charge(posted: Books) -> None:
    row = next(row for row in usage_report(posted.ledger, ["backend"], EVER).rows if row.group["backend"] == "lab")

    assert (row.charges, row.unpriced_attempts) == ({}, 1)


def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(posted: Books) -> None:
    ms = int(AT * 1000)

    assert usage_report(posted.ledger, [], Period(since_ms=ms)).total.exchanges == 5
    assert usage_report(posted.ledger, [], Period(since_ms=ms + 1)).total.exchanges == 1
    assert usage_report(posted.ledger, [], Period(until_ms=ms)).total.exchanges == 0
    assert usage_report(posted.ledger, [], Period(since_ms=ms, until_ms=ms + 1)).total.exchanges == 4


def test_currencies_are_never_added_to_each_other(posted: Books, worker: Worker) -> None:
    euros = Price("gpt-4o", date(2024, 1, 1), {"default": Tier(Rates(input=10**9, output=0))}, "ours", currency="EUR")
    posted.poster.prices = PriceBook([euros])
    worker.write(closed("x6"))
    posted.post()

    report = usage_report(posted.ledger, ["use_case"], EVER)

    assert report.rows[1].charges == {"USD": Decimal("0.00045"), "EUR": Decimal("0.0001")}
    assert report.total.charges == {"USD": Decimal("0.00065"), "EUR": Decimal("0.0001")}
    assert report.rows[1].exchanges == 4


def test_nothing_used_is_a_report_too(books: Books) -> None:
    report = usage_report(books.ledger, ["use_case"], EVER)

    assert report.rows == []
    assert (report.total.exchanges, report.total.charges, report.total.estimated_share) == (0, {}, 0.0)


def test_without_groups_the_only_row_is_the_total(posted: Books) -> None:
    report = usage_report(posted.ledger, [], EVER)

    assert report.rows == [report.total]


@pytest.mark.parametrize("name", GROUPS)
def test_every_group_adds_up_to_the_same_tokens(posted: Books, name: str) -> None:
    report = usage_report(posted.ledger, [name], EVER)

    assert sum(row.prompt_tokens for row in report.rows) == report.total.prompt_tokens == 290
    assert sum(row.attempts for row in report.rows) == report.total.attempts
