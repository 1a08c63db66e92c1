"""HTTP dates, read against the machine's clock."""

import time
from email.utils import parsedate_to_datetime


def seconds_until(date: str) -> float | None:
    """Seconds until an HTTP date (RFC 9110 §5.6.7), never negative; None for what is not one."""
    try:
        return max(0.0, parsedate_to_datetime(date).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
