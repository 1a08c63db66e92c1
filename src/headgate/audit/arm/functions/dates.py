"""Functions on times, which are ISO 8601 texts."""

import datetime
import re

from headgate.audit.arm.errors import ExpressionError
from headgate.audit.arm.functions.checked import number, text
from headgate.audit.arm.functions.function import Function
from headgate.audit.graph.value import Value

_DURATION = re.compile(
    r"(-)?P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})(?:\.\d+)?S)?)?"
)
_PARTS = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}


def _time(value: Value) -> datetime.datetime:
    try:
        found = datetime.datetime.fromisoformat(text(value))
    except ValueError:
        raise ExpressionError(f"{value!r} is no time: use the form 2026-01-31T08:00:00Z") from None
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def _shown(moment: datetime.datetime, form: Value) -> str:
    if form is None:
        return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if text(form) == "u":
        return moment.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    return re.sub("yyyy|MM|dd|HH|mm|ss", lambda match: moment.strftime(_PARTS[match.group()]), text(form))


def _add(base: Value, duration: Value, form: Value = None) -> Value:
    match = _DURATION.fullmatch(text(duration))
    if match is None:
        raise ExpressionError(f"{duration!r} is no duration: use the form P1Y2M10DT2H30M")
    sign = -1 if match.group(1) else 1
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    try:
        moment = _later(_time(base), sign * (12 * years + months))
        step = datetime.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
        return _shown(moment + sign * step, form)
    except (OverflowError, ValueError):
        raise ExpressionError("the result is no time") from None


def _later(moment: datetime.datetime, months: int) -> datetime.datetime:
    count = moment.year * 12 + moment.month - 1 + months
    first = moment.replace(year=count // 12, month=count % 12 + 1, day=1)
    following = (first + datetime.timedelta(days=31)).replace(day=1)
    return first.replace(day=min(moment.day, (following - datetime.timedelta(days=1)).day))


def _from_epoch(seconds: Value) -> Value:
    try:
        return _shown(datetime.datetime.fromtimestamp(number(seconds), datetime.UTC), None)
    except (OverflowError, OSError, ValueError):
        raise ExpressionError("the result is no time") from None


FUNCTIONS = {
    "datetimeadd": Function(_add, 2, 3),
    "datetimetoepoch": Function(lambda value: int(_time(value).timestamp()), 1, 1),
    "datetimefromepoch": Function(_from_epoch, 1, 1),
}
