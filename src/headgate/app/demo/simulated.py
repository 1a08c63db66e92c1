"""The demo's simulated resources on given ports."""

from collections.abc import Mapping

from msgspec.structs import replace

from headgate.simulator.demo import demo_settings
from headgate.simulator.settings import SimulatorSettings


def simulated_settings(ports: Mapping[str, int]) -> SimulatorSettings:
    """Return the demo's resources that ``ports`` names, each on its port."""
    settings = demo_settings()
    resources = {name: replace(settings.resources[name], port=port) for name, port in ports.items()}
    return replace(settings, resources=resources)
