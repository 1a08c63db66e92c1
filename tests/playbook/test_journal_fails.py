"""A journal that cannot be written: what cannot be accounted is not sent, and what was sent is not handed out."""

from collections.abc import Callable

from headgate.core.records import Closed, Opened, Resent
from headgate.routing.settings import BreakerSettings
from tests.playbook.asking import DONE, EVENTS, chat, completion, said, usage_event
from tests.playbook.stage import Play

Stage = Callable[..., Play]


async def test_nothing_is_sent(stage: Stage) -> None:
    play = stage()
    play.journal.fails_at = Opened
    answer = await play.quick(chat())

    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "journal_unavailable", "5")
    assert [refusal.code for refusal in play.denied] == ["journal_unavailable"]
    await play.nothing_more_is_sent()


async def test_nothing_is_sent_a_second_time(stage: Stage) -> None:
    play = stage()
    play.journal.fails_at = Resent
    answer = await play.quick(chat(), {"status": 500})

    assert (answer.status, answer.code) == (503, "journal_unavailable")
    await play.nothing_more_is_sent()


async def test_the_next_exchange_is_served_when_it_can_be_written_again(stage: Stage) -> None:
    play = stage()
    play.journal.fails_at = Opened
    await play.quick(chat())
    play.journal.fails_at = None
    answer = await play.quick(chat(), {"body": completion()})

    assert (answer.status, answer.headers["x-headgate-deployment"]) == (200, "east/ptu")


async def test_a_probe_that_was_never_sent_lets_another_probe(stage: Stage) -> None:
    play = stage(["east/ptu"], breaker=BreakerSettings(failures=1, open_seconds=10.0))
    await play.quick(chat(), {"status": 500})
    await play.passes(10.0)
    play.journal.fails_at = Opened
    await play.quick(chat())
    play.journal.fails_at = None

    assert (await play.quick(chat(), {"body": completion()})).status == 200


async def test_an_answer_that_cannot_be_accounted_does_not_reach_the_caller(stage: Stage) -> None:
    play = stage()
    play.journal.fails_at = Closed
    answer = await play.quick(chat(), {"body": completion()})

    assert (answer.status, answer.code) == (503, "journal_unavailable")


async def test_the_end_of_a_long_answer_that_cannot_be_accounted_does_not_reach_the_caller(stage: Stage) -> None:
    play = stage()
    play.journal.fails_at = Closed
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    await east.begins(200, b'{"usage":')
    await east.ends(b"{}}")

    answer = await play.answer_to(call)
    assert (answer.body, answer.broken) == (b'{"usage":', True)


async def test_the_end_of_a_stream_that_cannot_be_accounted_does_not_reach_the_caller(stage: Stage) -> None:
    play = stage()
    play.journal.fails_at = Closed
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, content_type=EVENTS)
    await east.gives(said("Hello"))
    await east.gives(usage_event() + DONE)
    if not east.given_up:
        await east.ends()

    answer = await play.answer_to(call)
    assert answer.broken
    assert DONE not in answer.body


async def test_a_refusal_that_cannot_be_written_is_one_of_the_journal(stage: Stage) -> None:
    play = stage()
    play.journal.fails_at = Closed
    answer = await play.quick(chat(model="gpt-unknown"))

    assert (answer.status, answer.code) == (503, "journal_unavailable")
