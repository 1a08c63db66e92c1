"""The set-up of ``headgate up``: two regions, provisioned capacity in one, pay-as-you-go overflow in the other."""

from headgate.simulator.settings import (
    DEMO_KEYS,
    DeploymentSettings,
    LatencySettings,
    ResourceSettings,
    SimulatorSettings,
)

EASTUS_KEY, WESTUS_KEY = DEMO_KEYS
"""The keys the demo's backends are configured with; either works on both resources."""

_LATENCY = LatencySettings(first_token_seconds=0.05, between_tokens_seconds=0.005)
_OVERFLOW_TOKENS_PER_MINUTE = 300_000
_PTU = 5
"""Far below what Azure sells (15 at least for gpt-4o), so that a loop in a shell fills it: 12,500 tokens a minute."""


def demo_settings() -> SimulatorSettings:
    """``eastus`` with provisioned ``gpt-4o-ptu``, ``westus`` with standard ``gpt-4o``, small models on both."""
    provisioned = DeploymentSettings(
        model="gpt-4o", version="2024-11-20", kind="provisioned", ptu=_PTU, latency=_LATENCY
    )
    overflow = DeploymentSettings(
        model="gpt-4o", version="2024-11-20", tokens_per_minute=_OVERFLOW_TOKENS_PER_MINUTE, latency=_LATENCY
    )
    return SimulatorSettings(
        resources={
            "eastus": ResourceSettings(region="eastus", deployments={"gpt-4o-ptu": provisioned, **_small_models()}),
            "westus": ResourceSettings(region="westus", deployments={"gpt-4o": overflow, **_small_models()}),
        }
    )


def _small_models() -> dict[str, DeploymentSettings]:
    return {
        "gpt-4o-mini": DeploymentSettings(
            model="gpt-4o-mini",
            version="2024-07-18",
            tokens_per_minute=_OVERFLOW_TOKENS_PER_MINUTE,
            latency=_LATENCY,
        ),
        "text-embedding-3-small": DeploymentSettings(
            model="text-embedding-3-small",
            version="1",
            tokens_per_minute=_OVERFLOW_TOKENS_PER_MINUTE,
            latency=LatencySettings(first_token_seconds=0.02, between_tokens_seconds=0),
        ),
    }
