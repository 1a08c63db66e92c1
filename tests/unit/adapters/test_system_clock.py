import time

from headgate.adapters.system_clock import SystemClock


def test_it_reads_the_machines_clocks() -> None:
    clock = SystemClock()

    assert abs(clock.now() - time.time()) < 5
    assert clock.monotonic() <= clock.monotonic() <= time.monotonic()
