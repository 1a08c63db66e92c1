from typing import Any

import pytest

from headgate.simulator.capacity import Demand, Throttled
from headgate.simulator.faults import Fault, Faults
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

        self.timetable = Timetable({"eastus": resource}, faults, clock, self.loop)

    def play(self, *events: Event) -> None:
        self.timetable.play(Scenario(list(events)))

    def passes(self, seconds: float) -> None:
        """Time, for the clock and for what waits."""
        self.clock.seconds += seconds
        self.loop.advance(seconds)

    def listed(self) -> list[tuple[int, float, float | None]]:
        """The id of each event, when it begins and when it ends."""
        return [(report.id, report.begins_in, report.ends_in) for report in self.timetable.reports()]

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


@pytest.mark.parametrize("deployment", ["ptu", "limited", "gpt-4o"])
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
    stage.play(FaultEvent(at="00:10", kind="status"))
    stage.timetable.stop()

    stage.loop.advance(100)
    assert stage.kinds() == []


def test_an_event_that_is_added_counts_from_now(stage: Stage) -> None:
    stage.passes(100)
    stage.timetable.add(FaultEvent(at="00:00", kind="stall"))
    stage.timetable.add(FaultEvent(at="00:10", kind="status"))

    assert stage.kinds() == ["stall"]
    stage.passes(10)
    assert stage.kinds() == ["stall", "status"]


def test_events_are_listed_from_their_planning_to_their_end(stage: Stage) -> None:
    stage.play(
        FillEvent(at="00:10", deployment="ptu", seconds=30),
        LatencyEvent(at="00:00", factor=2),
        RegenerateEvent(at="00:20"),
        FaultEvent(at="00:00", kind="status", seconds=5),
    )

    assert stage.listed() == [(1, 10, 40), (2, 0, None), (3, 20, 20), (4, 0, 5)]
    stage.passes(15)
    assert stage.listed() == [(1, 0, 25), (2, 0, None), (3, 5, 5)]
    stage.passes(25)
    assert stage.listed() == [(2, 0, None)]


def test_a_fault_that_happened_as_often_as_it_may_is_listed_no_more(stage: Stage) -> None:
    stage.play(FaultEvent(at="00:00", kind="status", count=1), FaultEvent(at="00:00", kind="stall", seconds=9))
    stage.faults.draw("eastus", "gpt-4o", "chat.completions")
    stage.faults.remove(2)

    assert stage.listed() == []
    stage.passes(10)


def test_what_is_removed_ends_at_once_or_never_begins(stage: Stage) -> None:
    stage.play(
        FaultEvent(at="00:00", kind="status", seconds=50),
        LatencyEvent(at="00:00", factor=3, deployment="ptu"),
        FaultEvent(at="00:20", kind="stall"),
    )

    assert stage.timetable.remove(2) == 1
    assert stage.resource.deployments["ptu"].pace.factors == []
    assert stage.timetable.remove() == 2
    assert stage.timetable.remove() == 0
    stage.passes(100)
    assert stage.kinds() == []


@pytest.mark.parametrize("deployment", ["ptu", "limited", "gpt-4o"])
def test_capacity_whose_filling_is_removed_takes_requests_again(stage: Stage, deployment: str) -> None:
    stage.play(FillEvent(at="00:00", deployment=deployment, seconds=3600))
    stage.passes(10)
    assert stage.wait_of(deployment)

    stage.timetable.remove()

    throttled = stage.wait_of(deployment)
    assert throttled is None or throttled.seconds < 31


def test_capacity_that_two_events_fill_is_full_until_both_are_over(stage: Stage) -> None:
    stage.play(FillEvent(at="00:00", deployment="ptu", seconds=30), FillEvent(at="00:00", seconds=300))

    stage.passes(31)
    assert stage.wait_of("ptu") is not None
    assert stage.wait_of("gpt-4o") is not None
    stage.timetable.add(FillEvent(at="00:00", deployment="ptu", seconds=60))
    stage.timetable.remove(2)

    throttled = stage.wait_of("ptu")
    assert throttled is not None
    assert throttled.seconds == pytest.approx(60)
    assert stage.wait_of("gpt-4o") is None


def test_an_event_about_what_is_not_there_is_refused(stage: Stage) -> None:
    with pytest.raises(ValueError, match=r"^resource: there is no westus; known: eastus$"):
        stage.timetable.add(FillEvent(at="00:00", resource="westus"))
    with pytest.raises(ValueError, match=r"^deployment: there is no gpt-9; known: "):
        stage.timetable.add(LatencyEvent(at="00:00", factor=2, deployment="gpt-9"))
    with pytest.raises(ValueError, match=r"^key: eastus has no key2$"):
        stage.timetable.add(RegenerateEvent(at="00:00", key="key2"))


def test_events_have_a_limit(stage: Stage) -> None:
    for _ in range(500):
        stage.timetable.add(FaultEvent(at="01:00", kind="status"))

    with pytest.raises(ValueError, match="500 events already"):
        stage.timetable.add(FaultEvent(at="01:00", kind="status"))


def test_a_fault_too_many_is_refused_or_told_in_the_log(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.play(FaultEvent(at="00:10", kind="stall"))
    for _ in range(1_000):
        stage.faults.add(Fault(kind="status"))

    with pytest.raises(ValueError, match="1000 faults already"):
        stage.timetable.add(FaultEvent(at="00:00", kind="stall"))
    stage.passes(10)
    assert "did not begin: there are 1000 faults already" in caplog.text
    assert stage.listed() == []
