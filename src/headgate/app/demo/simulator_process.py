"""The simulator as a child of ``headgate up``: stands for the backends it is told of, obeys the supervisor.

``python -m headgate.app.demo.simulator_process eastus=8082 westus=8083``
"""

import sys
from collections.abc import Mapping, Sequence

import uvloop

from headgate.app.channel import ChannelClosedError
from headgate.app.child_link import ChildLink
from headgate.app.child_main import EXIT_FAILED, EXIT_OK, open_link
from headgate.app.demo.simulated import simulated_settings
from headgate.settings import Settings
from headgate.simulator.server import Simulator


def main(arguments: Sequence[str]) -> int:
    """Simulate until told to stop; returns the exit code."""
    link = open_link()
    try:
        link.wait_for_start()
    except ChannelClosedError:
        return EXIT_FAILED
    ports = {name: int(port) for name, port in (argument.split("=") for argument in arguments)}
    uvloop.run(_simulate(ports, link))
    return EXIT_OK


async def _simulate(ports: Mapping[str, int], link: ChildLink) -> None:
    simulator = Simulator(simulated_settings(ports))
    await simulator.start()
    link.attach(_nothing_to_reload)
    link.say_ready()
    await link.stop.wait()
    await simulator.stop()


def _nothing_to_reload(_settings: Settings) -> None:
    """Do nothing: the gate's settings do not concern the simulator, and are not sent to it."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
