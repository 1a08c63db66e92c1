from pathlib import Path

from headgate.ledger.journal_files import is_alive, list_segments, read_chunk
from tests.unit.ledger.samples import Worker, closed


def test_files_are_listed_in_the_order_in_which_they_were_written(tmp_path: Path) -> None:
    for name in ("gate-0-b-10000.jsonl", "gate-0-b-9999.jsonl", "gate-0-a-0002.jsonl", "gate-0-a-0001.jsonl"):
        (tmp_path / name).write_bytes(b"1234")

    assert [segment.path.name for segment in list_segments(tmp_path)] == [
        "gate-0-a-0001.jsonl",
        "gate-0-a-0002.jsonl",
        "gate-0-b-9999.jsonl",
        "gate-0-b-10000.jsonl",
    ]
    assert {segment.size for segment in list_segments(tmp_path)} == {4}


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    for name in ("notes.txt", "gate-0-b.lock", "gate-0-b-0001.jsonl.gz", "gate-0-b-1.jsonl", "posting.sign"):
        (tmp_path / name).touch()

    assert list_segments(tmp_path) == []


def test_the_last_file_of_a_living_writer_is_not_complete(tmp_path: Path) -> None:
    worker = Worker(tmp_path)
    worker.rotate()

    assert [segment.complete for segment in list_segments(tmp_path)] == [True, False]

    worker.die()

    assert [segment.complete for segment in list_segments(tmp_path)] == [True, True]


def test_asking_whether_a_writer_lives_does_not_disturb_it(tmp_path: Path) -> None:
    worker = Worker(tmp_path)

    assert is_alive(tmp_path, worker.journal)
    assert is_alive(tmp_path, worker.journal)
    worker.die()
    assert not is_alive(tmp_path, worker.journal)


def test_a_writer_without_a_lock_file_is_dead(tmp_path: Path) -> None:
    assert not is_alive(tmp_path, "gate-0-gone")


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert list_segments(tmp_path / "journal") == []


def test_a_chunk_starts_where_asked_and_ends_at_its_limit(tmp_path: Path) -> None:
    worker = Worker(tmp_path)
    worker.write(closed("x1"))
    content = worker.path.read_bytes()
    worker.die()

    assert read_chunk(worker.path, 10, 20) == content[10:30]
    assert read_chunk(worker.path, len(content), 20) == b""


def test_a_file_that_has_just_gone_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "gate-0-b-0001.jsonl").symlink_to(tmp_path / "deleted")

    assert list_segments(tmp_path) == []
