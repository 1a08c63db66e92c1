"""Deployments whose api-version does not know ``stream_options``: asked without, and not asked again."""

from collections.abc import Callable

from headgate.core.usage import Usage
from tests.playbook.asking import DONE, EVENTS, chat, error, said, usage_event
from tests.playbook.stage import Play

Stage = Callable[..., Play]
UNKNOWN = error("unknown_parameter", "Unrecognized request argument supplied: stream_options")


async def test_what_was_added_is_left_out_when_it_is_refused(stage: Stage) -> None:
    play = stage(["east/ptu"])
    asked = chat(stream=True, api_version="2023-05-15")
    call = await play.calls(asked)
    await (await play.sent_to("east/ptu")).answers(400, UNKNOWN)
    again = await play.sent_to("east/ptu")
    assert again.body == asked.body
    await again.answers(200, said("Hello") + DONE, content_type=EVENTS)

    assert (await play.answer_to(call)).body == said("Hello") + DONE
    usage = play.record().attempts[-1].usage
    assert usage == Usage(prompt_tokens=7, completion_tokens=5, estimated=True)
    assert play.closed_for("east/ptu") is None


async def test_the_refusal_is_remembered_for_that_api_version(stage: Stage) -> None:
    play = stage(["east/ptu"])
    answer = {"body": said("Hello") + DONE, "content_type": EVENTS}
    await play.quick(chat(stream=True, api_version="2023-05-15"), {"status": 400, "body": UNKNOWN}, answer)
    await play.quick(chat(stream=True, api_version="2023-05-15"), answer)
    await play.quick(chat(stream=True, api_version="2024-10-21"), answer)

    assert ["stream_options" in leg.json() for leg in play.sendings] == [True, False, False, True]


async def test_it_costs_no_attempt_of_the_callers(stage: Stage) -> None:
    play = stage(["east/ptu"], attempts_max=1)
    answer = {"body": said("Hello") + DONE, "content_type": EVENTS}
    got = await play.quick(chat(stream=True), {"status": 400, "body": UNKNOWN}, answer)

    assert got.status == 200


async def test_what_the_caller_itself_asked_is_its_own_mistake(stage: Stage) -> None:
    play = stage(["east/ptu"])
    asked = chat(stream=True, stream_options={"include_usage": True})
    answer = await play.quick(asked, {"status": 400, "body": UNKNOWN})

    assert (answer.status, answer.code) == (400, "unknown_parameter")
    await play.nothing_more_is_sent()


async def test_usage_stated_unasked_is_still_swallowed(stage: Stage) -> None:
    play = stage(["east/ptu"])
    call = await play.calls(chat(stream=True))
    await (await play.sent_to("east/ptu")).answers(400, UNKNOWN)
    again = await play.sent_to("east/ptu")
    await again.answers(200, said("Hello") + usage_event(8, 2) + DONE, content_type=EVENTS)

    assert (await play.answer_to(call)).body == said("Hello") + DONE
    assert play.record().attempts[-1].usage == Usage(prompt_tokens=8, completion_tokens=2)
