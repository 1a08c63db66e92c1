"""What stands while chaos reigns: a simulator that counts, and a Headgate in front of it that is struck and struck."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.acceptance.program import DEADLINE_SECONDS, Program, ask, get, is_running, wait_until
from tests.chaos.plan import USE_CASES, Blow
from tests.requirements import ROOT

_LATENCY = {"first_token_seconds": 0.005, "between_tokens_seconds": 0.0005}
_GPT = {"model": "gpt-4o", "version": "2024-11-20", "latency": _LATENCY}
_VECTORS = {"model": "text-embedding-3-small", "version": "1", "latency": _LATENCY}
_SIMULATED = {
    "resources": {
        "east": {
            "region": "eastus",
            "deployments": {"gpt-4o-ptu": {**_GPT, "kind": "provisioned", "ptu": 40}, "vectors": _VECTORS},
        },
        "west": {"region": "westus", "deployments": {"gpt-4o": _GPT, "vectors": _VECTORS}},
        "north": {"region": "northeurope", "deployments": {"gpt-4o": _GPT}},
    }
}
"""Provisioned capacity that the calls fill again and again, and enough to overflow to."""

_CONFIGURATION = """
gate: {{listen: "127.0.0.1:0", drain_seconds: 8}}
control: {{listen: "127.0.0.1:0"}}
data: ./data
journal: {{fsync: {fsync}, segment_bytes_max: 100000}}
backends:
  east:
    endpoint: {east}
    credential: &credential {{kind: api-key, key: headgate-simulator-key-1}}
    read_timeout_seconds: {read_timeout}
    deployments:
      gpt-4o-ptu: {{model: gpt-4o, version: "2024-11-20", kind: provisioned, ptu: 40}}
      vectors: {{model: text-embedding-3-small, version: "1"}}
  west:
    endpoint: {west}
    credential: *credential
    read_timeout_seconds: {read_timeout}
    deployments:
      gpt-4o: {{model: gpt-4o, version: "2024-11-20"}}
      vectors: {{model: text-embedding-3-small, version: "1"}}
  north:
    endpoint: {north}
    credential: *credential
    read_timeout_seconds: {read_timeout}
    deployments:
      gpt-4o: {{model: gpt-4o, version: "2024-11-20"}}
models:
  gpt-4o:
    pools: [[east/gpt-4o-ptu], [west/gpt-4o, north/gpt-4o]]
    retry_after_max_seconds: 0.5
    breaker: &breaker {{failures: 5, open_seconds: 0.1, open_seconds_max: 0.4}}
  text-embedding-3-small:
    pools: [[east/vectors, west/vectors]]
    strategy: round-robin
    retry_after_max_seconds: 0.5
    breaker: *breaker
use_cases:
  leaver: {{callers: ["key:leaver"], models: &all [gpt-4o, text-embedding-3-small], on_disconnect: cancel}}
  drainer: {{callers: ["key:drainer"], models: *all, on_disconnect: drain}}
  hasty: {{callers: ["key:hasty"], models: *all, deadline_seconds: 0.7}}
keys:
{keys}
"""


_UNDER_WAY = ("headgate_connections{", "headgate_exchanges_in_flight{", "headgate_deployment_in_flight{")


def key_of(use_case: str) -> str:
    """The key of a use case's only caller."""
    return f"hg-chaos-{use_case}"


