import json
import subprocess
import sys
from pathlib import Path

import pytest

from headgate.adapters.log import Log


def spoken(level: str = "info") -> tuple[Log, list[bytes]]:
    lines: list[bytes] = []
    return Log(lines.append, process="gate-0", level=level, now=lambda: 1_764_000_000.25), lines


def test_an_event_is_one_json_line_with_its_fields() -> None:
    speaker, lines = spoken()

    speaker.info("ready", address="127.0.0.1:8080", path=Path("data"))

    [line] = lines
    assert line.endswith(b"\n")
    assert json.loads(line) == {
        "time": "2025-11-24T16:00:00.250Z",
        "level": "info",
        "event": "ready",
        "process": "gate-0",
        "address": "127.0.0.1:8080",
        "path": "data",
    }


@pytest.mark.parametrize("level,written", [("debug", 4), ("info", 3), ("warning", 2), ("error", 1)])
def test_only_levels_that_are_wanted_are_written(level: str, written: int) -> None:
    speaker, lines = spoken(level)

    speaker.debug("a")
    speaker.info("b")
    speaker.warning("c")
    speaker.error("d")

    assert len(lines) == written


def test_a_process_says_where_its_log_goes() -> None:
    speaker, before = spoken()
    after: list[bytes] = []

    speaker.speak(after.append, process="control", level="debug")
    speaker.debug("hello")

    assert before == []
    assert json.loads(after[0])["process"] == "control"


def test_before_that_it_goes_to_standard_error() -> None:
    program = "from headgate.adapters.log import log; log.warning('early')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=60)

    assert json.loads(done.stderr)["event"] == "early"
