"""Installing the other gateways into bench/work, in the versions that were compared; one that cannot be is left out."""

import json
import subprocess
import sys
from pathlib import Path

from bench.contestants import powerproxy
from bench.places import WORK

SECONDS_MAX = 900
LITELLM = "litellm[proxy]==1.106.2"
"""Never 1.82.7 or 1.82.8: those uploads were a supply-chain attack (March 2026)."""
PORTKEY = {
    "private": True,
    "dependencies": {"@portkey-ai/gateway": "1.15.2"},
    "overrides": {"@hono/node-server": "1.13.8"},
}
"""With a newer @hono/node-server, which npm would choose, its streams answer 500 (Portkey-AI/gateway issue 1389)."""


def install_missing() -> dict[str, str]:
    """Install what is not there; returns, by name, why something could not be."""
    failures = {}
    for name, there, commands in (
        ("litellm", WORK / "litellm" / "bin" / "litellm", _litellm_commands()),
        ("powerproxy", powerproxy.FOLDER / "bin" / "uvicorn", _powerproxy_commands()),
        ("portkey", WORK / "portkey" / "node_modules" / "@portkey-ai" / "gateway", _portkey_commands()),
    ):
        if not there.exists():
            print(f"installing {name}", flush=True)
            if reason := _run_all(commands, WORK / f"{name}-install.log"):
                failures[name] = reason
    return failures


def _litellm_commands() -> list[list[str]]:
    folder = WORK / "litellm"
    return [
        [sys.executable, "-m", "venv", str(folder)],
        [str(folder / "bin" / "pip"), "install", "--quiet", LITELLM],
    ]


def _powerproxy_commands() -> list[list[str]]:
    folder = str(powerproxy.FOLDER)
    return [
        ["git", "clone", "--quiet", "https://github.com/timoklimmer/powerproxy-aoai", folder],
        ["git", "-C", folder, "checkout", "--quiet", powerproxy.COMMIT],
        [sys.executable, "-m", "venv", folder],
        [f"{folder}/bin/pip", "install", "--quiet", "-r", f"{folder}/requirements.txt"],
    ]


def _portkey_commands() -> list[list[str]]:
    folder = WORK / "portkey"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(json.dumps(PORTKEY))
    return [["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder)]]


def _run_all(commands: list[list[str]], log: Path) -> str | None:
    """Run them in order; the reason when one fails."""
    with log.open("wb") as output:
        for command in commands:
            try:
                subprocess.run(command, check=True, stdout=output, stderr=output, timeout=SECONDS_MAX)
            except (OSError, subprocess.SubprocessError) as error:
                return f"could not be installed ({type(error).__name__}; see {log.name})"
    return None


if __name__ == "__main__":
    sys.exit(1 if install_missing() else 0)
