"""Provisioned capacity: the documented leaky bucket in PTUs.

Over 100 % a request is refused at once with the time until utilisation is below it. Otherwise it is estimated at
arrival, corrected at completion, and drained continuously (Microsoft Learn, "Provisioned throughput", 2026).
"""

from headgate.core.usage import Usage
from headgate.simulator.capacity import Demand, Throttled
from headgate.simulator.leaky_bucket import LeakyBucket

_COMPLETION_TOKENS_GUESSED = 64
"""What is reserved for a request without a maximum. Azure estimates too, and does not say how."""
_WAIT_SECONDS_MIN = 0.001


class ProvisionedCapacity:
    """The limiter of a provisioned deployment, in input tokens; an output token weighs ``output_ratio`` of them."""

    def __init__(self, *, input_tokens_per_minute: int, output_ratio: int) -> None:
        """Start idle. The bucket holds one minute: the window of Azure's utilisation metric."""
        self._bucket = LeakyBucket(input_tokens_per_minute)
        self._output_ratio = output_ratio

    def admit(self, demand: Demand, now: float) -> Throttled | None:
        """Take the request unless utilisation is at 100 %; the last one taken may go over it."""
        if self._bucket.level(now) >= self._bucket.size:
            seconds = self._bucket.seconds_until_below(self._bucket.size, now)
            return Throttled(seconds=max(seconds, _WAIT_SECONDS_MIN), limit="utilization")
        self._bucket.add(self._estimate(demand), now)
        return None

    def settle(self, demand: Demand, usage: Usage, now: float) -> None:
        """Replace the estimate by what was used."""
        actual = usage.prompt_tokens - usage.cached_tokens + self._output_ratio * usage.completion_tokens
        self._bucket.add(actual - self._estimate(demand), now)

    def fill(self, seconds: float, now: float) -> None:
        """Be full, as if others had used it, until ``seconds`` from now."""
        self._bucket.fill(seconds, now)

    def relieve(self, seconds: float, now: float) -> None:
        """Let go of what others would have used for so long."""
        self._bucket.relieve(seconds, now)

    def headers(self, now: float) -> bytes:
        """The utilisation; provisioned deployments send no ``x-ratelimit-*``."""
        return b"azure-openai-deployment-utilization: %.1f%%\r\n" % (100 * self.utilization(now))

    def utilization(self, now: float) -> float:
        """Share of the capacity in use; 1.0 is full."""
        return self._bucket.level(now) / self._bucket.size

    def _estimate(self, demand: Demand) -> int:
        completion = demand.completion_tokens_max
        if completion is None:
            completion = _COMPLETION_TOKENS_GUESSED
        return demand.prompt_tokens - demand.cached_tokens + self._output_ratio * completion
