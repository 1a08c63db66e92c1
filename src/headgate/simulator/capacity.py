"""Whether a deployment takes one more request: what standard and provisioned deployments have in common."""

from typing import Literal, Protocol

from msgspec import Struct

from headgate.core.usage import Usage


class Demand(Struct, frozen=True):
    """What a request asks of a deployment's capacity."""

    prompt_tokens: int
    prompt_characters: int
    cached_tokens: int = 0
    completion_tokens_max: int | None = None
    """The caller's maximum; None when it set none."""


class Throttled(Struct, frozen=True):
    """A request that the limiter refuses."""

    seconds: float
    """Until it would be taken."""
    limit: Literal["token", "call", "utilization"]


class Capacity(Protocol):
    """A deployment's limiter; times are seconds of a monotonic clock."""

    def admit(self, demand: Demand, now: float) -> Throttled | None:
        """Take the request and count it, or say how long to wait."""
        ...

    def settle(self, demand: Demand, usage: Usage, now: float) -> None:
        """Correct what was counted at arrival, once the true usage is known."""
        ...

    def fill(self, seconds: float, now: float) -> None:
        """Be full, and take nothing for so long."""
        ...

    def relieve(self, seconds: float, now: float) -> None:
        """Be no longer full: what would have drained in so long is gone."""
        ...

    def utilization(self, now: float) -> float:
        """Share of the capacity in use; 1.0 is full."""
        ...

    def headers(self, now: float) -> bytes:
        """The header lines that show the limiter's state."""
        ...
