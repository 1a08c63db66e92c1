"""Times as people type them: ``7d``, ``12h``, ``2026-11-01``, ``2026-11-01T08:00``."""

import datetime
import re

from headgate.cli.usage_error import UsageError

_AGO = re.compile(r"(\d{1,6})([mhdw])")
_UNIT = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def since_ms(text: str | None, now: datetime.datetime) -> int | None:
    """Return the Unix milliseconds of a beginning; a day begins at midnight. Times without a zone are UTC."""
    return None if text is None else _to_ms(_moment("--since", text, now))


def until_ms(text: str | None, now: datetime.datetime) -> int | None:
    """Return the Unix milliseconds of an end, not included; a day is included to its end."""
    if text is None:
        return None
    moment = _moment("--until", text, now)
    return _to_ms(moment + datetime.timedelta(days=1) if _DAY.fullmatch(text) else moment)


def _moment(option: str, text: str, now: datetime.datetime) -> datetime.datetime:
    try:
        if ago := _AGO.fullmatch(text):
            return now - datetime.timedelta(**{_UNIT[ago[2]]: int(ago[1])})
        moment = datetime.datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{option} is a time ago (30m, 12h, 7d, 2w) or a day or time (2026-11-01), not {text}"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _to_ms(moment: datetime.datetime) -> int:
    return int(moment.timestamp() * 1000)
