import pytest

from headgate.simulator.capacity import Demand
from headgate.simulator.standard import StandardCapacity


def _headers(capacity: StandardCapacity, now: float = 0) -> dict[str, str]:
    lines = capacity.headers(now).decode().split("\r\n")[:-1]
    return dict(line.split(": ") for line in lines)


def _demand(characters: int, completion_tokens_max: int | None = None) -> Demand:
    return Demand(prompt_tokens=1, prompt_characters=characters, completion_tokens_max=completion_tokens_max)


def test_headers_after_one_request_are_as_recorded_in_march_2026() -> None:
    capacity = StandardCapacity(requests_per_minute=120, tokens_per_minute=120_000)
    capacity.admit(_demand(characters=56), now=0)

    assert _headers(capacity) == {
        "x-ratelimit-abusepenalty-active": "False",
        "x-ratelimit-limit-requests": "120",
        "x-ratelimit-limit-tokens": "120000",
        "x-ratelimit-remaining-requests": "119",
        "x-ratelimit-remaining-tokens": "119986",
        "x-ratelimit-renewalperiod-requests": "60",
        "x-ratelimit-renewalperiod-tokens": "60",
        "x-ratelimit-reset-requests": "500",
        "x-ratelimit-reset-tokens": "7",
    }


def test_the_callers_maximum_counts_but_does_not_show() -> None:
    capacity = StandardCapacity(requests_per_minute=None, tokens_per_minute=1000)

    assert capacity.admit(_demand(characters=400, completion_tokens_max=800), now=0) is None
    assert _headers(capacity)["x-ratelimit-remaining-tokens"] == "900"
    throttled = capacity.admit(_demand(characters=400, completion_tokens_max=800), now=0)
    assert throttled is not None
    assert throttled.limit == "token"
    assert throttled.seconds == pytest.approx(48)


def test_too_many_requests_are_refused_by_the_call_limit() -> None:
    capacity = StandardCapacity(requests_per_minute=1, tokens_per_minute=None)

    assert capacity.admit(_demand(1), now=0) is None
    throttled = capacity.admit(_demand(1), now=0)
    assert throttled is not None
    assert (throttled.limit, throttled.seconds) == ("call", 60)


def test_a_request_that_can_never_fit_is_told_to_wait_a_day() -> None:
    capacity = StandardCapacity(requests_per_minute=None, tokens_per_minute=100)

    throttled = capacity.admit(_demand(1, completion_tokens_max=101), now=0)
    assert throttled is not None
    assert throttled.seconds == 86_400


def test_without_limits_nothing_is_refused_and_nothing_shown() -> None:
    capacity = StandardCapacity(requests_per_minute=None, tokens_per_minute=None)

    assert all(capacity.admit(_demand(10**9), now=0) is None for _ in range(100))
    assert capacity.headers(now=0) == b""
