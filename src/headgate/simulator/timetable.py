"""What goes wrong when: the events of a scenario, and those that the control API asks for, each done at its time."""

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from msgspec import Struct

from headgate.core.clock import Clock
from headgate.simulator.deployment import Deployment
from headgate.simulator.faults import Fault, Faults
from headgate.simulator.resource import Resource
from headgate.simulator.scenario import (
    EVENTS_MAX,
    Event,
    FaultEvent,
    FillEvent,
    LatencyEvent,
    RegenerateEvent,
    Scenario,
    mistakes_of,
    seconds_of,
)

_log = logging.getLogger(__name__)


class Timer(Protocol):
    """What was asked to be done later."""

    def cancel(self) -> None:
        """Do it not."""
        ...


class Timers(Protocol):
    """As much of an event loop as a timetable needs; its seconds are the simulator's."""

    def call_later(self, delay: float, callback: Callable[..., object], *arguments: object) -> Timer:
        """Call when so many seconds have passed."""
        ...


class EventReport(Struct):
    """An event that is in force or still to come, as ``GET /simulator/events`` lists it."""

    id: int
    event: Event
    begins_in: float
    """Seconds of the simulator; 0 when it is in force."""
    ends_in: float | None
    """None when it stays."""


class _Planned(Struct):
    id: int
    event: Event
    begins_at: float
    """Seconds of the monotonic clock."""
    timer: Timer
    """Of its beginning; once it is in force, of its end."""
    in_force: bool = False
    fault: int = 0
    """The id of the fault that it put in force."""


class Timetable:
    """The events of one simulator. Those that are over are forgotten."""

    def __init__(self, resources: Mapping[str, Resource], faults: Faults, clock: Clock, timers: Timers) -> None:
        """Nothing is to happen yet."""
        self._resources = resources
        self._faults = faults
        self._clock = clock
        self._timers = timers
        self._planned: dict[int, _Planned] = {}
        self._ids = 0

    def play(self, scenario: Scenario) -> None:
        """Begin a scenario: its times count from now."""
        for event in scenario.events:
            self._plan(event)

    def add(self, event: Event) -> int:
        """Do an event when its time, counted from now, has come; returns its id.

        Raises:
            ValueError: when it names what is not simulated, or there are too many.
        """
        settings = {name: resource.settings for name, resource in self._resources.items()}
        for key, message in mistakes_of(event, settings):
            raise ValueError(f"{key}: {message}")
        if len(self.reports()) >= EVENTS_MAX:
            raise ValueError(f"there are {EVENTS_MAX} events already; delete some")
        return self._plan(event)

    def remove(self, event_id: int | None = None) -> int:
        """End one event, or all: what was to come does not come. Returns how many there were."""
        found = [each for each in self._planned.values() if event_id in (None, each.id)]
        for each in found:
            each.timer.cancel()
            self._end(each)
        return len(found)

    def reports(self) -> list[EventReport]:
        """What is in force and what is to come, in the order in which it was asked for."""
        self._forget_faults_that_are_over()
        now = self._clock.monotonic()
        return [_report(each, now) for each in self._planned.values()]

    def stop(self) -> None:
        """Do nothing more; what is in force stays."""
        for each in self._planned.values():
            each.timer.cancel()
        self._planned.clear()

    def _plan(self, event: Event) -> int:
        self._ids += 1
        delay = seconds_of(event.at)
        planned = _Planned(self._ids, event, self._clock.monotonic() + delay, timer=_NEVER)
        self._planned[planned.id] = planned
        if delay > 0:
            planned.timer = self._timers.call_later(delay, self._begin_in_time, planned)
        else:
            self._begin(planned)
        return planned.id

    def _begin_in_time(self, planned: _Planned) -> None:
        try:
            self._begin(planned)
        except ValueError as error:
            _log.warning("an event did not begin: %s", error)

    def _begin(self, planned: _Planned) -> None:
        event = planned.event
        if isinstance(event, FaultEvent):
            planned.fault = self._add_fault(planned.id, event)
        elif isinstance(event, FillEvent):
            for deployment in self._deployments(event.resource, event.deployment):
                deployment.capacity.fill(event.seconds, self._clock.monotonic())
        elif isinstance(event, LatencyEvent):
            for deployment in self._deployments(event.resource, event.deployment):
                deployment.pace.factors.append(event.factor)
        else:
            for resource in self._concerned(event.resource):
                resource.keys.regenerate(event.key)
        planned.in_force = True
        seconds = _seconds_in_force(event)
        if seconds == 0:
            del self._planned[planned.id]
        elif seconds is not None:
            planned.timer = self._timers.call_later(seconds, self._end, planned)

    def _add_fault(self, event_id: int, event: FaultEvent) -> int:
        try:
            return self._faults.add(_fault(event))
        except ValueError:
            del self._planned[event_id]
            raise

    def _end(self, planned: _Planned) -> None:
        del self._planned[planned.id]
        event = planned.event
        if not planned.in_force:
            return
        if isinstance(event, FaultEvent):
            self._faults.remove(planned.fault)
        elif isinstance(event, FillEvent):
            self._relieve(event, planned.begins_at + event.seconds)
        elif isinstance(event, LatencyEvent):
            for deployment in self._deployments(event.resource, event.deployment):
                deployment.pace.factors.remove(event.factor)

    def _relieve(self, event: FillEvent, until: float) -> None:
        """End what fills a capacity, unless another event fills it as well."""
        now = self._clock.monotonic()
        for deployment in self._deployments(event.resource, event.deployment):
            deployment.capacity.relieve(until - now, now)
        for each in self._planned.values():
            if each.in_force and isinstance(each.event, FillEvent):
                for deployment in self._deployments(each.event.resource, each.event.deployment):
                    deployment.capacity.fill(each.begins_at + each.event.seconds - now, now)

    def _forget_faults_that_are_over(self) -> None:
        """A fault that happened as often as it may is over before its time; so is one that was deleted."""
        there = {report.id for report in self._faults.reports()}
        for each in tuple(self._planned.values()):
            if each.fault and each.fault not in there:
                each.timer.cancel()
                del self._planned[each.id]

    def _concerned(self, resource: str | None) -> list[Resource]:
        return list(self._resources.values()) if resource is None else [self._resources[resource]]

    def _deployments(self, resource: str | None, name: str | None) -> Iterator[Deployment]:
        for each in self._concerned(resource):
            yield from (one for one in each.deployments.values() if name in (None, one.name))


class _Never:
    def cancel(self) -> None:
        """There is nothing to cancel."""


_NEVER = _Never()


def _seconds_in_force(event: Event) -> float | None:
    """How long it has an end to wait for; None when it stays."""
    return 0.0 if isinstance(event, RegenerateEvent) else event.seconds


def _report(planned: _Planned, now: float) -> EventReport:
    begins_in = 0.0 if planned.in_force else max(0.0, planned.begins_at - now)
    seconds = _seconds_in_force(planned.event)
    ends_in = None if seconds is None else max(0.0, planned.begins_at + seconds - now)
    return EventReport(id=planned.id, event=planned.event, begins_in=begins_in, ends_in=ends_in)


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
