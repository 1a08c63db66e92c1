"""Callers that go away: the backend's work is ended or read to its end, as the use case says; metered either way."""

import asyncio
from collections.abc import Callable

import pytest

from headgate.core.usage import Usage
from tests.playbook.asking import DONE, EVENTS, chat, completion, said, usage_event
from tests.playbook.stage import Play

Stage = Callable[..., Play]


async def test_before_the_answer_the_backend_is_given_up(stage: Stage) -> None:
    play = stage(on_disconnect="cancel")
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    await call.leaves()

    assert east.given_up
    record = play.record()
    assert (record.outcome, record.status) == ("cancelled", 0)
    (attempt,) = record.attempts
    assert (attempt.outcome, attempt.usage) == ("cancelled", Usage(prompt_tokens=7, estimated=True))
    assert play.settled == (1, 7)
    assert play.router.known()["east/ptu"].failures == 0
    await play.nothing_more_is_sent()


async def test_in_the_middle_of_a_stream_the_backend_is_given_up(stage: Stage) -> None:
    play = stage(on_disconnect="cancel")
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, said("Hel"), content_type=EVENTS)
    await call.leaves()

    assert east.given_up
    record = play.record()
    assert (record.outcome, record.code) == ("cancelled", "")
    assert record.attempts[0].usage == Usage(prompt_tokens=7, completion_tokens=len("Hel"), estimated=True)
    assert play.router.known()["east/ptu"].failures == 0


async def test_in_the_middle_of_a_plain_answer_the_backend_is_given_up(stage: Stage) -> None:
    play = stage(on_disconnect="cancel")
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    await east.begins(200, b'{"choices":')
    await call.leaves()

    assert east.given_up
    assert play.record().outcome == "cancelled"


async def test_a_drained_stream_is_read_to_its_usage(stage: Stage) -> None:
    play = stage(on_disconnect="drain")
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, said("Hel"), content_type=EVENTS)
    await call.leaves()
    assert not east.given_up
    await east.gives(said("lo"))
    await east.ends(usage_event(8, 2) + DONE)

    record = play.record()
    assert record.outcome == "drained"
    assert record.attempts[0].usage == Usage(prompt_tokens=8, completion_tokens=2)
    assert play.settled == (1, 10)


async def test_a_drained_answer_that_has_not_begun_is_read_to_its_usage(stage: Stage) -> None:
    play = stage(on_disconnect="drain")
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    await call.leaves()
    await east.answers(200, completion(8, 2))

    assert play.record().outcome == "drained"
    assert play.record().attempts[0].usage == Usage(prompt_tokens=8, completion_tokens=2)


async def test_a_drained_answer_that_comes_in_parts_is_read_to_its_usage(stage: Stage) -> None:
    play = stage(on_disconnect="drain")
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    await call.leaves()
    await east.begins(200, b'{"usage":{"prompt_tokens":8,')
    await east.gives(b'"completion_tokens":')
    await east.ends(b"2}}")

    assert play.record().attempts[0].usage == Usage(prompt_tokens=8, completion_tokens=2)


async def test_a_drained_stream_that_breaks_is_estimated(stage: Stage) -> None:
    play = stage(on_disconnect="drain")
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, said("Hel"), content_type=EVENTS)
    await call.leaves()
    await east.breaks()

    assert play.record().outcome == "cancelled"
    assert play.record().attempts[0].usage == Usage(prompt_tokens=7, completion_tokens=3, estimated=True)


@pytest.mark.parametrize("status", [429, 500])
async def test_nobody_is_served_elsewhere_who_is_not_there(stage: Stage, status: int) -> None:
    play = stage(on_disconnect="drain")
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    await call.leaves()
    await east.answers(status)

    assert (play.record().outcome, play.record().status) == ("cancelled", 0)
    await play.nothing_more_is_sent()


async def test_a_backend_paused_for_a_slow_reader_goes_on_when_it_is_drained(stage: Stage) -> None:
    play = stage(on_disconnect="drain")
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, said("Hel"), content_type=EVENTS)
    call.reads_too_slowly()
    assert east.connection.paused
    await call.leaves()
    assert not east.connection.paused
    await east.ends(usage_event() + DONE)

    assert play.record().outcome == "drained"


async def test_a_slow_reader_pauses_its_backend_and_only_until_it_has_read(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, said("Hel"), content_type=EVENTS)
    call.reads_too_slowly()
    assert east.connection.paused
    call.has_read()
    assert not east.connection.paused
    await east.ends(DONE)
    await play.answer_to(call)


async def test_a_long_error_that_was_held_does_not_run_over_a_slow_reader(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat())
    call.reply.full_at = 100_000
    east = await play.sent_to("east/ptu")
    await east.begins(400, b"x" * 300_000)
    assert len(call.reply.body) == 300_000
    assert east.connection.paused
    call.has_read()
    assert not east.connection.paused
    await east.ends()
    await play.answer_to(call)


async def test_while_connecting_nothing_is_sent_for_a_caller_that_has_left(stage: Stage) -> None:
    play = stage()
    connecting = play.backends["east"].hangs = asyncio.get_running_loop().create_future()
    call = await play.calls(chat())
    await call.leaves()
    connecting.set_result(None)
    await play.nothing_more_is_sent()

    assert (play.record().outcome, play.record().attempts[0].usage) == ("cancelled", None)
    assert play.opened() == []
    assert play.settled == (1, 0)
