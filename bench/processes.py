"""Starting the benchmark's processes, and making sure none outlives it."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

from bench.cores import descendants

STOP_SECONDS_MAX = 10.0
"""What a process gets after SIGTERM before SIGKILL; more than any contestant was seen to need when idle."""
POLL_SECONDS = 0.05


class StartError(RuntimeError):
    """A process of the benchmark did not come up; carries the end of its log."""


@contextlib.contextmanager
def started(
    command: Sequence[str], *, core: int, log: Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Iterator[int]:
    """Run a command pinned to a core, its output in ``log``; yields its pid, and ends it and its children afterwards.

    The kernel ends it too should the benchmark itself be killed (``setpriv --pdeathsig``).
    """
    pinned = ["setpriv", "--pdeathsig", "TERM", "taskset", "-c", str(core), *command]
    with log.open("wb") as output:
        process = subprocess.Popen(
            pinned,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            start_new_session=True,
        )
    try:
        yield process.pid
    finally:
        _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    family = descendants(process.pid) if process.poll() is None else []
    process.terminate()
    try:
        process.wait(STOP_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pid in family[1:]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_listening(port: int, *, pid: int, log: Path, seconds_max: float) -> float:
    """Wait until something accepts on the port; returns the seconds it took, or raises ``StartError``."""
    begin = time.monotonic()
    while time.monotonic() - begin < seconds_max:
        if not Path(f"/proc/{pid}").exists() or _is_zombie(pid):
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return time.monotonic() - begin
        time.sleep(POLL_SECONDS)
    tail = log.read_text(errors="replace")[-2000:]
    raise StartError(f"nothing listens on port {port} after {time.monotonic() - begin:.1f} s; its log ends:\n{tail}")


def _is_zombie(pid: int) -> bool:
    return bool(re.search(r"\) Z ", Path(f"/proc/{pid}/stat").read_text()))


def listeners(port: int) -> set[int]:
    """The processes that hold a listening socket on a TCP port of IPv4."""
    inodes = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        columns = line.split()
        if columns[3] == "0A" and int(columns[1].split(":")[1], 16) == port:
            inodes.add(f"socket:[{columns[9]}]")
    return {int(fd.parts[2]) for fd in _open_descriptors() if _target(fd) in inodes}


def _open_descriptors() -> Iterator[Path]:
    for folder in Path("/proc").glob("[0-9]*/fd"):
        with contextlib.suppress(OSError):
            yield from folder.iterdir()


def _target(descriptor: Path) -> str:
    try:
        return str(descriptor.readlink())
    except OSError:
        return ""


def end_on_signals() -> None:
    """Let SIGTERM end the run like Ctrl-C does, so that everything started is stopped."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
