"""Simulated resources for tests: answering at once unless a test wants otherwise."""

from typing import Any

from headgate.simulator.settings import DeploymentSettings, LatencySettings, ResourceSettings, SimulatorSettings

KEY = "test-key"
AT_ONCE = LatencySettings(first_token_seconds=0, between_tokens_seconds=0)


def deployment(model: str = "gpt-4o", **settings: Any) -> DeploymentSettings:
    return DeploymentSettings(**{"model": model, "version": "2024-11-20", "latency": AT_ONCE, **settings})


def resource_settings(**deployments: DeploymentSettings) -> ResourceSettings:
    return ResourceSettings(region="eastus", keys=[KEY], deployments=deployments or {"gpt-4o": deployment()})


def simulator_settings(**deployments: DeploymentSettings) -> SimulatorSettings:
    return SimulatorSettings(resources={"eastus": resource_settings(**deployments)})
