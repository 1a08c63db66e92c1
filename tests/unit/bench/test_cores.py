import os

from bench.cores import CoreTimes, cpu_seconds, descendants, resident_kb


def test_the_busy_share_counts_stolen_time_as_busy() -> None:
    earlier, later = CoreTimes(busy=100, idle=100, steal=0), CoreTimes(busy=150, idle=140, steal=10)

    assert later.busy_share_since(earlier) == 0.6


def test_no_time_passed_is_not_busy() -> None:
    times = CoreTimes(busy=1, idle=1, steal=0)

    assert times.busy_share_since(times) == 0.0


def test_a_process_that_has_ended_has_used_nothing() -> None:
    assert cpu_seconds([2**22 + 1]) == 0.0


def test_this_process_has_used_time_and_memory_and_descends_from_itself() -> None:
    assert cpu_seconds([os.getpid()]) > 0
    assert resident_kb([os.getpid()]) > 1000
    assert descendants(os.getpid())[0] == os.getpid()
