"""A third region, with models for pictures and sound, added to a running ``headgate up`` as its user would add it."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.acceptance.program import wait_until
from tests.acceptance.up import Up
from tests.requirements import ROOT

MEDIA = (
    "gpt-image-1",
    "gpt-4o-transcribe",
    "whisper",
    "tts-1",
    "dall-e-3",
    "gpt-4o-mini-tts",
    "gpt-4o-audio-preview",
)
_SIMULATED = {
    "resources": {
        "swedencentral": {"region": "swedencentral", "deployments": {each: {"model": each} for each in MEDIA}}
    }
}

MODEL_OF_OTHERS = "gpt-4o-of-others"
"""A model that exists, and that the demo's use case may not use."""

ONE_AT_A_TIME_KEY = "hg-one-at-a-time"


class MediaRegion:
    """The simulator of the third region, in a process of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.simulated_process", json.dumps(_SIMULATED)],
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        assert self._process.stdout is not None
        self.endpoint: str = json.loads(self._process.stdout.readline())["swedencentral"]

    def add_to(self, up: Up) -> None:
        """Change the configuration, and wait until it is in force."""
        path = up.data / "headgate.yaml"
        settings = yaml.safe_load(path.read_text())
        self._extend(settings)
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(settings, indent=2))
        draft.replace(path)
        wait_until(lambda: _is_reloaded(up.data / "headgate.log"))

    def _extend(self, settings: dict[str, Any]) -> None:
        settings["backends"]["swedencentral"] = {
            "endpoint": self.endpoint,
            "region": "swedencentral",
            "credential": settings["backends"]["eastus"]["credential"],
            "deployments": {each: {"model": each} for each in MEDIA},
        }
        settings["models"] |= {each: {"pools": [[f"swedencentral/{each}"]]} for each in MEDIA}
        settings["models"][MODEL_OF_OTHERS] = {"pools": [["westus/gpt-4o"]]}
        settings["use_cases"]["demo"]["models"] += MEDIA
        settings["use_cases"]["one-at-a-time"] = {
            "callers": ["key:one-at-a-time"],
            "models": ["gpt-4o-mini", MODEL_OF_OTHERS],
            "limits": {"concurrent": 1, "requests_per_minute": 2},
        }
        digest = hashlib.sha256(ONE_AT_A_TIME_KEY.encode()).hexdigest()
        settings["keys"]["one-at-a-time"] = {"sha256": digest}

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        assert self._process.stdout is not None
        self._process.stdout.close()


def _is_reloaded(log: Path) -> bool:
    return '"event":"reloaded"' in log.read_text()
