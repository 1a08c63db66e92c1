"""Configurations for tests: a small one that holds, and how it looks to the checks after a change."""

import datetime
from collections.abc import Mapping
from pathlib import Path

from headgate.config.load import Loaded, load
from headgate.settings import Settings
from headgate.settings_check import Findings, check_settings

TODAY = datetime.date(2026, 11, 23)

SMALL = """\
backends:
  east:
    endpoint: https://east.openai.azure.com
    credential: {kind: api-key, key: "${env:EAST_KEY}"}
    deployments:
      ptu: {model: gpt-4o, version: 2024-11-20, kind: provisioned, ptu: 50}
  west:
    endpoint: https://west.openai.azure.com
    credential: {kind: managed-identity}
    deployments:
      paygo: {model: gpt-4o, version: 2024-11-20}
models:
  gpt-4o:
    pools:
      - [east/ptu]
      - [west/paygo]
use_cases:
  bot:
    callers: ["key:bot-1"]
    models: [gpt-4o]
keys:
  bot-1: {sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, expires: 2027-01-31}
"""
"""Holds without a mistake and without a warning."""

ENV = {"EAST_KEY": "sesame"}


def changed(*changes: tuple[str, str], text: str = SMALL) -> str:
    """Return the configuration with each first text replaced by the second; both must be there to be meant."""
    for old, new in changes:
        assert old in text, f"{old!r} is not in the configuration"
        text = text.replace(old, new)
    return text


def in_memory(files: Mapping[str, str | bytes]) -> "MemoryFiles":
    """Return a reader of files that are not on a disk."""
    return MemoryFiles({Path(name): text.encode() if isinstance(text, str) else text for name, text in files.items()})


class MemoryFiles:
    """Reads from a dictionary what would be read from a disk."""

    def __init__(self, files: dict[Path, bytes]) -> None:
        self._files = files

    def __call__(self, path: Path, bytes_max: int) -> bytes:
        """Return at most so many bytes; a file that is not there raises as a disk would."""
        if path not in self._files:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return self._files[path][:bytes_max]


def load_text(text: str, env: Mapping[str, str] = ENV) -> Loaded[Settings]:
    """Load one configuration file as settings."""
    read_file = in_memory({"headgate.yaml": text})
    return load(Path("headgate.yaml"), None, Settings, env=env, read_file=read_file)


def check_text(text: str, env: Mapping[str, str] = ENV) -> Findings:
    """Load one configuration, which must be well formed, and return what the checks find in it."""
    loaded = load_text(text, env)
    assert loaded.settings is not None, loaded.mistakes
    return check_settings(loaded.settings, loaded, today=TODAY)


def mistakes_in(text: str) -> list[str]:
    """Return the mistakes of a configuration, as lines, without the name of the file."""
    return [str(mistake).removeprefix("headgate.yaml:") for mistake in check_text(text).mistakes]


def warnings_in(text: str) -> list[str]:
    """Return the warnings of a configuration, as lines, without the name of the file."""
    return [str(warning).removeprefix("headgate.yaml:") for warning in check_text(text).warnings]
