"""Runs a simulator as a process of its own: settings as JSON in the first argument, endpoints as JSON on stdout."""

import json
import sys

import msgspec

from headgate.simulator.server import run
from headgate.simulator.settings import SimulatorSettings


def _announce(endpoints: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(endpoints) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    run(msgspec.json.decode(sys.argv[1], type=SimulatorSettings), announce=_announce)
