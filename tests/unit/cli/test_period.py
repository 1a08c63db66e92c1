import datetime

import pytest

from headgate.cli.period import since_ms, until_ms
from headgate.cli.usage_error import UsageError

NOW = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)


def _ms(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).timestamp() * 1000)


@pytest.mark.parametrize(
    "text, moment",
    [
        ("30m", "2026-11-23T11:30Z"),
        ("12h", "2026-11-23T00:00Z"),
        ("7d", "2026-11-16T12:00Z"),
        ("2w", "2026-11-09T12:00Z"),
        ("2026-11-01", "2026-11-01T00:00Z"),
        ("2026-11-01T08:30", "2026-11-01T08:30Z"),
        ("2026-11-01T08:30+02:00", "2026-11-01T06:30Z"),
    ],
)
def test_a_beginning_is_a_time_ago_or_a_day_or_a_time(text: str, moment: str) -> None:
    assert since_ms(text, NOW) == _ms(moment)


@pytest.mark.parametrize(
    "text, moment", [("2026-11-01", "2026-11-02T00:00Z"), ("2026-11-01T08:30", "2026-11-01T08:30Z")]
)
def test_an_end_includes_its_day(text: str, moment: str) -> None:
    assert until_ms(text, NOW) == _ms(moment)


def test_what_is_not_said_is_open() -> None:
    assert (since_ms(None, NOW), until_ms(None, NOW)) == (None, None)


@pytest.mark.parametrize("text", ["yesterday", "7", "-7d", "2026-13-01", "999999w", ""])
def test_other_words_are_bad_usage(text: str) -> None:
    with pytest.raises(UsageError, match="--since is a time ago"):
        since_ms(text, NOW)
