"""Backends that fail: before its first byte the caller notices nothing, after it nothing is hidden from it."""

import json
from collections.abc import Callable

import pytest

from headgate.core.usage import Usage
from tests.playbook.asking import DONE, EVENTS, chat, completion, error, response, response_event, said
from tests.playbook.stage import Play

Stage = Callable[..., Play]


@pytest.mark.parametrize("status", [500, 502, 503, 504, 529])
async def test_a_server_error_is_tried_elsewhere(stage: Stage, status: int) -> None:
    play = stage()
    answer = await play.quick(chat(), {"status": status}, {"body": completion()})

    assert (answer.status, answer.headers["x-headgate-deployment"]) == (200, "west/paygo")
    failed, _ = play.record().attempts
    assert (failed.outcome, failed.status, failed.error) == ("failed", status, f"status {status}")
    assert failed.usage is None


async def test_a_refused_connection_is_tried_elsewhere(stage: Stage) -> None:
    play = stage()
    play.backends["east"].refuses = "cannot connect: Connection refused"
    answer = await play.quick(chat(), {"body": completion()})

    assert answer.headers["x-headgate-deployment"] == "west/paygo"
    assert play.record().attempts[0].error == "cannot connect: Connection refused"
    assert len(play.opened()) == 1


async def test_a_reset_before_the_answer_is_tried_elsewhere(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    await east.breaks("connection reset")
    west = await play.sent_to("west/paygo")
    await west.answers(200, completion())

    assert (await play.answer_to(call)).status == 200
    assert (play.record().attempts[0].outcome, play.record().attempts[0].error) == ("failed", "connection reset")


async def test_an_error_whose_body_breaks_off_is_tried_elsewhere(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    await east.begins(400, b'{"error"')
    await east.breaks()
    west = await play.sent_to("west/paygo")
    await west.answers(200, completion())

    assert (await play.answer_to(call)).status == 200


async def test_when_all_fail_the_caller_is_told_so(stage: Stage) -> None:
    play = stage()
    answer = await play.quick(chat(), {"status": 500}, {"status": 503})

    assert (answer.status, answer.code, answer.headers["x-headgate-attempts"]) == (502, "backend_failed", "2")
    assert (play.record().outcome, play.record().status) == ("failed", 502)
    assert play.settled == (1, 0)


async def test_no_more_deployments_are_tried_than_allowed(stage: Stage) -> None:
    play = stage(["a/paygo", "b/paygo", "c/paygo"], attempts_max=2)
    answer = await play.quick(chat(), {"status": 500}, {"status": 500})

    assert (answer.status, answer.headers["x-headgate-attempts"]) == (502, "2")
    await play.nothing_more_is_sent()


async def test_an_idle_connection_that_was_closed_is_replaced_without_blame(stage: Stage) -> None:
    play = stage()
    play.backends["east"].idle = 1
    call = await play.calls(chat())
    stale = await play.sent_to("east/ptu")
    assert stale.connection.reused
    await stale.breaks("connection closed by the backend")
    fresh = await play.sent_to("east/ptu")
    assert not fresh.connection.reused
    await fresh.answers(200, completion())

    answer = await play.answer_to(call)
    assert (answer.status, answer.headers["x-headgate-attempts"]) == (200, "1")
    assert len(play.record().attempts) == 1
    assert play.router.known()["east/ptu"].failures == 0


async def test_a_fresh_connection_that_breaks_too_is_a_failure(stage: Stage) -> None:
    play = stage()
    play.backends["east"].idle = 2
    call = await play.calls(chat())
    await (await play.sent_to("east/ptu")).breaks()
    await (await play.sent_to("east/ptu")).breaks()
    await (await play.sent_to("west/paygo")).answers(200, completion())

    assert (await play.answer_to(call)).headers["x-headgate-deployment"] == "west/paygo"
    assert play.router.known()["east/ptu"].failures == 1


async def test_silence_on_a_reused_connection_is_not_asked_again_there(stage: Stage) -> None:
    play = stage()
    play.backends["east"].idle = 1
    call = await play.calls(chat())
    await (await play.sent_to("east/ptu")).falls_silent()
    await (await play.sent_to("west/paygo")).answers(200, completion())
    await play.answer_to(call)

    assert play.record().attempts[0].outcome == "timeout"


@pytest.mark.parametrize("idle", [0, 1])
async def test_an_answer_that_breaks_as_it_begins_is_a_failure_and_not_sent_twice(stage: Stage, idle: int) -> None:
    """Head and reset may arrive in the same turn of the event loop; no byte has reached the caller then."""
    play = stage()
    play.backends["east"].idle = idle
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    east.begins_at_once(200, content_type=EVENTS)
    await east.breaks()
    west = await play.sent_to("west/paygo")
    await west.answers(200, said("Hello") + DONE, content_type=EVENTS)

    assert (await play.answer_to(call)).status == 200
    assert play.record().attempts[0].outcome in ("failed", "interrupted")
    assert play.router.known()["east/ptu"].failures == 1


async def test_a_chat_stream_that_breaks_ends_with_an_error_event(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, content_type=EVENTS)
    await east.gives(said("Hel"))
    await east.breaks()

    answer = await play.answer_to(call)
    assert answer.broken
    events = answer.body.removeprefix(said("Hel"))
    assert events.startswith(b"data: {")
    assert events.endswith(b"\n\n")
    told = json.loads(events[6:])["error"]
    assert (told["code"], told["type"]) == ("upstream_interrupted", "server_error")

    record = play.record()
    assert (record.outcome, record.code, record.status) == ("interrupted", "upstream_interrupted", 200)
    (attempt,) = record.attempts
    assert attempt.outcome == "interrupted"
    assert attempt.usage == Usage(prompt_tokens=7, completion_tokens=len("Hel"), estimated=True)
    assert play.router.known()["east/ptu"].failures == 1
    assert play.settled == (1, 10)
    await play.nothing_more_is_sent()


async def test_a_stream_of_the_responses_api_ends_with_its_own_error_event(stage: Stage) -> None:
    play = stage()
    call = await play.calls(response(stream=True))
    delta = response_event("response.output_text.delta", delta="Hel")
    east = await play.sent_to("east/ptu")
    await east.begins(200, delta, content_type=EVENTS)
    await east.breaks()

    answer = await play.answer_to(call)
    name, _, data = answer.body.removeprefix(delta).decode().partition("\n")
    assert name == "event: error"
    told = json.loads(data.removeprefix("data: "))
    assert (told["type"], told["code"]) == ("error", "upstream_interrupted")
    assert answer.broken


async def test_nothing_is_said_after_a_torn_event_that_has_gone_out(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat(stream=True, stream_options={"include_usage": True}))
    east = await play.sent_to("east/ptu")
    await east.begins(200, said("Hel") + b'data: {"cho', content_type=EVENTS)
    await east.breaks()

    answer = await play.answer_to(call)
    assert answer.body == said("Hel") + b'data: {"cho'
    assert answer.broken


async def test_a_torn_event_that_was_held_back_is_replaced_by_the_error(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, said("Hel") + b'data: {"cho', content_type=EVENTS)
    await east.breaks()

    body = (await play.answer_to(call)).body
    assert body.startswith(said("Hel") + b'data: {"error"')


async def test_a_plain_answer_that_breaks_off_ends_the_connection(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    await east.begins(200, b'{"choices":')
    await east.breaks()

    answer = await play.answer_to(call)
    assert (answer.body, answer.broken) == (b'{"choices":', True)
    assert play.record().outcome == "interrupted"
    usage = play.record().attempts[0].usage
    assert usage is not None
    assert usage.estimated


async def test_a_stream_that_breaks_after_its_end_was_said_is_answered(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, said("Hello"), content_type=EVENTS)
    await east.gives(b'data: {"choices":[],"usage":{"prompt_tokens":8,"completion_tokens":2}}\n\n' + DONE)
    await east.breaks()

    assert (await play.answer_to(call)).body == said("Hello") + DONE
    assert play.record().outcome == "answered"


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_credential_is_never_the_callers(stage: Stage, status: int) -> None:
    play = stage()
    answer = await play.quick(chat(), {"status": status, "body": error("401")}, {"body": completion()})

    assert (answer.status, answer.headers["x-headgate-deployment"]) == (200, "west/paygo")
    assert play.backends["east"].refreshed == 1
    assert play.record().attempts[0].outcome == "auth_failed"
    assert play.closed_for("east/ptu") == "quarantined for 30.0 s"


async def test_a_renewed_credential_is_tried_on_the_same_deployment(stage: Stage) -> None:
    play = stage()
    play.backends["east"].renewals = 1
    answer = await play.quick(chat(), {"status": 401}, {"body": completion()})

    assert (answer.status, answer.headers["x-headgate-deployment"]) == (200, "east/ptu")
    assert [attempt.outcome for attempt in play.record().attempts] == ["auth_failed", "answered"]
    assert play.closed_for("east/ptu") is None


async def test_a_renewed_credential_that_is_refused_as_well_is_not_renewed_again(stage: Stage) -> None:
    play = stage()
    play.backends["east"].renewals = 5
    answer = await play.quick(chat(), {"status": 401}, {"status": 401}, {"body": completion()})

    assert answer.headers["x-headgate-deployment"] == "west/paygo"
    assert play.backends["east"].refreshed == 1


async def test_a_credential_refused_everywhere_is_a_bad_gateway(stage: Stage) -> None:
    play = stage()
    answer = await play.quick(chat(), {"status": 401}, {"status": 403})

    assert (answer.status, answer.code) == (502, "backend_auth_failed")
    assert answer.headers["x-should-retry"] == "false"


async def test_a_backend_without_a_credential_is_passed_over(stage: Stage) -> None:
    play = stage()
    play.backends["east"].credential_line = None
    answer = await play.quick(chat(), {"body": completion()})

    assert answer.headers["x-headgate-deployment"] == "west/paygo"
    assert play.record().attempts[0].outcome == "auth_failed"


async def test_a_deployment_that_is_not_there_is_passed_over(stage: Stage) -> None:
    play = stage()
    gone = error("DeploymentNotFound", "The API deployment for this resource does not exist.")
    answer = await play.quick(chat(), {"status": 404, "body": gone}, {"body": completion()})

    assert answer.headers["x-headgate-deployment"] == "west/paygo"
    assert play.record().attempts[0].outcome == "missing"
    assert play.closed_for("east/ptu") == "quarantined for 30.0 s"


async def test_deployments_missing_everywhere_are_a_bad_gateway(stage: Stage) -> None:
    play = stage(["east/ptu"])
    answer = await play.quick(chat(), {"status": 404, "body": error("DeploymentNotFound")})

    assert (answer.status, answer.code) == (502, "backend_deployment_not_found")


async def test_a_timeout_is_tried_once_more_elsewhere_and_billed(stage: Stage) -> None:
    play = stage(["a/paygo", "b/paygo", "c/paygo"])
    answer = await play.quick(chat(), {"status": 408}, {"body": completion(8, 2)})

    assert answer.status == 200
    timeout, _ = play.record().attempts
    assert timeout.outcome == "timeout"
    assert timeout.usage == Usage(prompt_tokens=7, estimated=True)
    assert play.settled == (1, 17)
    assert play.router.known()[f"{timeout.backend}/{timeout.deployment}"].failures == 1


@pytest.mark.parametrize("second", [408, 500, 429])
async def test_after_a_timeout_there_is_only_one_more_chance(stage: Stage, second: int) -> None:
    play = stage(["a/paygo", "b/paygo", "c/paygo"])
    answer = await play.quick(chat(), {"status": 408}, {"status": second})

    assert (answer.status, answer.code) == (504, "backend_timeout")
    assert answer.headers["x-headgate-attempts"] == "2"
    await play.nothing_more_is_sent()
