"""The supervisor in a thread of its own cannot take signals, so each test runs it as a process."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
DEADLINE_SECONDS = 20.0

CONFIGURATION = """
gate: {listen: "127.0.0.1:0", drain_seconds: 1}
control: {listen: "127.0.0.1:0"}
log: {level: LEVEL}
backends:
  east:
    endpoint: https://east.example.com
    credential: {kind: none}
    deployments: {gpt-4o: {model: gpt-4o}}
models: {gpt-4o: {pools: [[east/gpt-4o]]}}
use_cases: {demo: {callers: ["key:demo"], models: [gpt-4o]}}
keys: {demo: {sha256: "0000000000000000000000000000000000000000000000000000000000000000"}}
"""


class Family:
    """A supervisor with stand-ins as children, its log and their diary."""

    def __init__(self, folder: Path, *behaviours: str) -> None:
        self.configuration = folder / "headgate.yaml"
        self.diary_path = folder / "diary"
        self.diary_path.touch()
        self.configure("info")
        self._log_path = folder / "log"
        command = [sys.executable, HERE / "stand_in_family.py", self.configuration, self.diary_path, *behaviours]
        with self._log_path.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)

    def configure(self, level: str) -> None:
        self.configuration.write_text(CONFIGURATION.replace("LEVEL", level))

    def log(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self._log_path.read_bytes().splitlines() if line.startswith(b"{")]

    def events(self) -> list[object]:
        return [line["event"] for line in self.log()]

    def diary(self) -> list[str]:
        return self.diary_path.read_text().splitlines()

    def pid_of(self, child: str) -> int:
        starts = [line.split() for line in self.diary() if line.startswith(f"{child} start")]
        return int(starts[-1][2])

    def until(self, condition: Callable[[], bool]) -> None:
        give_up_at = time.monotonic() + DEADLINE_SECONDS
        while not condition():
            assert time.monotonic() < give_up_at, f"log: {self._log_path.read_text()}\ndiary: {self.diary()}"
            time.sleep(0.01)

    def until_event(self, event: str, times: int = 1) -> None:
        self.until(lambda: self.events().count(event) >= times)

    def tell(self, signum: signal.Signals) -> None:
        self.process.send_signal(signum)

    def exit_code(self) -> int:
        return self.process.wait(DEADLINE_SECONDS)


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Callable[..., Family]]:
    families: list[Family] = []

    def start(*behaviours: str) -> Family:
        families.append(Family(tmp_path, *behaviours))
        return families[-1]

    yield start
    for started in families:
        if started.process.poll() is None:
            started.process.kill()
            started.process.wait()


def test_says_ready_when_every_child_serves_and_ends_them_in_order_on_sigterm(
    family: Callable[..., Family],
) -> None:
    running = family("", "")
    running.until_event("ready")
    assert running.events().count("child_ready") == 2

    running.tell(signal.SIGTERM)

    assert running.exit_code() == 0
    ends = [line for line in running.diary() if line.endswith(("sigterm", "stopped"))]
    assert ends == ["gate-0 sigterm", "gate-0 stopped", "control sigterm", "control stopped"]
    assert running.log()[-1]["event"] == "stopped"


def test_a_child_that_dies_is_started_again_at_once(family: Callable[..., Family]) -> None:
    running = family("", "")
    running.until_event("ready")
    first = running.pid_of("gate-0")

    os.kill(first, signal.SIGKILL)

    running.until_event("child_ready", times=3)
    assert running.pid_of("gate-0") != first
    [death] = [line for line in running.log() if line["event"] == "child_died"]
    assert (death["child"], death["how"], death["restart_in_seconds"]) == ("gate-0", "killed by SIGKILL", 0)


def test_a_child_that_keeps_dying_ends_everything_with_exit_code_1(family: Callable[..., Family]) -> None:
    running = family("", "crash")

    assert running.exit_code() == 1
    [given_up] = [line for line in running.log() if line["event"] == "gave_up"]
    assert (given_up["child"], given_up["how"]) == ("control", "exit code 7")
    assert "gate-0 stopped" in running.diary()


def test_a_changed_file_reaches_every_child(family: Callable[..., Family]) -> None:
    running = family("", "")
    running.until_event("ready")

    running.configure("debug")

    running.until_event("reloaded")
    assert {"gate-0 reload debug", "control reload debug"} <= set(running.diary())
    os.kill(running.pid_of("control"), signal.SIGKILL)
    running.until(lambda: any(line.startswith("control start") and "debug" in line for line in running.diary()))


def test_a_configuration_that_does_not_hold_changes_nothing(family: Callable[..., Family]) -> None:
    running = family("", "")
    running.until_event("ready")

    running.configure("loud")
    running.tell(signal.SIGHUP)

    running.until_event("reload_refused")
    assert not any("reload" in line for line in running.diary())
    assert "configuration_mistake" in running.events()


def test_when_one_child_rejects_the_settings_the_others_get_the_old_ones_back(
    family: Callable[..., Family],
) -> None:
    running = family("", "rejects")
    running.until_event("ready")

    running.configure("warning")

    running.until(lambda: "gate-0 reload info" in running.diary())
    running.until_event("reload_refused")
    assert "headgate.yaml:3: backends: I cannot" in [line.get("message") for line in running.log()]


def test_what_needs_a_restart_is_said_and_the_rest_is_applied(family: Callable[..., Family]) -> None:
    running = family("", "")
    running.until_event("ready")

    text = CONFIGURATION.replace("LEVEL", "debug").replace('control: {listen: "127.0.0.1:0"}', "")
    running.configuration.write_text(text)

    running.until_event("reloaded")
    assert [line["key"] for line in running.log() if line["event"] == "restart_needed"] == ["control.listen"]


def test_a_second_signal_hurries(family: Callable[..., Family]) -> None:
    running = family("stubborn", "")
    running.until_event("ready")

    running.tell(signal.SIGINT)
    running.until_event("draining")
    running.tell(signal.SIGINT)

    started = time.monotonic()
    assert running.exit_code() == 0
    assert time.monotonic() - started < 5.5
    assert {"hurrying", "killed"} <= set(running.events())


def test_children_end_when_the_supervisor_is_killed(family: Callable[..., Family]) -> None:
    running = family("", "")
    running.until_event("ready")

    running.process.kill()

    running.until(lambda: {"gate-0 orphaned", "control orphaned"} <= set(running.diary()))


def test_a_child_that_leaves_the_channel_is_reaped_without_a_trace_of_trouble(
    family: Callable[..., Family],
) -> None:
    running = family("", "")
    running.until_event("ready")

    os.kill(running.pid_of("gate-0"), signal.SIGTERM)

    running.until_event("child_ready", times=3)
    running.tell(signal.SIGTERM)
    assert running.exit_code() == 0
