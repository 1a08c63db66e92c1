import json

import pytest

from headgate.core.records import Attempt, Closed, Denied, Skipped
from headgate.core.usage import Usage
from headgate.trace.log_line import LIST_MAX, TEXT_MAX, denied_line, exchange_level, exchange_line, iso_time, passes

AT = 1_764_000_000.25


def attempt(**fields: object) -> Attempt:
    known = {
        "backend": "eastus",
        "deployment": "gpt-4o-ptu",
        "deployed_model": "gpt-4o",
        "version": "2024-11-20",
        "kind": "provisioned",
        "outcome": "answered",
        "started_ms": 0.1,
        "duration_ms": 90.0,
    }
    return Attempt(**{**known, **fields})


def closed(**fields: object) -> Closed:
    known = {
        "id": "018f-1",
        "at": AT,
        "duration_ms": 1500.12345,
        "use_case": "demo",
        "caller": "key:demo",
        "model": "gpt-4o",
        "api": "chat.completions",
        "status": 200,
        "outcome": "answered",
    }
    return Closed(**{**known, **fields})


def as_object(line: bytes) -> dict[str, object]:
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    return json.loads(line)


def test_a_plain_exchange_is_one_short_line() -> None:
    line = as_object(exchange_line(closed(attempts=(attempt(status=200, request_id="apim-1"),))))

    assert line == {
        "time": "2025-11-24T16:00:01.750Z",
        "level": "info",
        "event": "exchange",
        "id": "018f-1",
        "use_case": "demo",
        "caller": "key:demo",
        "model": "gpt-4o",
        "api": "chat.completions",
        "status": 200,
        "outcome": "answered",
        "attempts": 1,
        "duration_ms": 1500.123,
        "deployment": "eastus/gpt-4o-ptu",
        "upstream_request_ids": ["apim-1"],
    }


def test_the_tokens_of_all_attempts_are_added_and_the_last_deployment_is_named() -> None:
    throttled = attempt(outcome="throttled", status=429, error="429")
    timed_out = attempt(outcome="timeout", usage=Usage(prompt_tokens=10, completion_tokens=5, estimated=True))
    answered = attempt(
        backend="westus",
        deployment="gpt-4o",
        usage=Usage(prompt_tokens=10, cached_tokens=4, completion_tokens=7, reasoning_tokens=2),
        skipped=(Skipped("eastus/gpt-4o-ptu", "throttled for 3.2 s"),),
    )

    line = as_object(exchange_line(closed(attempts=(throttled, timed_out, answered), first_byte_ms=12.34567)))

    assert line["attempts"] == 3
    assert line["deployment"] == "westus/gpt-4o"
    assert line["prompt_tokens"] == 20
    assert line["cached_tokens"] == 4
    assert line["completion_tokens"] == 12
    assert line["reasoning_tokens"] == 2
    assert line["estimated"] is True
    assert line["first_byte_ms"] == 12.346
    assert line["skipped"] == ["eastus/gpt-4o-ptu: throttled for 3.2 s"]
    assert line["errors"] == ["429"]


@pytest.mark.parametrize(
    "outcome,level",
    [
        ("answered", "info"),
        ("refused", "info"),
        ("cancelled", "info"),
        ("drained", "info"),
        ("failed", "warning"),
        ("interrupted", "warning"),
        ("lost", "warning"),
    ],
)
def test_what_may_need_a_person_is_a_warning(outcome: str, level: str) -> None:
    assert exchange_level(closed(outcome=outcome)) == level


def test_texts_from_outside_are_cut_and_cannot_start_a_line_of_their_own() -> None:
    forged = 'x"}\n{"level":"error"' + "y" * 10_000

    line = as_object(exchange_line(closed(model=forged, client_request_id=forged, traceparent=forged)))

    assert line["model"] == line["client_request_id"] == line["traceparent"] == forged[:TEXT_MAX]


def test_lists_are_cut() -> None:
    skipped = tuple(Skipped(f"b/{number}", "tried") for number in range(3 * LIST_MAX))

    line = as_object(exchange_line(closed(attempts=(attempt(skipped=skipped),))))

    assert len(line["skipped"]) == LIST_MAX


def test_requests_denied_before_anyone_was_identified_are_one_line_with_a_count() -> None:
    line = as_object(denied_line(Denied(AT, "unknown_key", 401, 17)))

    assert line == {
        "time": "2025-11-24T16:00:00.250Z",
        "level": "info",
        "event": "denied",
        "code": "unknown_key",
        "status": 401,
        "count": 17,
    }


def test_time_is_utc_with_milliseconds() -> None:
    assert iso_time(0.0019) == "1970-01-01T00:00:00.001Z"


def test_a_level_passes_itself_and_what_is_below() -> None:
    assert passes("info", "info")
    assert passes("error", "warning")
    assert not passes("debug", "info")
