"""The LiteLLM proxy with one worker, a master key and the models in its configuration file."""

import contextlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.chat import API_VERSION, Route, azure_path
from bench.contestants.contract import Running, Upstream
from bench.cores import GATE_CORE, descendants
from bench.places import WORK
from bench.processes import free_port, started, wait_until_listening

START_SECONDS_MAX = 120
"""Importing it takes tens of seconds on a slow core."""
BINARIES = WORK / "litellm" / "bin"
MASTER_KEY = "sk-bench-caller-key"


class LiteLlm:
    """One uvicorn worker, no database: its identity is the one master key, its limits and books are off."""

    name = "litellm"
    setting = "1 worker; master key on; no database, so no limits and no books"

    def missing(self) -> str | None:
        """Needs ``bench/work/litellm`` (see bench/install.py)."""
        return None if (BINARIES / "litellm").exists() else "not installed in bench/work/litellm"

    def version(self) -> str:
        """As its own environment says."""
        question = "import importlib.metadata; print(importlib.metadata.version('litellm'))"
        answer = subprocess.run(
            [str(BINARIES / "python"), "-c", question], check=True, capture_output=True, text=True, timeout=60
        )
        return answer.stdout.strip()

    @contextlib.contextmanager
    def started(self, upstreams: list[Upstream], folder: Path) -> Iterator[Running]:
        """Run it with our authority trusted and everything it would fetch or report switched off."""
        folder.mkdir(parents=True, exist_ok=True)
        port, log, configuration = free_port(), folder / "litellm.log", folder / "litellm.yaml"
        configuration.write_text(json.dumps(_settings(upstreams), indent=2))
        command = [
            str(BINARIES / "litellm"), "--config", str(configuration), "--host", "127.0.0.1", "--port", str(port),
            "--num_workers", "1", "--telemetry", "False",
        ]  # fmt: skip
        env = {
            "SSL_CERT_FILE": str(upstreams[0].authority),
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "LITELLM_LOG": "ERROR",
            "LITELLM_MODE": "PRODUCTION",
            "PATH": f"{BINARIES}:/usr/bin:/bin",
        }
        with started(command, core=GATE_CORE, log=log, env=env, cwd=folder) as pid:
            wait_until_listening(port, pid=pid, log=log, seconds_max=START_SECONDS_MAX)
            routes = {
                upstream.name: Route(
                    port=port,
                    path=azure_path(upstream.model),
                    model=upstream.model,
                    headers={"api-key": MASTER_KEY},
                )
                for upstream in upstreams
            }
            yield Running(routes=routes, pids=tuple(descendants(pid)))


def _settings(upstreams: list[Upstream]) -> dict[str, object]:
    models = [
        {
            "model_name": upstream.model,
            "litellm_params": {
                "model": "azure/gpt-4o",
                "api_base": upstream.url,
                "api_key": "upstream-key",
                "api_version": API_VERSION,
            },
        }
        for upstream in upstreams
    ]
    return {"model_list": models, "general_settings": {"master_key": MASTER_KEY}}