class Standing:
    """The simulator, and the Headgate of the moment."""

    def __init__(self, folder: Path, *, fsync: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.data = folder / "data"
        self._folder = folder
        self._simulator = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.simulated_process", json.dumps(_SIMULATED)],
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        assert self._simulator.stdout is not None
        self._endpoints = json.loads(self._simulator.stdout.readline())
        self._path = folder / "headgate.yaml"
        self._fsync = fsync
        self._reloads = 0
        self._configure()
        self._children: set[int] = set()
        self._program: Program | None = None
        self.port = 0

    def _configure(self) -> None:
        """Write the configuration; after each reload its backends are others."""
        read_timeout = 1.0 + self._reloads / 1000
        text = _CONFIGURATION.format(**self._endpoints, keys=_keys(), fsync=self._fsync, read_timeout=read_timeout)
        self._path.write_text(text)

    def build(self) -> None:
        """Start Headgate, and wait until it serves."""
        self._program = Program(self._folder, "serve", "--config", str(self._path))
        ready = self._program.until_line("ready")
        self.port = int(ready["gate"].rpartition(":")[2])
        self._control = f"http://{ready['control']}"

    def strike(self, blow: Blow) -> None:
        """Strike one of Headgate's processes; a house is built up again at once."""
        assert self._program is not None
        if blow == "house":
            self._children |= set(self._program.children())
            self._program.end()
            self.build()
        elif blow == "reload":
            self._reloads += 1
            self._configure()
            self._program.tell(signal.SIGHUP)
        else:
            pid = wait_until(lambda: self._pid_of(blow))
            self._children.add(pid)
            os.kill(pid, signal.SIGKILL)

    def _pid_of(self, victim: str) -> int | None:
        assert self._program is not None
        module = f"headgate.app.{victim}_process".encode()
        for pid in self._program.children():
            try:
                if module in Path(f"/proc/{pid}/cmdline").read_bytes():
                    return pid
            except FileNotFoundError:
                continue
        return None

    def rest(self) -> None:
        """Wait until the gate says of itself that nothing is under way: no caller, no exchange, no attempt."""
        wait_until(self._is_at_rest)

    def _is_at_rest(self) -> bool:
        status, metrics = get(f"{self._control}/metrics")
        values = [line.rpartition(" ")[2] for line in metrics.splitlines() if line.startswith(_UNDER_WAY)]
        return status == 200 and len(values) >= 2 and all(float(value) == 0 for value in values)

    def stop(self) -> int:
        """End Headgate in good order; return its exit code once none of its processes runs any more."""
        assert self._program is not None
        self._children |= set(self._program.children())
        self._program.tell(signal.SIGTERM)
        exit_code = self._program.exit_code()
        wait_until(lambda: not any(is_running(pid) for pid in self._children))
        return exit_code

    def complaints(self) -> list[str]:
        """Lines of the log that say ``error``, and what was printed to standard error: none, when all is well."""
        logs = [line for path in sorted(self._folder.glob("out-*")) for line in path.read_text().splitlines()]
        printed = [line for path in sorted(self._folder.glob("err-*")) for line in path.read_text().splitlines()]
        return [line for line in logs if '"level":"error"' in line] + printed

    def change_weather(self, faults: list[dict[str, Any]]) -> None:
        """Replace the faults in force."""
        self._simulated("DELETE", "faults")
        for fault in faults:
            self._simulated("POST", "faults", fault)

    def truth(self) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """Every request the simulator saw, and its sums, once none is in flight."""
        give_up_at = time.monotonic() + DEADLINE_SECONDS
        while (usage := self._ask("usage"))["in_flight"]:
            assert time.monotonic() < give_up_at, usage
            time.sleep(0.02)
        return self._ask("requests")["requests"], usage["resources"]

    def _ask(self, what: str) -> Any:
        status, body = get(f"{self._endpoints['east']}/simulator/{what}")
        assert status == 200, body
        return json.loads(body)

    def _simulated(self, method: str, what: str, fault: dict[str, Any] | None = None) -> None:
        body = None if fault is None else json.dumps(fault).encode()
        request = urllib.request.Request(f"{self._endpoints['east']}/simulator/{what}", body, method=method)
        status, answer = ask(request)
        assert status == 200, answer

    def end(self) -> None:
        """End everything, however it stands."""
        if self._program is not None:
            self._program.end()
        self._simulator.terminate()
        self._simulator.wait(DEADLINE_SECONDS)
        if self._simulator.stdout is not None:
            self._simulator.stdout.close()


def _keys() -> str:
    digests = {name: hashlib.sha256(key_of(name).encode()).hexdigest() for name in USE_CASES}
    return "\n".join(f"  {name}: {{sha256: {digest}}}" for name, digest in digests.items())
