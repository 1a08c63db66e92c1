"""A scenario: what goes wrong when, as a file says it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from headgate.config.load import load
from headgate.core.errors import ConfigurationError
from headgate.simulator.configuration import Finding, read_file
from headgate.simulator.faults import FaultKind
from headgate.simulator.settings import Count, ResourceSettings, Seconds, SimulatorSettings

_TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):([0-5]\d)")
EVENTS_MAX = 500
"""Half of the faults that can be in force at once."""

At = Annotated[str, Meta(pattern=r"^(\d{1,3}:[0-5]\d:[0-5]\d|\d{1,2}:[0-5]\d)$")]
"""Minutes and seconds from the start, ``01:30``, or hours, minutes and seconds."""


class _Event(Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", kw_only=True):
    at: At
    """From the start: `01:30` is after 90 seconds, `2:00:00` after two hours."""
    resource: str | None = None
    """Only there; without it, on all."""


class FillEvent(_Event, frozen=True, tag="fill"):
    """The deployment's capacity is full, and nothing fits in for so long."""

    deployment: str | None = None
    """Only this one; without it, all."""
    seconds: Seconds = 60.0
    """Until requests are taken again."""


class FaultEvent(_Event, frozen=True, tag="fault"):
    """A fault is in force, as ``/simulator/faults`` takes it."""

    kind: FaultKind
    """What goes wrong."""
    deployment: str | None = None
    """Only this one; without it, all."""
    seconds: Seconds | None = None
    """How long it is in force; without it, to the end."""
    status: Annotated[int, Meta(ge=200, le=599)] = 500
    """Of the kind `status`."""
    wait_seconds: Seconds = 3600.0
    """Of `delay`, `stall` and `half_open`: how long each takes."""
    after: Annotated[int, Meta(ge=0)] = 3
    """Events of a stream, or bytes of a plain body, that are still sent."""
    probability: Annotated[float, Meta(ge=0, le=1)] = 1.0
    """Of each request to be struck."""
    count: Count | None = None
    """How often it happens; without it, as long as it is in force."""
    seed: int = 0
    """Of the draws against ``probability``."""


class LatencyEvent(_Event, frozen=True, tag="latency"):
    """Everything takes so many times as long."""

    factor: Annotated[float, Meta(ge=0.01, le=1000)]
    """Of every wait."""
    deployment: str | None = None
    """Only this one; without it, all."""
    seconds: Seconds | None = None
    """How long; without it, to the end."""


class RegenerateEvent(_Event, frozen=True, tag="regenerate_key"):
    """A key is made anew: the old one is refused from then on."""

    key: Literal["key1", "key2"] = "key1"
    """Which of the two."""


Event = FillEvent | FaultEvent | LatencyEvent | RegenerateEvent


class Scenario(Struct, frozen=True, forbid_unknown_fields=True):
    """A scenario file."""

    events: list[Event]
    """What happens, each at its time."""


def seconds_of(at: str) -> float:
    """The seconds from the start that an event's time means."""
    found = _TIME.fullmatch(at)
    assert found is not None, "the type has checked it"
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return float(hours * 3600 + minutes * 60 + seconds)


def load_scenario(path: Path, settings: SimulatorSettings, env: Mapping[str, str]) -> Scenario:
    """Read a scenario for a simulator; raises ``ConfigurationError`` with every mistake found."""
    loaded = load(path, None, Scenario, env=env, read_file=read_file)
    if loaded.settings is None:
        raise ConfigurationError(loaded.mistakes)
    found = [loaded.at(place, message) for place, message in _findings(loaded.settings, settings)]
    if found:
        raise ConfigurationError(loaded.in_order(found))
    return loaded.settings


def _findings(scenario: Scenario, settings: SimulatorSettings) -> Iterator[Finding]:
    if len(scenario.events) > EVENTS_MAX:
        yield ("events",), f"holds more than {EVENTS_MAX} events"
    for number, event in enumerate(scenario.events):
        for key, message in mistakes_of(event, settings.resources):
            yield ("events", number, key), message


def mistakes_of(event: Event, resources: Mapping[str, ResourceSettings]) -> Iterator[tuple[str, str]]:
    """What an event names that is not simulated: the key, and what is wrong with it."""
    if event.resource is not None and event.resource not in resources:
        yield "resource", f"there is no {event.resource}; known: {', '.join(resources)}"
        return
    if event.resource is not None and resources[event.resource].cassettes is not None:
        yield "resource", f"{event.resource} plays cassettes; nothing happens to it but what was recorded"
        return
    there = {event.resource: resources[event.resource]} if event.resource else resources
    if isinstance(event, RegenerateEvent):
        wanting = [name for name, resource in there.items() if len(resource.keys) < int(event.key[-1])]
        if wanting:
            yield "key", f"{', '.join(wanting)} has no {event.key}"
        return
    known = sorted({name for resource in there.values() for name in resource.deployments})
    if event.deployment is not None and event.deployment not in known:
        yield "deployment", f"there is no {event.deployment}; known: {', '.join(known)}"
