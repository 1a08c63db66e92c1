"""The ``x-ratelimit-*`` headers, which changed more than once.

Recorded: 2024 only what remains; from July 2025 the limits; in March 2026 resets in milliseconds and the period; from
June 2026 resets in whole seconds, rounded down.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from headgate.simulator.leaky_bucket import LeakyBucket
from headgate.simulator.profiles import LimitsShown


class Limit(NamedTuple):
    """One limit that is shown."""

    what: bytes
    """What it counts: ``requests``, ``tokens``."""
    bucket: LeakyBucket
    period: int
    """Seconds within which it is judged."""


def limit_lines(shown: LimitsShown, limits: Sequence[Limit], now: float) -> bytes:
    """Whole header lines for limits as they stand at ``now``."""
    lines = [b"" if shown in {"remaining", "limits"} else b"x-ratelimit-abusepenalty-active: False\r\n"]
    for what, bucket, period in limits:
        remaining = math.floor(bucket.size - bucket.level(now))
        if shown != "remaining":
            lines.append(b"x-ratelimit-limit-%b: %d\r\n" % (what, bucket.size))
        lines.append(b"x-ratelimit-remaining-%b: %d\r\n" % (what, remaining))
        if shown in {"milliseconds", "seconds"}:
            lines.append(
                b"x-ratelimit-renewalperiod-%b: %d\r\nx-ratelimit-reset-%b: %d\r\n"
                % (what, period, what, _reset(shown, bucket, now))
            )
    return b"".join(lines)


def _reset(shown: LimitsShown, bucket: LeakyBucket, now: float) -> int:
    seconds = bucket.seconds_until_below(0, now)
    return math.ceil(seconds * 1000) if shown == "milliseconds" else math.floor(seconds)
