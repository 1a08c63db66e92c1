import os
from pathlib import Path

import pytest

from headgate.app.watching import FileWatch


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "headgate.yaml"
    path.write_text("one")
    return path


def test_an_unchanged_file_is_no_news(file: Path) -> None:
    watch = FileWatch([file])

    assert [watch.settled_change() for _ in range(3)] == [False, False, False]


def test_a_change_is_told_once_and_only_when_it_has_settled(file: Path) -> None:
    watch = FileWatch([file])

    file.write_text("on its way")
    first = watch.settled_change()
    file.write_text("on its way, and there")
    second = watch.settled_change()
    third = watch.settled_change()
    fourth = watch.settled_change()

    assert (first, second, third, fourth) == (False, False, True, False)


def test_a_file_replaced_by_another_of_the_same_size_is_a_change(file: Path, tmp_path: Path) -> None:
    watch = FileWatch([file])
    status = file.stat()
    other = tmp_path / "other"
    other.write_text("two")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))

    other.replace(file)

    assert [watch.settled_change() for _ in range(2)] == [False, True]


def test_a_file_that_goes_and_one_that_comes_are_changes(file: Path, tmp_path: Path) -> None:
    late = tmp_path / "late"
    watch = FileWatch([file, late])

    file.unlink()
    assert [watch.settled_change() for _ in range(2)] == [False, True]
    late.write_text("here")
    assert [watch.settled_change() for _ in range(2)] == [False, True]
