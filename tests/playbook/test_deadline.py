"""The deadline of a use case: from the complete request to the last byte, retries included."""

import asyncio
import json
from collections.abc import Callable

from headgate.core.usage import Usage
from tests.playbook.asking import EVENTS, chat, completion, response, response_event, said
from tests.playbook.stage import Play

Stage = Callable[..., Play]


async def test_before_the_answer_it_ends_in_a_timeout(stage: Stage) -> None:
    play = stage(deadline_seconds=20.0)
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    await play.passes(19.0)
    assert not call.task.done()
    await play.passes(1.0)

    answer = await play.answer_to(call)
    assert (answer.status, answer.code) == (504, "deadline_exceeded")
    assert "20 seconds" in answer.message
    assert east.given_up
    record = play.record()
    assert (record.outcome, record.status, record.duration_ms) == ("failed", 504, 20_000.0)
    assert record.attempts[0].outcome == "timeout"
    assert record.attempts[0].usage == Usage(prompt_tokens=7, estimated=True)
    await play.nothing_more_is_sent()


async def test_attempts_share_it(stage: Stage) -> None:
    play = stage(deadline_seconds=20.0)
    call = await play.calls(chat())
    await play.passes(15.0)
    await (await play.sent_to("east/ptu")).answers(500)
    await play.sent_to("west/paygo")
    await play.passes(5.0)

    assert (await play.answer_to(call)).status == 504
    assert [attempt.outcome for attempt in play.record().attempts] == ["failed", "timeout"]


async def test_in_the_middle_of_a_stream_it_ends_with_an_error_event(stage: Stage) -> None:
    play = stage(deadline_seconds=20.0)
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, said("Hel"), content_type=EVENTS)
    await play.passes(20.0)

    answer = await play.answer_to(call)
    assert east.given_up
    told = json.loads(answer.body.removeprefix(said("Hel"))[6:])["error"]
    assert told["code"] == "deadline_exceeded"
    assert answer.broken
    record = play.record()
    assert record.outcome == "interrupted"
    assert record.attempts[0].usage == Usage(prompt_tokens=7, completion_tokens=3, estimated=True)


async def test_the_record_says_what_the_caller_was_told(stage: Stage) -> None:
    play = stage(deadline_seconds=20.0)
    call = await play.calls(response(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, response_event("response.output_text.delta", delta="Hel"), content_type=EVENTS)
    await play.passes(20.0)
    await play.answer_to(call)

    assert play.record().code == "deadline_exceeded"


async def test_a_slow_caller_is_not_the_deployments_failure(stage: Stage) -> None:
    play = stage(deadline_seconds=20.0)
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, said("Hel"), content_type=EVENTS)
    call.reads_too_slowly()
    await play.passes(20.0)
    await play.answer_to(call)

    assert play.router.known()["east/ptu"].failures == 0


async def test_while_an_error_is_being_read_it_ends_in_a_timeout(stage: Stage) -> None:
    play = stage(deadline_seconds=20.0)
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    await east.begins(400, b'{"error":')
    await play.passes(20.0)

    assert (await play.answer_to(call)).code == "deadline_exceeded"
    await play.nothing_more_is_sent()


async def test_while_connecting_it_ends_in_a_timeout(stage: Stage) -> None:
    play = stage(deadline_seconds=20.0)
    connecting = play.backends["east"].hangs = asyncio.get_running_loop().create_future()
    call = await play.calls(chat())
    await play.passes(20.0)
    connecting.set_result(None)

    assert (await play.answer_to(call)).code == "deadline_exceeded"
    await play.nothing_more_is_sent()


async def test_a_backend_that_falls_silent_in_its_answer_is_interrupted(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, said("Hel"), content_type=EVENTS)
    await east.falls_silent()

    answer = await play.answer_to(call)
    assert b'"upstream_interrupted"' in answer.body
    assert play.router.known()["east/ptu"].failures == 1


async def test_a_backend_that_never_answers_is_a_timeout_and_tried_once_more(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat())
    await (await play.sent_to("east/ptu")).falls_silent()
    await (await play.sent_to("west/paygo")).answers(200, completion())

    assert (await play.answer_to(call)).status == 200
    assert play.record().attempts[0].outcome == "timeout"
