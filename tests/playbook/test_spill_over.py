"""Where overflow may go: the same model and version, unless the model's configuration allows another."""

from collections.abc import Callable

import pytest

from tests.playbook.asking import chat, completion, error
from tests.playbook.stage import Play

Stage = Callable[..., Play]
TOO_LONG = error("context_length_exceeded", "This model's maximum context length is 8192 tokens.")


async def test_another_version_is_not_an_overflow(stage: Stage) -> None:
    play = stage(["east/ptu"], ["west/paygo"], versions={"west/paygo": "2025-06-01"})
    answer = await play.quick(chat(), {"status": 500})

    assert answer.status == 502
    await play.nothing_more_is_sent()


async def test_another_version_is_one_where_the_model_allows_it(stage: Stage) -> None:
    play = stage(["east/ptu"], ["west/paygo"], versions={"west/paygo": "2025-06-01"}, allow_other_versions=True)
    answer = await play.quick(chat(), {"status": 500}, {"body": completion()})

    assert answer.headers["x-headgate-deployment"] == "west/paygo"
    assert play.record().attempts[1].version == "2025-06-01"


async def test_the_reason_for_passing_over_another_version_is_on_record(stage: Stage) -> None:
    play = stage(["a/ptu"], ["b/paygo"], ["c/paygo"], versions={"b/paygo": "2025-06-01"})
    await play.quick(chat(), {"status": 500}, {"body": completion()})

    skipped = {each.deployment: each.reason for each in play.record().attempts[1].skipped}
    assert skipped == {"a/ptu": "tried", "b/paygo": "other model or version (gpt-4o 2025-06-01)"}


async def test_a_prompt_too_long_for_provisioned_capacity_goes_to_pay_as_you_go(stage: Stage) -> None:
    play = stage(["east/ptu", "north/ptu-2"], ["west/paygo"])
    answer = await play.quick(chat(), {"status": 400, "body": TOO_LONG}, {"body": completion()})

    assert (answer.status, answer.headers["x-headgate-deployment"]) == (200, "west/paygo")
    first, _ = play.record().attempts
    assert (first.outcome, first.usage) == ("too_long", None)
    assert play.router.known()[f"{first.backend}/{first.deployment}"].failures == 0


@pytest.mark.parametrize("pools", [[["east/ptu"]], [["east/ptu", "north/ptu-2"]], [["west/paygo"], ["north/paygo"]]])
async def test_a_prompt_too_long_for_all_is_the_callers(stage: Stage, pools: list[list[str]]) -> None:
    play = stage(*pools)
    answer = await play.quick(chat(), {"status": 400, "body": TOO_LONG})

    assert (answer.status, answer.json()) == (400, TOO_LONG)
    assert play.record().outcome == "answered"
    await play.nothing_more_is_sent()


async def test_a_prompt_too_long_is_the_callers_when_no_attempt_is_left(stage: Stage) -> None:
    play = stage(attempts_max=1)
    answer = await play.quick(chat(), {"status": 400, "body": TOO_LONG})

    assert (answer.status, answer.code) == (400, "context_length_exceeded")


async def test_turns_are_taken_within_a_pool(stage: Stage) -> None:
    play = stage(["a/paygo", "b/paygo"], strategy="round-robin")
    for _ in range(4):
        await play.quick(chat(), {"body": completion()})

    assert [leg.backend for leg in play.sendings] == ["a", "b", "a", "b"]
    assert play.closed()[0].attempts[0].why == "pool 1, round-robin of 2"
