"""Chaos: callers vanish, backends fail, workers are killed; afterwards the ledger equals the simulator's own count.

``HEADGATE_CHAOS_SEED`` repeats a plan; ``HEADGATE_SOAK_SECONDS`` says how long ``make soak`` goes on.
"""

import faulthandler
import os
import random
import time
from pathlib import Path

import pytest

from tests.chaos.plan import draw_plan
from tests.chaos.storm import Aftermath, weather_a_storm

CALLS = 2_400
CALLS_PER_BLOW = 160
SEED = int(os.environ.get("HEADGATE_CHAOS_SEED", "20261123"))
SOAK_SECONDS = float(os.environ.get("HEADGATE_SOAK_SECONDS", "300"))
DIFFERENCES_SHOWN = 12
STORM_SECONDS_MAX = 300.0
"""A storm takes some ten seconds; one that takes so much longer hangs, and shows where."""


def weather(folder: Path, seed: int) -> Aftermath:
    """Run the plan of a seed; fail with the seed and the first differences when the books do not agree."""
    after = weather_a_storm(folder, draw_plan(seed, CALLS, calls_per_blow=CALLS_PER_BLOW))
    wrong = after.differences + after.complaints
    if wrong or after.exit_code:
        shown = "\n".join(wrong[:DIFFERENCES_SHOWN])
        pytest.fail(f"{shown}\n{after.shown()}\nHEADGATE_CHAOS_SEED={seed} repeats the plan; see {folder}")
    return after


def test_whatever_dies_the_ledger_equals_what_was_served(tmp_path: Path) -> None:
    after = weather(tmp_path, SEED)

    # The run was one: what is bound to happen to exchanges, attempts and processes in it has happened.
    assert {"answered", "cancelled", "drained", "failed", "interrupted", "lost", "refused"} <= set(after.exchanges)
    assert {"answered", "cancelled", "failed", "interrupted", "lost", "throttled"} <= set(after.attempts)
    assert {"served", "client_gone", "reset", "closed"} <= set(after.endings)
    assert set(after.blows) == {"gate", "control", "house", "reload"}
    assert sum(after.exchanges.values()) > CALLS * 0.8


@pytest.mark.soak
def test_for_as_long_as_it_is_asked(tmp_path: Path) -> None:
    seeds = random.Random(SEED)
    over_at = time.monotonic() + SOAK_SECONDS
    number = 0
    while time.monotonic() < over_at:
        number += 1
        faulthandler.dump_traceback_later(STORM_SECONDS_MAX, exit=True)  # pytest's own is for the whole test
        seed = seeds.randrange(2**31)
        after = weather(tmp_path / str(number), seed)
        print(f"storm {number}, seed {seed}: {sum(after.exchanges.values())} exchanges agree\n{after.shown()}")  # noqa: T201
