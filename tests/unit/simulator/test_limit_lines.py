import pytest

from headgate.simulator.leaky_bucket import LeakyBucket
from headgate.simulator.limit_lines import Limit, limit_lines
from headgate.simulator.profiles import LimitsShown


def _lines(shown: LimitsShown) -> dict[str, str]:
    bucket = LeakyBucket(120)
    bucket.add(3, 0.0)
    lines = limit_lines(shown, [Limit(b"requests", bucket, period=60)], 0.0).decode().split("\r\n")[:-1]
    return {name.removeprefix("x-ratelimit-"): value for name, _, value in (line.partition(": ") for line in lines)}


def test_at_first_only_what_remains_was_shown() -> None:
    assert _lines("remaining") == {"remaining-requests": "117"}


def test_then_the_limit_too() -> None:
    assert _lines("limits") == {"limit-requests": "120", "remaining-requests": "117"}


@pytest.mark.parametrize("shown,reset", [("milliseconds", "1500"), ("seconds", "1")])
def test_the_reset_changed_its_unit(shown: LimitsShown, reset: str) -> None:
    assert _lines(shown) == {
        "abusepenalty-active": "False",
        "limit-requests": "120",
        "remaining-requests": "117",
        "renewalperiod-requests": "60",
        "reset-requests": reset,
    }


def test_the_period_is_that_of_the_limit() -> None:
    lines = limit_lines("seconds", [Limit(b"requests", LeakyBucket(9_000), period=10)], 0.0)

    assert b"x-ratelimit-limit-requests: 9000\r\n" in lines
    assert b"x-ratelimit-renewalperiod-requests: 10\r\n" in lines
