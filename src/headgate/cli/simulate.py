"""``headgate simulate``: the simulator alone, for programs that are tried without a gate."""

from collections.abc import Mapping
from typing import Annotated

from cyclopts import Parameter

from headgate.app.demo.simulated import simulated_settings
from headgate.cli.console import say_now
from headgate.simulator.demo import EASTUS_KEY, demo_settings
from headgate.simulator.server import run

DEFAULT_PORT = 8082
"""Where `headgate up` has it."""


def simulate(
    *,
    port: Annotated[
        int, Parameter(help="The first region's port; the others take the next ones. 0 finds free ones.")
    ] = DEFAULT_PORT,
) -> None:
    """Run a simulated Azure OpenAI in two regions until told to stop."""
    names = demo_settings().resources
    ports = {name: port and port + offset for offset, name in enumerate(names)}
    run(simulated_settings(ports), announce=_announce)


def _announce(endpoints: Mapping[str, str]) -> None:
    for name, endpoint in endpoints.items():
        say_now(f"{name}: {endpoint}")
    say_now(f"api-key: {EASTUS_KEY}")
