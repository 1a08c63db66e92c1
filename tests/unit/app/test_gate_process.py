"""A gate worker as a process, with the test in the supervisor's place."""

import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from headgate.app.children import python_command
from headgate.app.messages import Ready, Reloaded
from headgate.app.run_files import read_gauges, remove_left_gauges, run_folder
from headgate.settings import LogSettings
from tests.unit.app.samples import SETTINGS
from tests.unit.app.started import Started

NOW_OR_BEFORE = 0.0
PLAIN = replace(SETTINGS, backends={"east": SETTINGS.backends["east"]})


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Started]:
    remove_left_gauges(tmp_path)
    command = python_command("headgate.app.gate_process", "gate-0")
    started = Started(tmp_path, command, replace(PLAIN, data=str(tmp_path)), name="gate-0")
    assert started.channel.receive() == [Ready()]
    yield started
    started.end()


def test_it_serves_on_the_socket_it_was_given(gate: Started) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    with opener.open(f"{gate.url}/health/ready", timeout=20) as answer:
        assert answer.status == 200


def test_it_leaves_its_gauges_where_control_looks(gate: Started, tmp_path: Path) -> None:
    [gauges] = gate.until(lambda: read_gauges(tmp_path, NOW_OR_BEFORE))

    assert gauges.worker == "gate-0"
    assert {"connections", "memory_bytes", "cpu_seconds", "start_time_seconds"} <= set(gauges.gauges)
    assert gauges.gauges["memory_bytes"] > 1_000_000


def test_it_drains_on_sigterm_and_takes_its_gauges_with_it(gate: Started, tmp_path: Path) -> None:
    gate.until(lambda: read_gauges(tmp_path, NOW_OR_BEFORE))

    assert gate.stop() == "exit code 0"

    assert list(run_folder(tmp_path).glob("*.json")) == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(gate.url.removeprefix("http://").split(":"))


def test_it_works_with_new_settings(gate: Started, tmp_path: Path) -> None:
    new = replace(PLAIN, data=str(tmp_path), log=LogSettings(level="debug"))

    assert gate.reload(new) == [Reloaded("new")]


def test_it_drains_when_its_supervisor_is_gone(gate: Started) -> None:
    gate.child.close_channel()
    gate.socket.close()

    assert gate.until(gate.child.reap) == "exit code 0"
