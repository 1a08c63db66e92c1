"""The package with its hot path compiled passes the tests that the plain one passes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.compiled.suites import SUITES
from tests.repository import ROOT
from tests.requirements import require
from tools import compiled_package

SECONDS_MAX = 280
"""Of one suite; the longest takes half a minute."""
AT_A_TIME = 2

Run = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def folder() -> Path:
    """What the compiled wheel holds; Python is told to look there first."""
    require("c-compiler")
    return compiled_package.unpack(ROOT / "dist" / "unpacked")


@pytest.fixture(scope="session")
def runs(folder: Path) -> Iterator[dict[str, Future[Run]]]:
    """All suites, two at a time."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        yield {name: pool.submit(_run, folder, arguments) for name, arguments in SUITES.items()}
        pool.shutdown(cancel_futures=True)


def _run(folder: Path, arguments: list[str]) -> Run:
    options = ["-q", "-p", "tests.compiled.loaded", "-p", "no:cacheprovider", "-m", "not soak and not plain"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
    )


@pytest.mark.parametrize("suite", SUITES)
def test_a_suite_passes_with_the_hot_path_compiled(runs: dict[str, Future[Run]], suite: str) -> None:
    done = runs[suite].result()

    if done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED and "SKIPPED" in done.stdout:
        pytest.skip(done.stdout.rpartition("SKIPPED")[2].splitlines()[0])  # all of it needs what is not here
    if done.returncode != 0:
        pytest.fail(done.stdout[-20_000:], pytrace=False)


def test_the_plugin_ends_a_run_that_is_not_compiled() -> None:
    done = _run(ROOT / "src", ["tests/unit/core/test_ids.py"])

    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "not compiled: headgate.core.caller" in done.stdout


@pytest.mark.usefixtures("folder")
def test_nothing_compiled_is_left_among_the_sources() -> None:
    assert list((ROOT / "src").rglob("*.so")) == []


def test_no_compiled_file_names_a_place_of_this_machine(folder: Path) -> None:
    places = {str(place).encode() for place in (ROOT, Path.home(), sys.prefix, sys.base_prefix)} - {b"/", b"/usr"}

    assert [path.name for path in folder.rglob("*.so") if any(place in path.read_bytes() for place in places)] == []
