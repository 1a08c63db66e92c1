"""Pay-as-you-go capacity: requests and tokens per minute.

Tokens are charged at arrival and never corrected: an estimate from the prompt's characters plus the caller's maximum
(documentation, "Understanding rate limits"). The headers show another count, which leaves the maximum out (recorded
2025 and 2026: ``max_tokens: 300`` took 11 tokens off). Both drain continuously, as the recorded reset times do.
"""

from headgate.core.usage import Usage
from headgate.simulator import tokens
from headgate.simulator.capacity import Demand, Throttled
from headgate.simulator.leaky_bucket import LeakyBucket
from headgate.simulator.limit_lines import limit_lines
from headgate.simulator.profiles import LimitsShown

_NEVER_FITS_SECONDS = 86_400.0
"""What Azure answers when one request alone is over the limit (reported)."""


class StandardCapacity:
    """The limiter of a pay-as-you-go deployment; a limit that is None does not limit."""

    def __init__(
        self,
        *,
        requests_per_minute: int | None,
        tokens_per_minute: int | None,
        shown: LimitsShown = "milliseconds",
    ) -> None:
        """Start with nothing used."""
        self._shown = shown
        self._requests = LeakyBucket(requests_per_minute) if requests_per_minute else None
        self._tokens = LeakyBucket(tokens_per_minute) if tokens_per_minute else None
        self._tokens_shown = LeakyBucket(tokens_per_minute) if tokens_per_minute else None

    def admit(self, demand: Demand, now: float) -> Throttled | None:
        """Count the request if both its call and its tokens fit."""
        estimate = tokens.estimate(demand.prompt_characters)
        charge = estimate + (demand.completion_tokens_max or 0)
        if self._requests and (seconds := _wait(self._requests, 1, now)) > 0:
            return Throttled(seconds=seconds, limit="call")
        if self._tokens and (seconds := _wait(self._tokens, charge, now)) > 0:
            return Throttled(seconds=seconds, limit="token")
        if self._requests:
            self._requests.add(1, now)
        if self._tokens and self._tokens_shown:
            self._tokens.add(charge, now)
            self._tokens_shown.add(estimate, now)
        return None

    def settle(self, demand: Demand, usage: Usage, now: float) -> None:
        """Nothing is given back: the documented limiter counts at arrival only."""

    def headers(self, now: float) -> bytes:
        """``x-ratelimit-*``, as the profile shows them."""
        if not (self._requests or self._tokens_shown):
            return b""
        states = [(b"requests", self._requests), (b"tokens", self._tokens_shown)]
        return limit_lines(self._shown, [(what, bucket, now) for what, bucket in states if bucket])


def _wait(bucket: LeakyBucket, units: int, now: float) -> float:
    if units > bucket.size:
        return _NEVER_FITS_SECONDS
    return bucket.seconds_until_below(bucket.size - units, now)
