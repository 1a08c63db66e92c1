"""Setting up on a machine that is not ours: which interpreter is taken, and what is said when there is none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository import ROOT


def _make_venv(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    lock = tmp_path / "empty.txt"
    lock.touch()
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHON", "PATH"}}
    return subprocess.run(
        ["/bin/sh", ROOT / "tools" / "venv", tmp_path / "venv", lock],
        env=kept | {"PATH": "/usr/bin:/bin"} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_an_interpreter_that_is_named_and_does_not_suit_is_refused(tmp_path: Path) -> None:
    done = _make_venv(tmp_path, PYTHON="/bin/false")

    assert done.returncode != 0
    assert done.stderr == "headgate: PYTHON=/bin/false is not a Python 3.11 or newer\n"


def test_a_machine_without_an_interpreter_is_told_what_to_install(tmp_path: Path) -> None:
    for name in ["python3", "python3.11", "python3.12", "python3.13", "python3.14"]:
        _program(tmp_path / name, "exit 1")

    done = _make_venv(tmp_path, PATH=f"{tmp_path}:/usr/bin:/bin")

    assert done.returncode != 0
    assert "no Python 3.11 or newer was found; install one, or name it: make setup PYTHON=" in done.stderr


def test_a_name_in_the_path_that_does_not_work_is_passed_over(tmp_path: Path) -> None:
    _program(tmp_path / "python3", "exit 1")
    _program(tmp_path / "python3.13", f'exec "{sys.executable}" "$@"')

    done = _make_venv(tmp_path, PATH=f"{tmp_path}:/usr/bin:/bin")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "venv" / "bin" / "python").exists()


@pytest.mark.parametrize("script", ["tools/venv", "tools/clients", "locks/compile", ".ci/run"])
def test_a_script_is_executable_and_parses(script: str) -> None:
    path = ROOT / script
    shell = path.read_text().partition("\n")[0].removeprefix("#!")

    assert os.access(path, os.X_OK)
    subprocess.run([shell, "-n", path], check=True, timeout=10)
