"""Portkey's open-source gateway, told by headers where to send each request."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from bench.chat import Route
from bench.contestants.contract import Running, Upstream
from bench.cores import GATE_CORE, descendants
from bench.places import WORK
from bench.processes import free_port, started, wait_until_listening

START_SECONDS_MAX = 30
PACKAGE = WORK / "portkey" / "node_modules" / "@portkey-ai" / "gateway"


class Portkey:
    """One Node process; it has no identity, limits or books of its own."""

    name = "portkey"
    setting = "1 Node process; no identity, no limits, no books in the open-source gateway"

    def missing(self) -> str | None:
        """Needs node and ``bench/work/portkey`` (see bench/install.py)."""
        if not shutil.which("node"):
            return "node is not installed"
        return None if PACKAGE.exists() else "not installed in bench/work/portkey"

    def version(self) -> str:
        """As its package.json says."""
        return str(json.loads((PACKAGE / "package.json").read_text())["version"])

    @contextlib.contextmanager
    def started(self, upstreams: list[Upstream], folder: Path) -> Iterator[Running]:
        """Run it with our authority trusted, headless (without its console)."""
        folder.mkdir(parents=True, exist_ok=True)
        port, log = free_port(), folder / "portkey.log"
        command = ["node", str(PACKAGE / "build" / "start-server.js"), f"--port={port}", "--headless"]
        env = {"NODE_EXTRA_CA_CERTS": str(upstreams[0].authority), "NODE_ENV": "production"}
        with started(command, core=GATE_CORE, log=log, env=env) as pid:
            wait_until_listening(port, pid=pid, log=log, seconds_max=START_SECONDS_MAX)
            routes = {upstream.name: _route(upstream, port) for upstream in upstreams}
            yield Running(routes=routes, pids=tuple(descendants(pid)))


def _route(upstream: Upstream, port: int) -> Route:
    """Its OpenAI-shaped path; provider ``openai`` on a custom host spares it the delay its source adds for Azure."""
    headers = {
        "Authorization": "Bearer bench-caller-key",
        "x-portkey-provider": "openai",
        "x-portkey-custom-host": f"{upstream.url}/openai/v1",
    }
    return Route(port=port, path="/v1/chat/completions", model=upstream.model, headers=headers)
