"""What the simulator's tests share: a clock that stands still, and a running simulator."""

from collections.abc import AsyncIterator

import pytest

from headgate.simulator.faults import Faults
from headgate.simulator.resource import Resource
from headgate.simulator.server import Simulator
from headgate.simulator.timetable import Timetable
from headgate.simulator.truth import Truth
from tests.unit.simulator.settings_for_tests import deployment, resource_settings, simulator_settings
from tests.unit.simulator.standing_loop import StandingLoop


class StandingClock:
    """Moves only when told."""

    def __init__(self) -> None:
        self.seconds = 1_774_962_746.0

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def truth() -> Truth:
    return Truth(requests_kept=1000)


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def resource(clock: StandingClock, truth: Truth, faults: Faults) -> Resource:
    settings = resource_settings(
        **{
            "gpt-4o": deployment(),
            "limited": deployment(requests_per_minute=2, tokens_per_minute=100, requests_slice="minute"),
            "ptu": deployment(kind="provisioned", ptu=1),
            "embedding": deployment("text-embedding-3-small"),
            "whisper": deployment("whisper"),
        }
    )
    return Resource("eastus", settings, faults=faults, truth=truth, clock=clock)


@pytest.fixture
def timetable(resource: Resource, faults: Faults, clock: StandingClock) -> Timetable:
    return Timetable({"eastus": resource}, faults, clock, StandingLoop())


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    running = Simulator(simulator_settings())
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def endpoint(simulator: Simulator) -> str:
    return simulator.endpoints["eastus"]
