"""Deployments that say "too many": the next is tried at once, and the caller is told the truth when none is left."""

from collections.abc import Callable

import pytest

from tests.playbook.asking import EVENTS, chat, completion, error, response, response_event, said
from tests.playbook.stage import Play

Stage = Callable[..., Play]

CREATED = response_event("response.created", response={"id": "resp_1", "status": "in_progress"})
TOO_MANY = response_event("error", error={"type": "too_many_requests", "code": "rate_limit_exceeded", "message": "No."})
FAILED = response_event("response.failed", response={"status": "failed", "error": None})
COMPLETED = response_event("response.completed", response={"usage": {"input_tokens": 4, "output_tokens": 1}})


async def test_a_throttled_deployment_spills_to_the_next_at_once(stage: Stage) -> None:
    play = stage(["east/ptu"], ["west/paygo"])
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    await east.answers(429, error("429"), retry_after="3")
    west = await play.sent_to("west/paygo")
    await west.answers(200, completion(8, 2))

    answer = await play.answer_to(call)
    assert answer.status == 200
    assert answer.headers["x-headgate-deployment"] == "west/paygo"
    assert answer.headers["x-headgate-attempts"] == "2"
    assert play.closed_for("east/ptu") == "throttled for 3.0 s"
    throttled, answered = play.record().attempts
    assert (throttled.outcome, throttled.status, throttled.usage) == ("throttled", 429, None)
    assert (answered.outcome, answered.why) == ("answered", "pool 2, the only one open")
    assert [(each.deployment, each.reason) for each in answered.skipped] == [("east/ptu", "tried")]


async def test_a_throttled_deployment_is_skipped_until_its_time_is_over(stage: Stage) -> None:
    play = stage()
    await play.quick(chat(), {"status": 429, "retry_after": "3"}, {"body": completion()})
    await play.quick(chat(), {"body": completion()})
    skipped = play.closed()[-1].attempts[0].skipped
    assert [(each.deployment, each.reason) for each in skipped] == [("east/ptu", "throttled for 3.0 s")]

    await play.passes(3.0)
    answer = await play.quick(chat(), {"body": completion()})
    assert answer.headers["x-headgate-deployment"] == "east/ptu"


@pytest.mark.parametrize(
    "headers, closed_for",
    [
        ({"retry_after": "3"}, 3.0),
        ({"retry_after_ms": "3200"}, 3.2),
        ({"retry_after": "1", "retry_after_ms": "0"}, 1.0),
        ({"retry_after": "2", "retry_after_ms": "7500"}, 7.5),
        ({"retry_after": "9", "retry_after_ms": "100"}, 9.0),
        ({"retry_after": "2.5"}, 2.5),
        ({"retry_after": "0"}, 1.0),
        ({"retry_after": "0.25"}, 1.0),
        ({}, 1.0),
        ({"retry_after": "soon", "retry_after_ms": "-1"}, 1.0),
        ({"retry_after": "nan"}, 1.0),
        ({"retry_after": "inf", "retry_after_ms": "2000"}, 2.0),
        ({"retry_after": "86400"}, 60.0),
        ({"retry_after": "Mon, 23 Nov 2026 12:00:07 GMT"}, 7.0),
    ],
)
async def test_it_is_closed_for_the_longer_of_both_headers(
    stage: Stage, headers: dict[str, str], closed_for: float
) -> None:
    play = stage()
    await play.quick(chat(), {"status": 429, **headers}, {"body": completion()})

    assert play.closed_for("east/ptu") == f"throttled for {closed_for:.1f} s"


async def test_the_cap_is_the_models(stage: Stage) -> None:
    play = stage(retry_after_max_seconds=600.0)
    await play.quick(chat(), {"status": 429, "retry_after": "86400"}, {"body": completion()})

    assert play.closed_for("east/ptu") == "throttled for 600.0 s"


async def test_when_all_are_throttled_the_caller_is_told_the_smallest_wait(stage: Stage) -> None:
    play = stage(["east/ptu"], ["west/paygo", "north/paygo"])
    answer = await play.quick(
        chat(),
        {"status": 429, "retry_after": "30"},
        {"status": 429, "retry_after_ms": "4250"},
        {"status": 429, "retry_after": "20"},
    )

    assert (answer.status, answer.code) == (429, "RateLimitReached")
    assert answer.headers["retry-after"] == "5"
    assert answer.headers["retry-after-ms"] == "4250"
    assert answer.headers["x-headgate-attempts"] == "3"
    assert "Please retry after 5 seconds" in answer.message
    assert (play.record().outcome, play.record().status) == ("failed", 429)
    assert play.settled == (1, 0)


