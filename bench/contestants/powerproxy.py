"""PowerProxy for Azure OpenAI, started as its Dockerfile does, with one worker."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from bench.chat import Route, azure_path
from bench.contestants.contract import Running, Upstream
from bench.cores import GATE_CORE, descendants
from bench.places import WORK
from bench.processes import free_port, started, wait_until_listening

START_SECONDS_MAX = 60
FOLDER = WORK / "powerproxy"
COMMIT = "8faa62e8ef6846d39a7861e26b4c52ae80426deb"
"""Of May 2026; it has no releases that can be installed."""
CLIENT_KEY = "bench-caller-key"
CONNECTIONS_MAX = 4096


class PowerProxy:
    """One uvicorn worker; its usage plug-ins stay off because their tokenizer is fetched from the network."""

    name = "powerproxy"
    setting = "1 worker; client keys and allowed deployments on; usage limits and usage log off"

    def missing(self) -> str | None:
        """Needs ``bench/work/powerproxy`` (see bench/install.py)."""
        there = (FOLDER / "bin" / "uvicorn").exists() and (FOLDER / "app" / "powerproxy.py").exists()
        return None if there else "not installed in bench/work/powerproxy"

    def version(self) -> str:
        """The commit: its own version is not set in the sources."""
        return COMMIT[:7]

    @contextlib.contextmanager
    def started(self, upstreams: list[Upstream], folder: Path) -> Iterator[Running]:
        """Run it with our authority trusted and a virtual deployment for each upstream."""
        folder.mkdir(parents=True, exist_ok=True)
        port, log = free_port(), folder / "powerproxy.log"
        command = [
            str(FOLDER / "bin" / "uvicorn"), "powerproxy:app", "--host", "127.0.0.1", "--port", str(port),
            "--log-level", "warning", "--no-proxy-headers", "--no-server-header", "--no-date-header",
            "--timeout-keep-alive", "120",
        ]  # fmt: skip
        env = {
            "POWERPROXY_CONFIG_STRING": json.dumps(_settings(upstreams)),
            "SSL_CERT_FILE": str(upstreams[0].authority),
        }
        with started(command, core=GATE_CORE, log=log, env=env, cwd=FOLDER / "app") as pid:
            wait_until_listening(port, pid=pid, log=log, seconds_max=START_SECONDS_MAX)
            routes = {
                upstream.name: Route(
                    port=port,
                    path=azure_path(upstream.model),
                    model=upstream.model,
                    headers={"api-key": CLIENT_KEY},
                )
                for upstream in upstreams
            }
            yield Running(routes=routes, pids=tuple(descendants(pid)))


def _settings(upstreams: list[Upstream]) -> dict[str, object]:
    models = [upstream.model for upstream in upstreams]
    return {
        "clients": [{"name": "bench", "key": CLIENT_KEY, "deployments_allowed": models}],
        "plugins": [{"name": "AllowDeployments"}],
        "aoai": {"endpoints": [_endpoint(upstream) for upstream in upstreams]},
    }


def _endpoint(upstream: Upstream) -> dict[str, object]:
    standin = {"name": upstream.model, "non_streaming_fraction": 1}
    limits = {
        "max_connections": CONNECTIONS_MAX,
        "max_keepalive_connections": CONNECTIONS_MAX,
        "keepalive_expiry": 60,
    }
    return {
        "name": upstream.name,
        "url": f"{upstream.url}/",
        "key": "upstream-key",
        "connections": {"limits": limits},
        "virtual_deployments": [{"name": upstream.model, "standins": [standin]}],
    }
