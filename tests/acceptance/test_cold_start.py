"""A cold ``headgate serve`` answers on both of its ports in under a second."""

import hashlib
import os
import signal
import time
from pathlib import Path

from tests.acceptance.program import Program, get
from tests.acceptance.test_serve import CONFIGURATION

TRIES = 5
SECONDS_MAX = 1.0
_TICKS = os.sysconf("SC_CLK_TCK")


def test_it_is_ready_in_under_a_second(tmp_path: Path) -> None:
    path = tmp_path / "headgate.yaml"
    digest = hashlib.sha256(b"hg-key").hexdigest()
    path.write_text(CONFIGURATION.format(gate_port=0, endpoint="http://127.0.0.1:9", model="gpt-4o", digest=digest))

    tries = [start(tmp_path / f"try-{number}", path) for number in range(TRIES)]

    seconds, work = (min(column) for column in zip(*tries, strict=True))
    assert work < SECONDS_MAX
    # On a machine that is busy with other things the clock says nothing about Headgate; the work above does.
    assert seconds < SECONDS_MAX or machine_is_busy(), tries


def start(folder: Path, configuration: Path) -> tuple[float, float]:
    """Start and stop once; return the seconds until it answered, and how many of them were its own work."""
    began = time.monotonic()
    program = Program(folder, "serve", "--config", str(configuration))
    ready = program.until_line("ready")
    assert get(f"http://{ready['gate']}/health/ready")[0] == 200
    assert get(f"http://{ready['control']}/health/live")[0] == 200
    seconds = time.monotonic() - began
    work = cpu_seconds(program.process.pid) + max(cpu_seconds(pid) for pid in program.children())
    program.tell(signal.SIGTERM)
    assert program.exit_code() == 0
    return seconds, work


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def machine_is_busy() -> bool:
    return os.getloadavg()[0] > (os.cpu_count() or 1)
