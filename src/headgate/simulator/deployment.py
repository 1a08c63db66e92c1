"""A deployment at work: its limiter, its prompt cache, and the names it answers under."""

import zlib

from headgate.simulator import catalog
from headgate.simulator.answer import Prepared
from headgate.simulator.capacity import Capacity, Demand, Throttled
from headgate.simulator.heads import DeploymentHeads
from headgate.simulator.leaky_bucket import LeakyBucket
from headgate.simulator.pace import Pace
from headgate.simulator.profiles import DEFAULT
from headgate.simulator.prompt_cache import PromptCache
from headgate.simulator.provisioned import ProvisionedCapacity
from headgate.simulator.routes import Route
from headgate.simulator.settings import DeploymentSettings
from headgate.simulator.shapes import Shapes, shapes_of
from headgate.simulator.standard import StandardCapacity


class Deployment:
    """One deployment of one resource."""

    def __init__(
        self,
        name: str,
        settings: DeploymentSettings,
        *,
        region: str,
        profile: str = DEFAULT,
        quota: LeakyBucket | None = None,
        seed: str = "",
    ) -> None:
        """Start idle, with an empty cache; ``quota`` is what it shares with other deployments."""
        self.name = name
        self.settings = settings
        self.served_model = f"{settings.model}-{settings.version}".rstrip("-")
        self.fingerprint = _fingerprint(settings.model, self.served_model)
        self.apis = catalog.apis_of(settings.model)
        self.shapes = shapes_of(profile, model=settings.model, content_filter=settings.content_filter)
        self.served_name = settings.model if self.shapes.profile.unversioned_model else self.served_model
        self.heads = DeploymentHeads(
            region=region, deployment=name, served_model=self.served_model, profile=self.shapes.profile
        )
        self.capacity = _capacity(settings, self.shapes, quota)
        self.context_tokens = catalog.context_tokens(settings)
        self.pace = Pace(settings.latency, seed=seed)
        self._cache = PromptCache()
        self._region_name = catalog.display_name(region)

    def demand(self, prepared: Prepared) -> Demand:
        """What a request asks of this deployment."""
        return Demand(
            prompt_tokens=prepared.prompt_tokens,
            prompt_characters=prepared.prompt_characters,
            cached_tokens=self._cache.cached_tokens(prepared.prompt, prepared.prompt_tokens),
            completion_tokens_max=prepared.completion_tokens_max,
        )

    def remember(self, prepared: Prepared) -> None:
        """The request was taken: a prompt that begins like its own is partly cached from now on."""
        self._cache.remember(prepared.prompt, prepared.prompt_tokens)

    def refusal_message(self, throttled: Throttled, route: Route) -> str:
        """What Azure says when the limit is reached (2025 and 2026; of provisioned ones by analogy)."""
        opening = f"Your requests to {self.name} for {self.settings.model} in {self._region_name} have exceeded "
        if throttled.limit == "utilization":
            return opening + "rate limit."
        api = (
            "OpenAI Language Model Instance API"
            if route.version == "v1"
            else f"Azure OpenAI API version {route.version}"
        )
        seconds = max(1, int(-(-throttled.seconds // 1)))
        return (
            f"{opening}the {throttled.limit} rate limit for your current OpenAI S0 pricing tier. This request was for "
            f"{route.operation} under {api}. Please retry after {seconds} seconds. To increase your default rate "
            "limit, visit: https://aka.ms/oai/quotaincrease."
        )


def _fingerprint(model: str, served_model: str) -> str | None:
    return f"fp_{zlib.crc32(served_model.encode()):08x}c8" if catalog.has_fingerprint(model) else None


def _capacity(settings: DeploymentSettings, shapes: Shapes, quota: LeakyBucket | None) -> Capacity:
    if settings.ptu is None:
        return StandardCapacity(
            requests_per_minute=catalog.requests_per_minute(settings),
            tokens_per_minute=settings.tokens_per_minute,
            shown=shapes.profile.limits,
            requests_slice=catalog.requests_slice(settings),
            estimator=settings.estimator,
            quota=quota,
            dynamic_quota=settings.dynamic_quota,
        )
    input_tokens, output_ratio = catalog.ptu_capacity(settings.model)
    return ProvisionedCapacity(input_tokens_per_minute=settings.ptu * input_tokens, output_ratio=output_ratio)
