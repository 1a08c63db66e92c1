"""What stands while the load runs: a simulated Azure OpenAI, and Headgate in front of two of its resources."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from examples.overflow.caller import Address

HERE = Path(__file__).resolve().parent
CALLER_KEY = "hg-caller-of-the-demonstration"
_SIMULATOR_KEY = "headgate-simulator-key-1"
_READY_SECONDS_MAX = 30.0
_END_SECONDS_MAX = 60.0
_HEADGATE = (sys.executable, "-c", "from headgate.cli import main; main()")


class Standing:
    """Both programs, from entering to leaving; what they need and write lies in ``folder``."""

    def __init__(self, folder: Path, *, ptu: int, faster: float) -> None:
        """Nothing runs yet. ``faster`` is how many of the simulator's seconds pass in one."""
        self._folder = folder
        self._env = {**os.environ, "PTU": str(ptu), "TIME_FACTOR": str(faster), "KEY": _SIMULATOR_KEY}
        self._env["CALLER_DIGEST"] = hashlib.sha256(CALLER_KEY.encode()).hexdigest()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._resources: dict[str, str] = {}
        self.gate = ""
        """Its address, host and port."""

    def __enter__(self) -> Self:
        """Start the simulator, then Headgate; both are ready when this returns."""
        self._folder.mkdir(parents=True)
        for name in ("simulator.yaml", "headgate.yaml"):
            shutil.copy(HERE / name, self._folder)
        try:
            told = self._start("simulate", "--config", "simulator.yaml", until=b"api-key:")
            self._resources = dict(line.split(": ", 1) for line in told if ": http" in line)
            self._env["PROVISIONED"], self._env["OVERFLOW"] = (
                self._resources[name] for name in ("provisioned", "overflow")
            )
            *_, ready = self._start("serve", "--config", "headgate.yaml", until=b'"event":"ready"')
            self.gate = json.loads(ready)["gate"]
        except BaseException:
            self._end_all()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End both, Headgate first: it writes its books to the end."""
        self._end_all()

    def address(self, name: str) -> Address:
        """Of a simulated resource, or of ``headgate``."""
        if name == "headgate":
            host, _, port = self.gate.rpartition(":")
            return Address(host, int(port), CALLER_KEY, "gpt-4o")
        host, _, port = self._resources[name].rpartition("//")[2].rpartition(":")
        return Address(host, int(port), _SIMULATOR_KEY, "gpt-4o-ptu")

    def served(self) -> dict[str, Any]:
        """What the simulator says it served, by resource and deployment."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{self._resources['alone']}/simulator/usage", timeout=10) as answer:
            resources: dict[str, Any] = json.load(answer)["resources"]
        return {
            f"{name}/{one}": sums for name, found in resources.items() for one, sums in found["deployments"].items()
        }

    def books(self) -> dict[str, Any]:
        """What ``headgate usage`` says, as soon as all of it is in the ledger."""
        command = [*_HEADGATE, "usage", "--config", "headgate.yaml", "--by", "deployment", "--format", "json"]
        told = subprocess.run(command, cwd=self._folder, env=self._env, check=True, capture_output=True, timeout=60)
        return dict(json.loads(told.stdout))

    def _start(self, *arguments: str, until: bytes) -> list[str]:
        """Start ``headgate`` with these and wait for a line that holds ``until``; return the lines so far."""
        path = self._folder / f"{arguments[0]}.log"
        with path.open("wb") as log:
            process = subprocess.Popen(
                [*_HEADGATE, *arguments], stdout=log, stderr=subprocess.STDOUT, cwd=self._folder, env=self._env
            )
        self._processes.append(process)
        give_up_at = time.monotonic() + _READY_SECONDS_MAX
        while True:
            lines = path.read_bytes().rpartition(b"\n")[0].splitlines()
            found = [number for number, line in enumerate(lines, start=1) if until in line.replace(b'": "', b'":"')]
            if found:
                return [line.decode() for line in lines[: found[0]]]
            if process.poll() is not None or time.monotonic() > give_up_at:
                raise RuntimeError(f"headgate {arguments[0]} does not stand up: {path.read_text()}")
            time.sleep(0.02)

    def _end_all(self) -> None:
        while self._processes:
            process = self._processes.pop()
            process.send_signal(signal.SIGINT)
            try:
                process.wait(_END_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
