import pytest

from headgate.simulator.leaky_bucket import LeakyBucket


def test_it_drains_its_size_in_a_minute() -> None:
    bucket = LeakyBucket(600)
    bucket.add(600, now=0)

    assert bucket.level(now=30) == pytest.approx(300)
    assert bucket.level(now=60) == 0


def test_it_is_never_less_than_empty() -> None:
    bucket = LeakyBucket(600)
    bucket.add(10, now=0)
    bucket.add(-50, now=0)

    assert bucket.level(now=0) == 0


def test_it_tells_when_it_will_have_drained() -> None:
    bucket = LeakyBucket(120)
    bucket.add(121, now=0)

    assert bucket.seconds_until_below(120, now=0) == pytest.approx(0.5)
    assert bucket.seconds_until_below(120, now=1) == 0


def test_a_clock_that_stands_still_drains_nothing() -> None:
    bucket = LeakyBucket(60)
    bucket.add(30, now=10)

    assert bucket.level(now=10) == bucket.level(now=9) == 30


def test_what_fills_it_can_be_let_out_at_once() -> None:
    bucket = LeakyBucket(60)
    bucket.fill(3_600, now=0)

    bucket.relieve(3_590, now=10)
    assert bucket.level(now=10) == pytest.approx(60)
    bucket.relieve(-5, now=10)
    assert bucket.level(now=10) == pytest.approx(60)
