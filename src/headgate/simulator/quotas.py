"""Quota: what the pay-as-you-go deployments of one subscription, region and model may use together."""

from collections.abc import Iterable

from headgate.simulator.leaky_bucket import LeakyBucket
from headgate.simulator.settings import QuotaSettings


class Quotas:
    """One bucket of tokens for each quota that is set."""

    def __init__(self, settings: Iterable[QuotaSettings] = ()) -> None:
        """Start with nothing used."""
        self._buckets = {
            (each.subscription, each.region, each.model): LeakyBucket(each.tokens_per_minute) for each in settings
        }

    def of(self, subscription: str, region: str, model: str) -> LeakyBucket | None:
        """The bucket that deployments of a model in a region share; None where no quota is set."""
        return self._buckets.get((subscription, region, model))
