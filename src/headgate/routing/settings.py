"""What can be set about a model: its pools and how to choose among them."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field


class BreakerSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """When a deployment that fails is left alone, and for how long."""

    failures: Annotated[int, Meta(ge=1)] = 5
    """Failures in a row that open the breaker."""
    open_seconds: Annotated[float, Meta(gt=0)] = 10.0
    """How long it stays open before one exchange may probe; doubled at each failed probe."""
    open_seconds_max: Annotated[float, Meta(gt=0)] = 120.0
    """The longest it stays open, however many probes fail."""


class ModelSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A model as callers name it, and the deployments behind it."""

    pools: list[list[str]]
    """``backend/deployment``, pools in the order in which they are tried: provisioned first."""
    strategy: Literal["round-robin", "weighted", "least-busy", "lowest-latency"] = "least-busy"
    """How to choose among the deployments of one pool."""
    allow_other_versions: bool = False
    """Whether overflow may go to another model or version than the first pool's."""
    attempts_max: Annotated[int, Meta(ge=1, le=16)] = 4
    """Deployments tried for one exchange."""
    retry_after_max_seconds: Annotated[float, Meta(gt=0)] = 60.0
    """The longest a 429 may close a deployment: Azure has answered 86400."""
    breaker: BreakerSettings = field(default_factory=BreakerSettings)
    """When a deployment that fails is left alone."""
