"""Running the checkers of the house as a developer would, from the root of the repository."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository import ROOT

CHECKER_SECONDS_MAX = 280
"""mypy without a cache, on a busy machine, takes about a minute."""


def expect_no_complaint(command: str, *arguments: str) -> None:
    """Run a command of the environment the tests run in; fail with what it says if it is not content."""
    done = subprocess.run(
        [Path(sys.executable).parent / command, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=CHECKER_SECONDS_MAX,
        check=False,
    )
    if done.returncode != 0:
        pytest.fail(f"{command} {' '.join(arguments)}\n{done.stdout}{done.stderr}", pytrace=False)
