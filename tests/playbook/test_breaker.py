"""Deployments that keep failing are left alone, then probed by one exchange at a time."""

from collections.abc import Callable

from headgate.routing.settings import BreakerSettings
from tests.playbook.asking import chat, completion
from tests.playbook.stage import Play

Stage = Callable[..., Play]
BREAKER = BreakerSettings(failures=2, open_seconds=10.0, open_seconds_max=30.0)


async def broken_twice(stage: Stage) -> Play:
    """A stage on which the first deployment has just failed often enough."""
    play = stage(breaker=BREAKER)
    for _ in range(2):
        await play.quick(chat(), {"status": 500}, {"body": completion()})
    assert play.closed_for("east/ptu") == "breaker open for 10.0 s"
    return play


async def test_a_deployment_that_keeps_failing_is_skipped(stage: Stage) -> None:
    play = await broken_twice(stage)
    answer = await play.quick(chat(), {"body": completion()})

    assert answer.headers["x-headgate-deployment"] == "west/paygo"
    (skipped,) = play.closed()[-1].attempts[0].skipped
    assert (skipped.deployment, skipped.reason) == ("east/ptu", "breaker open for 10.0 s")


async def test_failures_that_are_not_in_a_row_do_not_count(stage: Stage) -> None:
    play = stage(breaker=BREAKER)
    await play.quick(chat(), {"status": 500}, {"body": completion()})
    await play.quick(chat(), {"body": completion()})
    await play.quick(chat(), {"status": 500}, {"body": completion()})

    assert play.closed_for("east/ptu") is None


async def test_one_exchange_probes_while_the_others_go_elsewhere(stage: Stage) -> None:
    play = await broken_twice(stage)
    await play.passes(10.0)
    probing = await play.calls(chat())
    probe = await play.sent_to("east/ptu")
    other = await play.calls(chat())
    west = await play.sent_to("west/paygo")
    await west.answers(200, completion())
    await play.answer_to(other)
    assert play.closed_for("east/ptu") == "breaker half open, probe under way"

    await probe.answers(200, completion())
    await play.answer_to(probing)
    assert play.closed_for("east/ptu") is None


async def test_a_failed_probe_opens_the_breaker_for_twice_as_long_up_to_a_limit(stage: Stage) -> None:
    play = await broken_twice(stage)
    await play.passes(10.0)
    await play.quick(chat(), {"status": 500}, {"body": completion()})
    assert play.closed_for("east/ptu") == "breaker open for 20.0 s"
    await play.passes(20.0)
    await play.quick(chat(), {"status": 500}, {"body": completion()})
    assert play.closed_for("east/ptu") == "breaker open for 30.0 s"


async def test_a_probe_whose_caller_leaves_lets_another_probe(stage: Stage) -> None:
    play = await broken_twice(stage)
    await play.passes(10.0)
    call = await play.calls(chat())
    await play.sent_to("east/ptu")
    await call.leaves()

    assert play.closed_for("east/ptu") is None
    answer = await play.quick(chat(), {"body": completion()})
    assert answer.headers["x-headgate-deployment"] == "east/ptu"


async def test_a_probe_that_is_throttled_has_shown_that_the_deployment_works(stage: Stage) -> None:
    play = await broken_twice(stage)
    await play.passes(10.0)
    await play.quick(chat(), {"status": 429, "retry_after": "2"}, {"body": completion()})
    await play.passes(2.0)

    assert play.closed_for("east/ptu") is None


async def test_when_only_breakers_are_open_the_caller_may_come_back(stage: Stage) -> None:
    play = stage(["east/ptu"], breaker=BreakerSettings(failures=1, open_seconds=10.0))
    await play.quick(chat(), {"status": 500})
    await play.passes(4.0)
    answer = await play.quick(chat())

    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "backend_unavailable", "6")
    await play.nothing_more_is_sent()


async def test_while_the_only_deployment_is_probed_callers_are_not_told_to_hurry(stage: Stage) -> None:
    play = stage(["east/ptu"], breaker=BreakerSettings(failures=1, open_seconds=10.0))
    await play.quick(chat(), {"status": 500})
    await play.passes(10.0)
    probing = await play.calls(chat())
    probe = await play.sent_to("east/ptu")
    answer = await play.quick(chat())
    assert (answer.status, int(answer.headers["retry-after-ms"]) >= 1000) == (503, True)

    await probe.answers(200, completion())
    await play.answer_to(probing)
