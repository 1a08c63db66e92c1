import time
from typing import Any

import pytest

from headgate.simulator.clock import FasterLoop, SystemClock
from tests.unit.simulator.standing_loop import StandingLoop


def test_it_tells_unix_time_and_never_goes_back() -> None:
    clock = SystemClock()

    assert clock.now() > 1_700_000_000
    assert clock.monotonic() <= clock.monotonic()


def test_with_a_factor_time_runs_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 100.0)
    clock = SystemClock(factor=60)
    began, unix_began = clock.monotonic(), clock.now()
    monkeypatch.setattr(time, "monotonic", lambda: 102.0)

    assert clock.monotonic() - began == 120
    assert clock.now() - unix_began == pytest.approx(120)


def test_on_a_faster_loop_waits_are_shorter_and_time_is_the_simulators() -> None:
    loop: Any = StandingLoop()
    faster = FasterLoop(loop, 10)
    called: list[float] = []
    faster.call_later(30, lambda: called.append(faster.time()))

    loop.advance(2.9)
    assert called == []
    loop.advance(0.2)
    assert called == [30]
