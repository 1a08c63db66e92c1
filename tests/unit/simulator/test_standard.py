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


def test_in_slices_of_a_second_600_a_minute_are_10_a_second() -> None:
    capacity = StandardCapacity(requests_per_minute=600, tokens_per_minute=None, requests_slice="1s")

    assert [capacity.admit(_demand(1), now=0) is None for _ in range(11)] == [True] * 10 + [False]
    assert all(capacity.admit(_demand(1), now=second) is None for second in (1, 2, 3) for _ in range(10))


def test_in_slices_of_ten_seconds_a_minutes_requests_come_in_six_parts() -> None:
    capacity = StandardCapacity(requests_per_minute=60, tokens_per_minute=None, requests_slice="10s")

    assert [capacity.admit(_demand(1), now=0) is None for _ in range(11)] == [True] * 10 + [False]
    assert capacity.admit(_demand(1), now=1) is None


def test_the_headers_of_2024_show_what_remains_of_a_slice() -> None:
    capacity = StandardCapacity(
        requests_per_minute=720, tokens_per_minute=120_000, shown="remaining", requests_slice="10s"
    )
    capacity.admit(_demand(characters=34), now=0)

    assert _headers(capacity)["x-ratelimit-remaining-requests"] == "119"


def test_the_headers_of_2026_show_the_minute_and_the_period_of_the_slice() -> None:
    capacity = StandardCapacity(requests_per_minute=9_000, tokens_per_minute=1_500_000, requests_slice="10s")
    capacity.admit(_demand(characters=4), now=0)

    headers = _headers(capacity)
    assert headers["x-ratelimit-remaining-requests"] == "8999"
    assert headers["x-ratelimit-renewalperiod-requests"] == "10"
    assert headers["x-ratelimit-renewalperiod-tokens"] == "60"


def test_a_slice_takes_one_request_however_small_the_quota() -> None:
    capacity = StandardCapacity(requests_per_minute=6, tokens_per_minute=None, requests_slice="1s")

    assert capacity.admit(_demand(1), now=0) is None
    throttled = capacity.admit(_demand(1), now=0)
    assert throttled is not None
    assert throttled.seconds == pytest.approx(10)


def test_counting_characters_alone_leaves_the_maximum_out() -> None:
    capacity = StandardCapacity(requests_per_minute=None, tokens_per_minute=1000, estimator="characters")

    assert all(capacity.admit(_demand(400, completion_tokens_max=5000), now=0) is None for _ in range(10))
    assert capacity.admit(_demand(400), now=0) is not None
