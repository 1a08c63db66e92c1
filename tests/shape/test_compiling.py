"""Compiling: only when asked for, and on a machine that cannot, in a line that says what to install."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.compiled.suites import HOT_MODULES
from tests.repository import ROOT, SOURCE
from tools import compiled_package


def _make_wheel(tmp_path: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "tools/compiled_package.py", "wheel", tmp_path],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_without_a_compiler_one_line_says_what_to_install(tmp_path: Path) -> None:
    done = _make_wheel(tmp_path, CC="no-such-compiler")

    assert done.returncode == 1
    assert done.stderr == "headgate: the C compiler no-such-compiler is not here: apt install gcc python3-dev\n"
    assert list(tmp_path.iterdir()) == []


def test_headers_that_are_not_here_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", sys.executable)
    monkeypatch.setattr(sysconfig, "get_path", lambda _name: str(tmp_path))

    told = compiled_package.missing()

    assert told is not None
    assert told.startswith("the headers of Python 3.")
    assert told.endswith("apt install gcc python3-dev")


def test_an_unpacked_package_that_fits_the_sources_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def make_wheel(folder: Path) -> Path:
        made.append(folder)
        wheel = folder / "a.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("headgate/__init__.py", "")
        return wheel

    monkeypatch.setattr(compiled_package, "make_wheel", make_wheel)
    folder = tmp_path / "unpacked"
    compiled_package.unpack(folder)
    compiled_package.unpack(folder)
    assert len(made) == 1
    assert (folder / "headgate" / "__init__.py").is_file()

    (folder / compiled_package.STAMP).write_text("other sources")
    compiled_package.unpack(folder)
    assert len(made) == 2


def test_every_module_to_compile_is_there_and_named_once() -> None:
    files = [SOURCE.parent.joinpath(*module.split(".")).with_suffix(".py") for module in HOT_MODULES]

    assert [file for file in files if not file.is_file()] == []
    assert len(set(files)) == len(files)
