"""A plan is its seed's: drawn again it is the same, and it leaves nothing out."""

from collections import Counter

from tests.chaos.plan import BLOWS_PER_HOUSE, draw_plan


def test_a_seed_always_gives_the_same_plan() -> None:
    assert draw_plan(7, 300, calls_per_blow=50) == draw_plan(7, 300, calls_per_blow=50)
    assert draw_plan(7, 300, calls_per_blow=50) != draw_plan(8, 300, calls_per_blow=50)


def test_no_process_dies_so_often_that_its_supervisor_gives_up() -> None:
    blows = list(draw_plan(7, 3_000, calls_per_blow=50).blows.values())

    for start, blow in enumerate(blows):
        if blow == "house" or start == 0:
            life = blows[start + 1 : start + 1 + len(BLOWS_PER_HOUSE)]
            assert max(Counter(life).values()) <= 4


def test_every_kind_of_caller_comes() -> None:
    calls = draw_plan(7, 2_000, calls_per_blow=200).calls

    assert {call.patience for call in calls} == {
        "stays",
        "slow",
        "mid_request",
        "before_answer",
        "mid_answer",
        "at_done",
    }
    assert {(call.api, call.stream) for call in calls} == {
        ("chat.completions", True),
        ("chat.completions", False),
        ("responses", True),
        ("responses", False),
        ("embeddings", False),
    }
