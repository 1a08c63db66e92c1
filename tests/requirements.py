"""What a test may need beyond Python: whether it is here, and what to install where it is not.

A newcomer's machine has Python and make; a test that needs more calls ``require`` first and skips with one line.
With ``HEADGATE_TEST_REQUIRE=all`` (continuous integration) a skipped test is a failed test: see tests/conftest.py. Only
the recordings, which lie beside the project and not in it, may be missing even then.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tools import compiled_package

ROOT = Path(__file__).parent.parent
CLIENTS_PYTHON = ROOT / ".venv-clients" / "bin" / "python"
"""The interpreter that has the real clients: openai, langchain-openai, semantic-kernel."""
NODE_CLIENT = ROOT / "tests" / "clients" / "node"
"""The folder in which Node finds the ``openai`` package."""
RECORDINGS = Path(os.environ.get("HEADGATE_RECORDINGS") or ROOT.parent / "shared" / "fixtures" / "recorded")
"""Recorded exchanges of Azure OpenAI. They are not ours to publish, so they lie beside the repository, or where the
environment says."""


class Requirement(NamedTuple):
    """Something outside the locks of the product: is it here, and how it is got."""

    here: Callable[[], bool]
    advice: str


def _command(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


REQUIREMENTS = {
    "nginx": Requirement(_command("nginx"), "apt install nginx-light"),
    "wrk": Requirement(_command("wrk"), "apt install wrk"),
    "redis-server": Requirement(_command("redis-server"), "apt install redis-server"),
    "openssl": Requirement(_command("openssl"), "apt install openssl"),
    "curl": Requirement(_command("curl"), "apt install curl"),
    "git": Requirement(_command("git"), "apt install git"),
    "c-compiler": Requirement(lambda: compiled_package.missing() is None, compiled_package.ADVICE),
    "python-clients": Requirement(
        (ROOT / ".venv-clients" / "stamp").is_file, "run `make setup-clients` with a network"
    ),
    "node-client": Requirement(
        lambda: shutil.which("node") is not None and (NODE_CLIENT / "node_modules" / "openai").is_dir(),
        "apt install nodejs npm, then `make setup-clients` with a network",
    ),
    "recordings": Requirement(
        RECORDINGS.is_dir,
        "put the recorded exchanges at ../shared/fixtures/recorded, or set HEADGATE_RECORDINGS to their folder",
    ),
}


ALWAYS_OPTIONAL = "recordings"
"""What nobody can be told to install: the project must pass its tests on a machine that has only the project."""


def is_here(name: str) -> bool:
    """Return whether the requirement of this name is met on this machine."""
    return REQUIREMENTS[name].here()


def require(name: str) -> None:
    """Skip the calling test, with a line saying what to install, unless ``name`` is here."""
    if not is_here(name):
        pytest.skip(f"{name} is not here: {REQUIREMENTS[name].advice}", allow_module_level=True)


def nothing_may_skip() -> bool:
    """Return whether this run takes a skipped test for a failed one."""
    return os.environ.get("HEADGATE_TEST_REQUIRE") == "all"
