import asyncio
import errno
import fcntl
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from headgate.adapters.journal_file import JournalFile
from headgate.core.errors import JournalError
from headgate.core.records import Closed
from headgate.settings import JournalSettings


def closed(name: str = "id-1") -> Closed:
    return Closed(
        id=name,
        at=1.5,
        duration_ms=2.0,
        use_case="bot",
        caller="key:b",
        model="m",
        api="other",
        status=200,
        outcome="answered",
    )


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[..., JournalFile]]:
    begun: list[JournalFile] = []

    def new(boot: str = "b1", **settings: Any) -> JournalFile:
        begun.append(
            JournalFile(tmp_path, worker="gate-0", boot=boot, settings=JournalSettings(**settings), now=lambda: 7.0)
        )
        return begun[-1]

    yield new
    for journal in begun:
        journal.close()


Begin = Callable[..., JournalFile]


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def lines(folder: Path, name: str = "gate-0-b1-0001.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_bytes().splitlines() if line]


async def test_a_life_begins_with_its_first_line(begin: Begin, tmp_path: Path) -> None:
    begin()

    assert files(tmp_path) == ["gate-0-b1-0001.jsonl", "gate-0-b1.lock"]
    assert lines(tmp_path) == [{"event": "journal", "version": 1, "worker": "gate-0", "boot": "b1", "at": 7.0}]


async def test_a_line_is_in_the_file_when_it_has_been_waited_for(begin: Begin, tmp_path: Path) -> None:
    journal = begin()
    journal.append(closed())
    await journal.written()

    assert [line["event"] for line in lines(tmp_path)] == ["journal", "closed"]
    assert lines(tmp_path)[1]["id"] == "id-1"


async def test_lines_of_one_turn_go_out_together_and_by_themselves(begin: Begin, tmp_path: Path) -> None:
    journal = begin()
    journal.append(closed("1"))
    journal.append(closed("2"))
    assert len(lines(tmp_path)) == 1
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    assert [line["id"] for line in lines(tmp_path)[1:]] == ["1", "2"]


async def test_a_flush_does_not_wait_for_the_turn(begin: Begin, tmp_path: Path) -> None:
    journal = begin()
    journal.append(closed())
    journal.flush()

    assert len(lines(tmp_path)) == 2


async def test_several_may_wait_for_the_same_write(begin: Begin) -> None:
    journal = begin()
    waiting = []
    for number in range(3):
        journal.append(closed(str(number)))
        waiting.append(journal.written())
    await asyncio.gather(*waiting)


async def test_with_nothing_to_write_there_is_nothing_to_wait_for(begin: Begin) -> None:
    await asyncio.wait_for(begin().written(), 1)


async def test_the_folder_is_made_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "journal"
    journal = JournalFile(folder, worker="gate-0", boot="b1", settings=JournalSettings(), now=lambda: 7.0)
    journal.close()

    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


async def test_while_it_lives_it_holds_its_lock(begin: Begin, tmp_path: Path) -> None:
    journal = begin()
    lock = os.open(tmp_path / "gate-0-b1.lock", os.O_RDWR)
    try:
        with pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        journal.close()
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(lock)


async def test_the_same_life_is_not_begun_twice(begin: Begin) -> None:
    begin()
    with pytest.raises(JournalError):
        begin()


async def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(JournalError, match="cannot be written in"):
        JournalFile(tmp_path / "file", worker="g", boot="b", settings=JournalSettings(), now=lambda: 7.0)


async def test_a_full_file_is_followed_by_the_next(begin: Begin, tmp_path: Path) -> None:
    journal = begin(segment_bytes_max=4096)
    for number in range(60):
        journal.append(closed(str(number)))
        await journal.written()

    names = [name for name in files(tmp_path) if name.endswith(".jsonl")]
    assert len(names) > 2
    read = [line for name in names for line in lines(tmp_path, name)]
    assert [line["id"] for line in read if line["event"] == "closed"] == [str(number) for number in range(60)]
    assert [lines(tmp_path, name)[0]["event"] for name in names] == ["journal"] * len(names)
    assert journal.bytes_written == sum((tmp_path / name).stat().st_size for name in names)


class Disk:
    """A disk that is full, half full or broken when told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.takes: int | None = None
        """Bytes of the next writes that are taken."""
        self.syncs = True
        self._write, self._fsync = os.write, os.fsync
        monkeypatch.setattr("headgate.adapters.journal_file.os.write", self.write)
        monkeypatch.setattr("headgate.adapters.journal_file.os.fsync", self.fsync)

    def write(self, file: int, data: bytes) -> int:
        if self.takes == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._write(file, data if self.takes is None else data[: self.takes])

    def fsync(self, file: int) -> None:
        if not self.syncs:
            raise OSError(errno.EIO, "Input/output error")
        self._fsync(file)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


async def test_who_waits_for_a_full_disk_is_told(begin: Begin, disk: Disk, tmp_path: Path) -> None:
    journal = begin()
    disk.takes = 0
    journal.append(closed())
    with pytest.raises(JournalError, match="No space left on device"):
        await journal.written()
    disk.takes = None
    journal.append(closed("2"))
    await journal.written()

    assert [line.get("id") for line in lines(tmp_path)] == [None, "2"]


async def test_what_a_full_disk_took_of_a_line_spoils_no_other(begin: Begin, disk: Disk, tmp_path: Path) -> None:
    journal = begin()
    disk.takes = 10
    journal.append(closed("torn"))
    with pytest.raises(JournalError):
        await journal.written()
    disk.takes = None
    journal.append(closed("whole"))
    await journal.written()

    first, torn, whole = (tmp_path / "gate-0-b1-0001.jsonl").read_bytes().splitlines()
    assert len(torn) == 10
    assert json.loads(whole)["id"] == "whole"
    assert json.loads(first)["event"] == "journal"


async def test_lines_nobody_waits_for_may_be_lost_without_a_sound(begin: Begin, disk: Disk) -> None:
    journal = begin()
    disk.takes = 0
    journal.append(closed())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    disk.takes = None


async def test_a_new_file_that_cannot_be_begun_is_tried_again(begin: Begin, disk: Disk, tmp_path: Path) -> None:
    journal = begin(segment_bytes_max=4096)
    while journal.bytes_written < 4096:
        journal.append(closed("x" * 1000))
        await journal.written()
    disk.syncs = False
    journal.append(closed("lost"))
    with pytest.raises(JournalError):
        await journal.written()
    disk.syncs = True
    journal.append(closed("kept"))
    await journal.written()

    assert [line.get("id") for line in lines(tmp_path, "gate-0-b1-0002.jsonl")] == [None, "kept"]


async def test_strict_waits_for_the_disk(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr("headgate.adapters.journal_file.os.fsync", synced.append)
    journal = begin(fsync="strict")
    journal.append(closed())
    await journal.written()
    assert len(synced) == 1
    journal.append(closed())
    journal.flush()
    await journal.written()
    assert len(synced) == 2


async def test_strict_waiters_share_a_sync(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr("headgate.adapters.journal_file.os.fsync", synced.append)
    journal = begin(fsync="strict")
    waiting = []
    for _ in range(10):
        journal.append(closed())
        waiting.append(journal.written())
    await asyncio.gather(*waiting)

    assert len(synced) <= 2


async def test_strict_tells_who_waits_that_the_disk_failed(begin: Begin, disk: Disk) -> None:
    journal = begin(fsync="strict")
    disk.syncs = False
    journal.append(closed())
    with pytest.raises(JournalError, match="Input/output error"):
        await asyncio.wait_for(journal.written(), 1)
    disk.syncs = True
    journal.append(closed())
    await asyncio.wait_for(journal.written(), 1)


async def test_a_sync_in_the_background_is_tried_again_after_a_failure(
    begin: Begin, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = begin()
    disk.syncs = False
    with pytest.raises(OSError, match="Input/output error"):
        await journal.sync()
    synced: list[int] = []
    monkeypatch.setattr("headgate.adapters.journal_file.os.fsync", synced.append)
    await journal.sync()
    await journal.sync()

    assert len(synced) == 1


async def test_never_means_never(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr("headgate.adapters.journal_file.os.fsync", synced.append)
    journal = begin(fsync="never")
    journal.append(closed())
    await journal.written()
    await journal.sync()

    assert synced == []


async def test_the_end_writes_what_is_left_and_can_come_twice(begin: Begin, tmp_path: Path) -> None:
    journal = begin()
    journal.append(closed())
    journal.close()
    journal.close()

    assert len(lines(tmp_path)) == 2


async def test_after_the_end_nothing_can_be_written(begin: Begin) -> None:
    journal = begin()
    journal.close()
    journal.append(closed())
    with pytest.raises(JournalError):
        await journal.written()
