"""A simulator with a model that speaks, one that is full, and one that writes down."""

from collections.abc import AsyncIterator

import pytest

from headgate.simulator.server import Simulator
from tests.unit.simulator.settings_for_tests import deployment, simulator_settings


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    running = Simulator(
        simulator_settings(
            voice=deployment("gpt-realtime", version="2025-08-28"),
            slow=deployment("gpt-realtime", tokens_per_minute=1),
            ears=deployment("gpt-4o-transcribe"),
        )
    )
    await running.start()
    yield running
    await running.stop()
