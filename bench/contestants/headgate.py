"""Headgate with everything on: identity, limits, prices, journal, ledger, log and metrics.

It takes part with its hot path compiled, and as the plain Python that runs where nobody compiles.
"""

import contextlib
import hashlib
import importlib.metadata
import json
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.chat import Route, azure_path
from bench.compiled import compiled_folder, why_plain
from bench.contestants.contract import Running, Upstream
from bench.cores import GATE_CORE, LOAD_CORE, descendants, pin
from bench.processes import StartError, free_port, listeners, started, wait_until_listening

START_SECONDS_MAX = 15
CALLER_KEY = "hg-bench-caller-key"
PLENTY = 2_000_000_000
"""A limit that is checked and counted for each request, and never reached."""
SETTING = "1 gate worker; keys, limits, prices, journal, ledger, a log line per exchange and metrics on"


class Headgate:
    """``headgate serve`` with one gate worker; its control process shares the load core.

    Compiled where this machine can compile, and else plain Python, as ``setting`` says.
    """

    name = "headgate"

    @property
    def setting(self) -> str:
        """How it runs, and with what."""
        return f"{f'plain Python ({why_plain()})' if why_plain() else 'compiled with mypyc'}; {SETTING}"

    def missing(self) -> str | None:
        """Always here: the benchmark is part of it."""
        return None

    def _folder(self) -> Path | None:
        """Where Python finds the compiled package; ``None`` to run what is installed, which is plain."""
        return compiled_folder()

    def version(self) -> str:
        """As its package says; the commit stands beside it in the results."""
        return importlib.metadata.version("headgate")

    @contextlib.contextmanager
    def started(self, upstreams: list[Upstream], folder: Path) -> Iterator[Running]:
        """Run the gate; the worker is the process that listens on the gate's port."""
        folder.mkdir(parents=True, exist_ok=True)
        gate_port, control_port = free_port(), free_port()
        configuration = folder / "headgate.yaml"
        configuration.write_text(json.dumps(settings(upstreams, gate_port, control_port), indent=2))
        log = folder / "headgate.log"
        command = [str(Path(sys.executable).parent / "headgate"), "serve", "--config", str(configuration)]
        compiled = self._folder()
        env = {"BENCH_UPSTREAM_KEY": "upstream-key", "PYTHONPATH": str(compiled or "")}
        with started(command, core=GATE_CORE, log=log, env=env) as pid:
            wait_until_listening(control_port, pid=pid, log=log, seconds_max=START_SECONDS_MAX)
            wait_until_listening(gate_port, pid=pid, log=log, seconds_max=START_SECONDS_MAX)
            _expect_hot_path("compiled" if compiled else "plain", control_port)
            workers, others = _split(pid, gate_port)
            for other in others:
                pin(other, LOAD_CORE)
            yield Running(routes=routes(upstreams, gate_port), pids=workers, side_pids=others)


class HeadgatePlain(Headgate):
    """The same as the plain Python it is written in."""

    name = "headgate-plain"
    setting = f"plain Python; {SETTING}"

    def missing(self) -> str | None:
        """Not here when ``headgate`` itself is plain."""
        return f"headgate itself is plain here ({why_plain()})" if why_plain() else None

    def _folder(self) -> Path | None:
        return None


def _expect_hot_path(hot_path: str, control_port: int) -> None:
    """Ask it how it runs, so that nothing is measured under the wrong name."""
    with urllib.request.urlopen(f"http://127.0.0.1:{control_port}/metrics", timeout=START_SECONDS_MAX) as answer:
        if f'hot_path="{hot_path}"' not in answer.read().decode():
            raise StartError(f"headgate does not run {hot_path}")


def routes(upstreams: list[Upstream], port: int) -> dict[str, Route]:
    """How a caller reaches each upstream through a gate on this port."""
    return {
        upstream.name: Route(
            port=port, path=azure_path(upstream.model), model=upstream.model, headers={"api-key": CALLER_KEY}
        )
        for upstream in upstreams
    }


def settings(upstreams: list[Upstream], gate_port: int, control_port: int) -> dict[str, object]:
    """The configuration: YAML's subset that is JSON."""
    return {
        "gate": {"listen": f"127.0.0.1:{gate_port}", "workers": 1},
        "control": {"listen": f"127.0.0.1:{control_port}"},
        "data": "data",
        "backends": {upstream.name: _backend(upstream) for upstream in upstreams},
        "models": {upstream.model: {"pools": [[f"{upstream.name}/{upstream.model}"]]} for upstream in upstreams},
        "use_cases": {
            "bench": {
                "callers": ["key:bench"],
                "models": [upstream.model for upstream in upstreams],
                "limits": {"requests_per_minute": PLENTY, "tokens_per_minute": PLENTY, "concurrent": 100_000},
            }
        },
        "keys": {"bench": {"sha256": hashlib.sha256(CALLER_KEY.encode()).hexdigest()}},
        "prices": "builtin",
    }


def _backend(upstream: Upstream) -> dict[str, object]:
    backend: dict[str, object] = {
        "endpoint": upstream.url,
        "region": "eastus2",
        "credential": {"kind": "api-key", "key": "${env:BENCH_UPSTREAM_KEY}"},
        "deployments": {upstream.model: {"model": "gpt-4o", "version": "2024-11-20", "kind": "standard"}},
        "connections_max": 4096,
    }
    if upstream.url.startswith("https:"):
        backend["ca_file"] = str(upstream.authority)
    return backend


def _split(parent: int, gate_port: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The gate workers, and Headgate's other processes."""
    family = set(descendants(parent))
    holders = (listeners(gate_port) & family) - {parent}
    workers = holders or {parent}
    return tuple(sorted(workers)), tuple(sorted(family - workers))
