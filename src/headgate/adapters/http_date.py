"""HTTP dates, read against the machine's clock."""

import datetime
import time
from email.utils import parsedate_to_datetime


def seconds_until(date: str) -> float | None:
    """Seconds until an HTTP date (RFC 9110 §5.6.7), never negative; None for what is not one.

    A date that names no zone is in UTC, as all HTTP dates are.
    """
    try:
        read = parsedate_to_datetime(date)
        if read.tzinfo is None:
            read = read.replace(tzinfo=datetime.UTC)
        return max(0.0, read.timestamp() - time.time())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
