from headgate.simulator.clock import SystemClock


def test_it_tells_unix_time_and_never_goes_back() -> None:
    clock = SystemClock()

    assert clock.now() > 1_700_000_000
    assert clock.monotonic() <= clock.monotonic()
