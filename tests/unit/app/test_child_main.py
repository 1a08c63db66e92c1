import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.app.samples import SETTINGS
from tests.unit.app.started import Started

WORK = """
import sys, warnings
from headgate.app.child_main import run_child
from headgate.core.errors import ConfigurationError, JournalError, Mistake

def work(context):
    {body}

sys.exit(run_child(work))
"""

Start = Callable[[str], Started]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    running: list[Started] = []

    def start(body: str) -> Started:
        running.append(Started(tmp_path, (sys.executable, "-c", WORK.format(body=body)), SETTINGS, name="gate-0"))
        return running[-1]

    yield start
    for one in running:
        one.end()


def test_work_gets_what_the_supervisor_said(start: Start) -> None:
    body = "context.log.info('here', keys=list(context.settings.keys), port=context.socket.getsockname()[1])"
    child = start(body)

    assert child.until(child.child.reap) == "exit code 0"
    [line] = child.log()
    assert (line["process"], line["keys"]) == ("gate-0", ["demo"])
    assert line["port"] == child.socket.getsockname()[1]


def test_settings_that_cannot_be_worked_with_are_told_mistake_by_mistake(start: Start) -> None:
    child = start("raise ConfigurationError([Mistake('a.yaml', 1, 'gate', 'x'), Mistake('a.yaml', 2, 'data', 'y')])")

    assert child.until(child.child.reap) == "exit code 1"
    assert [line["message"] for line in child.log()] == ["a.yaml:1: gate: x", "a.yaml:2: data: y"]


def test_an_expected_error_is_one_line(start: Start) -> None:
    child = start("raise JournalError('disk full')")

    assert child.until(child.child.reap) == "exit code 1"
    assert [(line["event"], line["message"]) for line in child.log()] == [("failed", "disk full")]


def test_what_libraries_say_is_in_the_log(start: Start) -> None:
    child = start("import logging; logging.getLogger('asyncio').error('Task exception was never retrieved')")

    assert child.until(child.child.reap) == "exit code 0"
    assert [line["logger"] for line in child.log()] == ["asyncio"]


def test_without_a_supervisor_it_ends(start: Start, tmp_path: Path) -> None:
    child = Started(tmp_path, (sys.executable, "-c", "import time; " + WORK.format(body="pass")), SETTINGS, name="x")
    child.child.close_channel()

    assert child.until(child.child.reap) in {"exit code 0", "exit code 1"}
    child.end()
