"""Stopping in order, told with children that are only names."""

import msgspec

from headgate.adapters.log import Log
from headgate.app.children import ChildSpec
from headgate.app.stopping import HURRY_SECONDS, MARGIN_SECONDS, POSTING_SECONDS_MAX, Stopping

DRAIN_SECONDS = 30.0


class Someone:
    """A child that notes what is done to it and ends when the test says so."""

    def __init__(self, name: str, rank: int) -> None:
        self.spec = ChildSpec(name, (), None, stop_rank=rank)
        self.name = name
        self.pid = 1
        self.running = True
        self.notes: list[str] = []

    def stop_listening(self) -> None:
        self.notes.append("deaf")

    def ask_to_stop(self) -> None:
        self.notes.append("asked")

    def kill(self) -> None:
        self.notes.append("killed")


class Ending:
    def __init__(self) -> None:
        self.gate, self.other_gate, self.control = Someone("gate-0", 0), Someone("gate-1", 0), Someone("control", 1)
        self.lines: list[dict[str, object]] = []
        log = Log(lambda line: self.lines.append(msgspec.json.decode(line)), process="supervisor")
        children = [self.gate, self.other_gate, self.control]
        self.stopping = Stopping(children, drain_seconds=DRAIN_SECONDS, log=log)


def test_gates_are_asked_first_and_control_when_they_are_gone() -> None:
    ending = Ending()

    ending.stopping.begin(0.0)
    assert (ending.gate.notes, ending.control.notes) == (["deaf", "asked"], [])

    ending.gate.running = False
    assert not ending.stopping.advance(1.0)
    assert ending.control.notes == []

    ending.other_gate.running = False
    assert not ending.stopping.advance(2.0)
    assert ending.control.notes == ["deaf", "asked"]

    ending.control.running = False
    assert ending.stopping.advance(3.0)


def test_a_gate_that_does_not_end_in_time_is_killed_once() -> None:
    ending = Ending()
    ending.stopping.begin(0.0)
    ending.other_gate.running = False

    ending.stopping.advance(DRAIN_SECONDS + MARGIN_SECONDS - 0.1)
    assert "killed" not in ending.gate.notes
    ending.stopping.advance(DRAIN_SECONDS + MARGIN_SECONDS)
    ending.stopping.advance(DRAIN_SECONDS + MARGIN_SECONDS + 0.1)

    assert ending.gate.notes == ["deaf", "asked", "killed"]
    assert [line["event"] for line in ending.lines] == ["draining", "killed"]


def test_asked_twice_everybody_gets_a_moment_only() -> None:
    ending = Ending()
    ending.stopping.begin(0.0)

    ending.stopping.hurry(1.0)
    ending.stopping.hurry(2.0)
    assert ending.gate.notes == ["deaf", "asked", "asked"]
    ending.stopping.advance(1.0 + HURRY_SECONDS)
    assert ending.gate.notes[-1] == "killed"

    ending.gate.running = ending.other_gate.running = False
    ending.stopping.advance(7.0)
    ending.stopping.advance(7.0 + HURRY_SECONDS)
    assert ending.control.notes == ["deaf", "asked", "killed"]


def test_control_has_its_own_time() -> None:
    ending = Ending()
    ending.gate.running = ending.other_gate.running = False

    ending.stopping.begin(0.0)
    ending.stopping.advance(POSTING_SECONDS_MAX - 0.1)

    assert ending.control.notes == ["deaf", "asked"]


def test_when_nobody_runs_it_is_over() -> None:
    ending = Ending()
    ending.gate.running = ending.other_gate.running = ending.control.running = False

    ending.stopping.begin(0.0)

    assert ending.stopping.advance(0.0)
