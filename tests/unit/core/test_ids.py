import pytest

from headgate.core.ids import ExchangeIds

NOW = 1_800_000_000.0


def _ids(start: bytes = b"\x00\x00\x00\x01") -> ExchangeIds:
    return ExchangeIds(start=start)


def test_an_id_shows_its_time_its_worker_and_its_count() -> None:
    assert _ids().new(NOW) == f"{1_800_000_000_000:011x}-00000001-000001"


def test_ids_of_one_moment_differ() -> None:
    ids = _ids()

    assert len({ids.new(NOW) for _ in range(1000)}) == 1000


def test_ids_of_two_workers_differ_in_the_same_moment() -> None:
    assert _ids(b"aaaa").new(NOW) != _ids(b"bbbb").new(NOW)


def test_later_ids_sort_after_earlier_ones() -> None:
    assert _ids(b"\xff\xff\xff\xff").new(1.0) < _ids(b"\x00\x00\x00\x00").new(2.0)


def test_the_count_is_written_whole() -> None:
    ids = _ids()
    ids._count = 0xABCDEE

    assert ids.new(NOW).endswith("-abcdef")


def test_the_count_starts_again_without_growing_the_id() -> None:
    ids = _ids()
    lengths = {len(ids.new(NOW)) for _ in range(3)}
    ids._count = 0xFFFFFF

    assert ids.new(NOW).endswith("-000000")
    assert lengths == {27}


def test_a_start_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="4 random bytes, not 3"):
        _ids(b"abc")
