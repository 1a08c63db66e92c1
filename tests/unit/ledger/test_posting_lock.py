from pathlib import Path

from headgate.ledger.posting_lock import PostingLock


def test_one_holds_it_at_a_time(tmp_path: Path) -> None:
    first, second = PostingLock(tmp_path), PostingLock(tmp_path)

    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


def test_taking_twice_is_taking_once(tmp_path: Path) -> None:
    lock = PostingLock(tmp_path)

    assert lock.take()
    assert lock.take()
    lock.release()
    lock.release()
    assert PostingLock(tmp_path).take()


def test_it_makes_the_folder_it_needs(tmp_path: Path) -> None:
    lock = PostingLock(tmp_path / "journal")

    assert lock.take()
    lock.release()
