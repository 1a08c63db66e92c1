"""Pay-as-you-go capacity: requests and tokens per minute.

Tokens are charged at arrival and never corrected: an estimate from the prompt's characters plus the caller's maximum
(documentation, "Understanding rate limits"). The headers show another count, which leaves the maximum out (recorded
2025 and 2026: ``max_tokens: 300`` took 11 tokens off). Both drain continuously, as the recorded reset times do.
"""

from headgate.core.usage import Usage
from headgate.simulator import tokens
from headgate.simulator.capacity import Demand, Throttled
from headgate.simulator.leaky_bucket import LeakyBucket
from headgate.simulator.limit_lines import Limit, limit_lines
from headgate.simulator.profiles import LimitsShown
from headgate.simulator.settings import Estimator, RequestsSlice

_SLICE_SECONDS = {"minute": 60, "10s": 10, "1s": 1}
_SLICE_SHOWN = {"remaining", "limits"}
"""Until 2026 the headers counted the requests of a slice (recorded in 2024: 120 at 720 a minute); then of a minute."""
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
        requests_slice: RequestsSlice = "minute",
        estimator: Estimator = "documented",
        quota: LeakyBucket | None = None,
        dynamic_quota: bool = False,
    ) -> None:
        """Start with nothing used. ``quota`` is what other deployments draw from as well."""
        self._counts_maximum = estimator == "documented"
        self._quota = quota
        self._own_limit_holds = not (dynamic_quota and quota)
        self._slice = _slice_of(requests_per_minute, _SLICE_SECONDS[requests_slice])
        self._shown = shown
        self._full_until = 0.0
        self._requests = LeakyBucket(requests_per_minute) if requests_per_minute else None
        self._tokens = LeakyBucket(tokens_per_minute) if tokens_per_minute else None
        self._tokens_shown = LeakyBucket(tokens_per_minute) if tokens_per_minute else None
        requests = self._slice if shown in _SLICE_SHOWN and self._slice else self._requests
        limits = ((b"requests", requests, _SLICE_SECONDS[requests_slice]), (b"tokens", self._tokens_shown, 60))
        self._limits = [Limit(what, bucket, seconds) for what, bucket, seconds in limits if bucket]

    def admit(self, demand: Demand, now: float) -> Throttled | None:
        """Count the request if both its call and its tokens fit."""
        if now < self._full_until:
            return Throttled(seconds=self._full_until - now, limit="token")
        estimate = tokens.estimate(demand.prompt_characters)
        charge = estimate + (demand.completion_tokens_max or 0 if self._counts_maximum else 0)
        if seconds := max(_wait(self._requests, 1, now), _wait(self._slice, 1, now)):
            return Throttled(seconds=seconds, limit="call")
        own = _wait(self._tokens, charge, now) if self._own_limit_holds else 0.0
        if seconds := max(own, _wait(self._quota, charge, now)):
            return Throttled(seconds=seconds, limit="token")
        for bucket, units in (
            (self._requests, 1),
            (self._slice, 1),
            (self._tokens, charge),
            (self._quota, charge),
            (self._tokens_shown, estimate),
        ):
            if bucket is not None:
                bucket.add(units, now)
        return None

    def settle(self, demand: Demand, usage: Usage, now: float) -> None:
        """Nothing is given back: the documented limiter counts at arrival only."""

    def fill(self, seconds: float, now: float) -> None:
        """Be full until ``seconds`` from now, also without limits."""
        if self._requests is None and self._tokens is None:
            self._full_until = max(self._full_until, now + seconds)
        for bucket in (self._requests, self._tokens, self._tokens_shown):
            if bucket is not None:
                bucket.fill(seconds, now)

    def relieve(self, seconds: float, now: float) -> None:
        """Be full for so long less."""
        self._full_until -= max(0.0, seconds)
        for bucket in (self._requests, self._tokens, self._tokens_shown):
            if bucket is not None:
                bucket.relieve(seconds, now)

    def utilization(self, now: float) -> float:
        """Share of the fuller of its limits in use; 0 without limits."""
        used = [bucket.level(now) / bucket.size for bucket in (self._requests, self._tokens) if bucket is not None]
        return max(used, default=0.0)

    def headers(self, now: float) -> bytes:
        """``x-ratelimit-*``, as the profile shows them."""
        return limit_lines(self._shown, self._limits, now) if self._limits else b""


def _slice_of(requests_per_minute: int | None, seconds: int) -> LeakyBucket | None:
    """What a short slice of time takes of the request quota: at least one request."""
    if requests_per_minute is None or seconds == 60:
        return None
    per_second = requests_per_minute / 60
    size = max(1.0, per_second * seconds)
    return LeakyBucket(size, drain_seconds=size / per_second)


def _wait(bucket: LeakyBucket | None, units: int, now: float) -> float:
    if bucket is None:
        return 0.0
    if units > bucket.size:
        return _NEVER_FITS_SECONDS
    return bucket.seconds_until_below(bucket.size - units, now)
