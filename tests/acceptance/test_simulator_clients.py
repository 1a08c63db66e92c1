"""The clients that people use against the simulator itself, with no gate between."""

import asyncio
import os

import pytest

from headgate.simulator.server import Simulator
from tests.requirements import CLIENTS_PYTHON, ROOT, require
from tests.unit.simulator.settings_for_tests import KEY, deployment, simulator_settings

PROGRAMS = ROOT / "tests" / "clients" / "python" / "simulator"
SECONDS_MAX = 120
MODELS = (
    "gpt-4o",
    "o3",
    "gpt-4o-audio-preview",
    "whisper",
    "gpt-4o-transcribe",
    "gpt-4o-transcribe-diarize",
    "tts-1",
    "gpt-4o-mini-tts",
)
"""Each deployed under its own name."""


@pytest.mark.parametrize("program", sorted(path.name for path in PROGRAMS.glob("*.py")))
async def test_a_program_that_knows_nothing_of_the_simulator_is_served(program: str) -> None:
    require("python-clients")
    deployments = {model: deployment(model) for model in MODELS}
    simulator = Simulator(simulator_settings(embedding=deployment("text-embedding-3-small"), **deployments))
    await simulator.start()
    endpoint = simulator.endpoints["eastus"]
    environment = {
        "PATH": os.environ["PATH"],
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": f"{endpoint}/openai/v1/",
        "SIMULATOR_ENDPOINT": endpoint,
    }
    try:
        running = await asyncio.create_subprocess_exec(
            CLIENTS_PYTHON, PROGRAMS / program, env=environment, stderr=asyncio.subprocess.PIPE
        )
        _, complaint = await asyncio.wait_for(running.communicate(), SECONDS_MAX)
    finally:
        await simulator.stop()

    assert running.returncode == 0, complaint.decode()
