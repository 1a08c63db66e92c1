import json

import pytest

from examples.overflow.plan import OUTPUT_WEIGHT, PHASES, SECONDS, TOKENS_PER_PTU, Call, draw_calls
from headgate.simulator import catalog


def _asked(call: Call) -> dict[str, object]:
    return dict(json.loads(call.body))


def test_what_a_unit_carries_is_what_the_simulator_knows() -> None:
    assert catalog.ptu_capacity("gpt-4o") == (TOKENS_PER_PTU, OUTPUT_WEIGHT)


def test_one_seed_is_one_load() -> None:
    assert draw_calls(15, faster=1, seed=7) == draw_calls(15, faster=1, seed=7)
    assert draw_calls(15, faster=1, seed=7) != draw_calls(15, faster=1, seed=8)


def test_calls_come_in_order_half_of_the_capacity_then_four_times_then_half() -> None:
    calls = draw_calls(200, faster=1, seed=0)
    times = [call.at for call in calls]
    (calm, _), (spike, _), _ = PHASES
    expected = 200 * TOKENS_PER_PTU / 60 / 1_800

    assert times == sorted(times)
    assert times[-1] < SECONDS
    in_spike = sum(calm <= at < calm + spike for at in times)
    assert in_spike / spike == pytest.approx(4 * expected, rel=0.15)
    assert (len(times) - in_spike) / (SECONDS - spike) == pytest.approx(0.5 * expected, rel=0.3)


def test_faster_is_the_same_load_in_less_time() -> None:
    usual, fast = draw_calls(15, faster=1, seed=0), draw_calls(15, faster=30, seed=0)

    assert [call.body for call in usual] == [call.body for call in fast]
    assert usual[-1].at == pytest.approx(30 * fast[-1].at)


def test_a_call_is_a_streamed_chat_that_asks_for_its_usage_and_shares_no_beginning() -> None:
    calls = draw_calls(15, faster=1, seed=0)

    assert len({call.body[:200] for call in calls}) == len(calls)
    for asked in map(_asked, calls):
        assert asked["stream"] is True
        assert asked["stream_options"] == {"include_usage": True}
        assert 100 <= int(str(asked["max_tokens"])) <= 300