async def test_while_all_are_throttled_nothing_is_sent(stage: Stage) -> None:
    play = stage()
    await play.quick(chat(), {"status": 429, "retry_after": "30"}, {"status": 429, "retry_after": "10"})
    await play.passes(4.0)
    answer = await play.quick(chat())

    assert (answer.status, answer.headers["retry-after"], answer.headers["retry-after-ms"]) == (429, "6", "6000")
    assert answer.headers["x-headgate-attempts"] == "0"
    assert play.closed()[-1].outcome == "refused"
    await play.nothing_more_is_sent()


async def test_the_wait_is_that_of_deployments_that_could_take_it(stage: Stage) -> None:
    """One of another version, which is never chosen, does not shorten it."""
    play = stage(["east/ptu"], ["west/paygo"], versions={"west/paygo": "2025-06-01"})
    answer = await play.quick(chat(), {"status": 429, "retry_after": "12"})

    assert (answer.status, answer.headers["retry-after"]) == (429, "12")


async def test_a_streamed_response_that_is_throttled_with_200_goes_elsewhere(stage: Stage) -> None:
    play = stage()
    call = await play.calls(response(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, content_type=EVENTS, retry_after="4")
    assert not call.begun
    assert east.given_up
    west = await play.sent_to("west/paygo")
    await west.begins(200, content_type=EVENTS)
    await west.ends(CREATED + COMPLETED)

    answer = await play.answer_to(call)
    assert (answer.status, answer.body) == (200, CREATED + COMPLETED)
    assert play.closed_for("east/ptu") == "throttled for 4.0 s"
    throttled, answered = play.record().attempts
    assert (throttled.outcome, throttled.status, throttled.usage) == ("throttled", 200, None)
    assert answered.usage is not None
    assert answered.usage.total_tokens == 5


async def test_a_plain_response_with_retry_after_is_an_answer(stage: Stage) -> None:
    play = stage()
    answer = await play.quick(response(), {"body": {"output": [], "usage": {"input_tokens": 1}}, "retry_after": "4"})

    assert answer.status == 200
    await play.nothing_more_is_sent()


@pytest.mark.parametrize("start", [TOO_MANY, CREATED + TOO_MANY, CREATED + FAILED + TOO_MANY])
async def test_a_stream_that_begins_with_its_refusal_goes_elsewhere(stage: Stage, start: bytes) -> None:
    play = stage()
    call = await play.calls(response(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, start, content_type=EVENTS)
    assert not call.begun
    west = await play.sent_to("west/paygo")
    await west.answers(200, CREATED + COMPLETED, content_type=EVENTS)

    assert (await play.answer_to(call)).body == CREATED + COMPLETED
    assert play.record().attempts[0].outcome == "throttled"


async def test_the_refusal_is_seen_when_it_comes_after_the_head(stage: Stage) -> None:
    play = stage()
    call = await play.calls(response(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, content_type=EVENTS)
    assert not call.begun
    await east.gives(CREATED + TOO_MANY)
    west = await play.sent_to("west/paygo")
    await west.answers(200, CREATED + COMPLETED, content_type=EVENTS)

    assert (await play.answer_to(call)).body == CREATED + COMPLETED


async def test_a_first_event_is_not_held_to_look_for_a_refusal_behind_it(stage: Stage) -> None:
    """Azure says with ``retry-after`` that it refuses; no stream is delayed for a refusal that would not say so."""
    play = stage()
    call = await play.calls(response(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, CREATED, content_type=EVENTS)
    assert call.begun
    await east.ends(TOO_MANY)

    assert (await play.answer_to(call)).body == CREATED + TOO_MANY
    assert play.closed_for("east/ptu") == "throttled for 1.0 s"


async def test_a_stream_refused_after_its_output_has_begun_is_the_callers(stage: Stage) -> None:
    play = stage()
    call = await play.calls(response(stream=True))
    delta = response_event("response.output_text.delta", delta="Hel")
    east = await play.sent_to("east/ptu")
    await east.begins(200, CREATED + delta, content_type=EVENTS)
    await east.ends(TOO_MANY)

    assert (await play.answer_to(call)).body == CREATED + delta + TOO_MANY
    assert play.record().code == "rate_limit_exceeded"
    await play.nothing_more_is_sent()


async def test_a_chat_stream_is_not_held_to_look_for_a_refusal(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, said("Hel"), content_type=EVENTS, retry_after="4")
    assert call.begun
    await east.ends(b"data: [DONE]\n\n")
    await play.answer_to(call)
