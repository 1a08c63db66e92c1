import stat
from pathlib import Path

import pytest

from headgate.app.run_files import (
    GaugesFile,
    locked,
    read_gauges,
    remove_gauges,
    remove_left_gauges,
    run_folder,
    write_gauges,
)
from headgate.core.errors import CannotListenError


@pytest.fixture
def data(tmp_path: Path) -> Path:
    remove_left_gauges(tmp_path)
    return tmp_path


def test_gauges_written_are_read_by_worker(data: Path) -> None:
    for worker in ("gate-1", "gate-0"):
        write_gauges(data, GaugesFile(worker, 100.0, {"connections": 3.0}))

    assert [gauges.worker for gauges in read_gauges(data, 101.0)] == ["gate-0", "gate-1"]


def test_the_last_ones_written_hold(data: Path) -> None:
    write_gauges(data, GaugesFile("gate-0", 100.0, {"connections": 3.0}))
    write_gauges(data, GaugesFile("gate-0", 101.0, {"connections": 4.0}))

    assert read_gauges(data, 101.0) == [GaugesFile("gate-0", 101.0, {"connections": 4.0})]


def test_what_a_worker_wrote_that_is_dead_or_stuck_is_not_told(data: Path) -> None:
    write_gauges(data, GaugesFile("gate-0", 100.0, {}))

    assert read_gauges(data, 111.0) == []


def test_a_worker_that_ends_takes_its_gauges_with_it(data: Path) -> None:
    write_gauges(data, GaugesFile("gate-0", 100.0, {}))

    remove_gauges(data, "gate-0")
    remove_gauges(data, "gate-0")

    assert read_gauges(data, 100.0) == []


def test_files_that_are_no_gauges_are_passed_over(data: Path) -> None:
    (run_folder(data) / "torn.json").write_text('{"worker": "ga')
    write_gauges(data, GaugesFile("gate-0", 100.0, {}))

    assert len(read_gauges(data, 100.0)) == 1


def test_what_a_former_run_left_is_removed(data: Path) -> None:
    write_gauges(data, GaugesFile("gate-7", 100.0, {}))

    remove_left_gauges(data)

    assert read_gauges(data, 100.0) == []
    assert stat.S_IMODE(run_folder(data).stat().st_mode) == 0o700


def test_what_is_locked_has_one_owner_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "run" / "lock"

    second = locked(path, "the data folder x")

    with locked(path, "the data folder x"), pytest.raises(CannotListenError, match=r"x is in use by process \d+"):
        second.__enter__()
    with locked(path, "the data folder x"):
        pass
