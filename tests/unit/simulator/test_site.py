from typing import Any

from headgate.simulator.clock import SystemClock
from headgate.simulator.control import Control
from headgate.simulator.exchange import Request
from headgate.simulator.faults import Faults
from headgate.simulator.resource import Resource
from headgate.simulator.site import Site
from headgate.simulator.timetable import Timetable
from headgate.simulator.truth import Truth
from tests.unit.simulator.standing_loop import StandingLoop


class Guest:
    """A connection that only notes its end."""

    ended = False

    def end(self) -> None:
        self.ended = True


def _site(resource: Resource, faults: Faults, truth: Truth, connections_max: int = 2) -> Site:
    timetable = Timetable({"eastus": resource}, faults, SystemClock(), StandingLoop())
    control = Control(faults=faults, truth=truth, timetable=timetable)
    return Site(resource, control, date_line=lambda: b"", connections_max=connections_max)


def test_the_simulators_own_paths_ask_for_no_key(resource: Resource, faults: Faults, truth: Truth) -> None:
    site = _site(resource, faults, truth)

    assert site.serve(Request("GET", b"/simulator/usage", {}, b"")).answer.status == 200
    assert site.serve(Request("GET", b"/openai/v1/models", {}, b"")).answer.status == 401


def test_connections_are_limited_and_ended_together(resource: Resource, faults: Faults, truth: Truth) -> None:
    site = _site(resource, faults, truth)
    guests: list[Any] = [Guest(), Guest(), Guest()]

    assert [site.admit(guest) for guest in guests] == [True, True, False]
    site.leave(guests[0])
    assert site.admit(guests[2])
    site.end_connections()
    assert [guest.ended for guest in guests] == [False, True, True]
