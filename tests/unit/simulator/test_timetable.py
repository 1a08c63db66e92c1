from typing import Any

import pytest

from headgate.simulator.capacity import Demand, Throttled
from headgate.simulator.faults import Faults
from headgate.simulator.resource import Resource
from headgate.simulator.scenario import Event, FaultEvent, FillEvent, LatencyEvent, RegenerateEvent, Scenario
from headgate.simulator.timetable import Timetable
from tests.unit.simulator.settings_for_tests import KEY
from tests.unit.simulator.standing_loop import StandingLoop

SMALL = Demand(prompt_tokens=1, prompt_characters=4, completion_tokens_max=1)


class Stage:
    """A scenario on one resource, where time passes when told."""

    def __init__(self, resource: Resource, faults: Faults, clock: Any) -> None:
        self.resource, self.faults, self.clock, self.loop = resource, faults, clock, StandingLoop()

    def play(self, *events: Event) -> Timetable:
        timetable = Timetable(Scenario(list(events)), {"eastus": self.resource}, self.faults, self.clock)
        timetable.start(self.loop)
        return timetable

    def kinds(self) -> list[str]:
        return [report.fault.kind for report in self.faults.reports()]

    def wait_of(self, deployment: str) -> Throttled | None:
        return self.resource.deployments[deployment].capacity.admit(SMALL, self.clock.monotonic())


@pytest.fixture
def stage(resource: Resource, faults: Faults, clock: Any) -> Stage:
    return Stage(resource, faults, clock)


def test_a_fault_is_in_force_from_its_time_on_for_so_long(stage: Stage) -> None:
    stage.play(FaultEvent(at="01:00", kind="status", status=503, seconds=20, resource="eastus"))

    stage.loop.advance(59)
    assert stage.kinds() == []
    stage.loop.advance(1)
    assert stage.kinds() == ["status"]
    assert stage.faults.reports()[0].fault.status == 503
    stage.loop.advance(20)
    assert stage.kinds() == []


def test_a_fault_without_an_end_stays(stage: Stage) -> None:
    stage.play(FaultEvent(at="00:01", kind="reset_midway", probability=0.5))

    stage.loop.advance(10_000)
    assert stage.kinds() == ["reset_midway"]


@pytest.mark.parametrize("deployment", ["ptu", "limited"])
def test_capacity_that_fills_takes_nothing_until_its_end(stage: Stage, deployment: str) -> None:
    stage.play(FillEvent(at="00:10", deployment=deployment, seconds=30))
    stage.loop.advance(10)

    throttled = stage.wait_of(deployment)
    assert throttled is not None
    assert throttled.seconds >= 30 - 1e-9
    stage.clock.seconds += throttled.seconds + 1
    assert stage.wait_of(deployment) is None


def test_latency_is_stretched_and_comes_back(stage: Stage) -> None:
    stage.play(LatencyEvent(at="00:10", factor=3, seconds=5, deployment="ptu"))
    pace, other = stage.resource.deployments["ptu"].pace, stage.resource.deployments["gpt-4o"].pace

    stage.loop.advance(10)
    assert (pace.factors, other.factors) == ([3], [])
    stage.loop.advance(5)
    assert pace.factors == []


def test_one_latency_that_ends_leaves_the_other_in_force(stage: Stage) -> None:
    stage.play(
        LatencyEvent(at="00:10", factor=3, seconds=20, deployment="ptu"),
        LatencyEvent(at="00:15", factor=2, seconds=5, deployment="ptu"),
    )
    pace = stage.resource.deployments["ptu"].pace

    stage.loop.advance(15)
    assert pace.factors == [3, 2]
    stage.loop.advance(5)
    assert pace.factors == [3]


def test_a_regenerated_key_is_refused(stage: Stage) -> None:
    stage.play(RegenerateEvent(at="00:10", resource="eastus"))
    stage.loop.advance(10)

    assert not stage.resource.keys.accepts(KEY.encode())


def test_a_stopped_scenario_does_nothing_more(stage: Stage) -> None:
    stage.play(FaultEvent(at="00:10", kind="status")).stop()

    stage.loop.advance(100)
    assert stage.kinds() == []
