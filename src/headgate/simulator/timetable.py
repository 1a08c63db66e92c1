"""Plays a scenario: does each of its events when its time has come."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from headgate.core.clock import Clock
from headgate.simulator.deployment import Deployment
from headgate.simulator.faults import Fault, Faults
from headgate.simulator.resource import Resource
from headgate.simulator.scenario import Event, FaultEvent, FillEvent, LatencyEvent, Scenario, seconds_of


class Timer(Protocol):
    """What was asked to be done later."""

    def cancel(self) -> None:
        """Do it not."""
        ...


class Timers(Protocol):
    """As much of an event loop as a timetable needs; its seconds are the simulator's."""

    def call_later(self, delay: float, callback: Callable[..., object], /) -> Timer:
        """Call when so many seconds have passed."""
        ...


class Timetable:
    """One scenario, played once."""

    def __init__(self, scenario: Scenario, resources: Mapping[str, Resource], faults: Faults, clock: Clock) -> None:
        """Play it on these resources."""
        self._scenario = scenario
        self._resources = resources
        self._faults = faults
        self._clock = clock
        self._timers: list[Timer] = []

    def start(self, timers: Timers) -> None:
        """Begin: its times count from now."""
        for event in self._scenario.events:
            self._timers.append(timers.call_later(seconds_of(event.at), lambda event=event: self._do(event, timers)))

    def stop(self) -> None:
        """Do nothing more of it."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    def _do(self, event: Event, timers: Timers) -> None:
        if isinstance(event, FaultEvent):
            fault_id = self._faults.add(_fault(event))
            if event.seconds is not None:
                self._timers.append(timers.call_later(event.seconds, lambda: self._faults.remove(fault_id)))
        elif isinstance(event, FillEvent):
            for deployment in self._deployments(event.resource, event.deployment):
                deployment.capacity.fill(event.seconds, self._clock.monotonic())
        elif isinstance(event, LatencyEvent):
            for deployment in self._deployments(event.resource, event.deployment):
                deployment.pace.factors.append(event.factor)
            if event.seconds is not None:
                self._timers.append(timers.call_later(event.seconds, lambda: self._end_latency(event)))
        else:
            for resource in self._concerned(event.resource):
                resource.keys.regenerate(event.key)

    def _end_latency(self, event: LatencyEvent) -> None:
        for deployment in self._deployments(event.resource, event.deployment):
            deployment.pace.factors.remove(event.factor)

    def _concerned(self, resource: str | None) -> list[Resource]:
        return list(self._resources.values()) if resource is None else [self._resources[resource]]

    def _deployments(self, resource: str | None, name: str | None) -> Iterator[Deployment]:
        for each in self._concerned(resource):
            yield from (one for one in each.deployments.values() if name in (None, one.name))


def _fault(event: FaultEvent) -> Fault:
    return Fault(
        kind=event.kind,
        resource=event.resource,
        deployment=event.deployment,
        status=event.status,
        seconds=event.wait_seconds,
        after=event.after,
        probability=event.probability,
        count=event.count,
        seed=event.seed,
    )
