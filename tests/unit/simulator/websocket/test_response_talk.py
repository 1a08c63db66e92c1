"""Responses over a socket and back."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec import structs
from wsproto.events import CloseConnection, RejectConnection, TextMessage

from headgate.simulator.faults import Fault
from headgate.simulator.server import Simulator
from headgate.simulator.settings import LatencySettings
from headgate.simulator.websocket import response_talk
from tests.unit.simulator.realtime.sockets import Talk, talk
from tests.unit.simulator.settings_for_tests import KEY, deployment, simulator_settings
from tests.unit.simulator.talk import ask

PATH = "/openai/v1/responses"
LONG = "Reply with exactly: one two three"
SLOW = LatencySettings(first_token_seconds=0, between_tokens_seconds=30)
WRITTEN = [
    "response.created",
    "response.in_progress",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.completed",
]


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    running = Simulator(
        simulator_settings(
            **{
                "gpt-4o": deployment(),
                "full": deployment(tokens_per_minute=1),
                "slow": deployment(latency=SLOW),
            }
        )
    )
    await running.start()
    yield running
    await running.stop()


def create(said: str = "Reply with exactly: water", **asked: Any) -> dict[str, Any]:
    return {"type": "response.create", "model": "gpt-4o", "input": said, "store": False, **asked}


async def answer(one: Talk, **asked: Any) -> dict[str, Any]:
    """The response that a message gets."""
    one.send(create(**asked))
    found: dict[str, Any] = (await one.until("response.completed"))[-1]["response"]
    return found


def text_of(response: dict[str, Any]) -> str:
    found: str = response["output"][0]["content"][0]["text"]
    return found


def sums(simulator: Simulator, name: str = "gpt-4o") -> Any:
    return simulator.truth.usage().resources["eastus"].deployments[name]


async def test_a_response_is_told_with_the_events_of_a_stream(simulator: Simulator) -> None:
    async with talk(simulator, PATH) as one:
        one.send(create(stream=False, background=True))
        events = await one.until("response.completed")

    assert [each["type"] for each in events] == WRITTEN
    assert [each["sequence_number"] for each in events] == list(range(len(WRITTEN)))
    assert text_of(events[-1]["response"]) == "water"
    assert sums(simulator).completion_tokens == events[-1]["response"]["usage"]["output_tokens"]
    assert events[-1]["response"]["background"] is False


async def test_the_last_response_is_remembered_though_it_is_not_stored(simulator: Simulator) -> None:
    async with talk(simulator, PATH) as one:
        first = await answer(one)
        alone = first["usage"]["input_tokens"]
        second = await answer(one, previous_response_id=first["id"])
        third = await answer(one, previous_response_id=second["id"])

    assert alone < second["usage"]["input_tokens"] < third["usage"]["input_tokens"]
    reply = await ask(simulator.endpoints["eastus"], f"{PATH}/{first['id']}")
    assert reply.status == 404


async def test_an_earlier_response_or_that_of_another_connection_is_not(simulator: Simulator) -> None:
    async with talk(simulator, PATH) as one, talk(simulator, PATH) as other:
        first = await answer(one)
        second = await answer(one)
        one.send(create(previous_response_id=first["id"]))
        error = await one.next()
        other.send(create(previous_response_id=second["id"]))
        elsewhere = await other.next()

    assert error == {
        "type": "error",
        "status": 400,
        "error": {
            "message": f"Previous response with id '{first['id']}' not found.",
            "type": "invalid_request_error",
            "param": "previous_response_id",
            "code": "previous_response_not_found",
        },
    }
    assert elsewhere["error"]["code"] == "previous_response_not_found"


async def test_a_stored_response_can_be_continued_anywhere(simulator: Simulator) -> None:
    async with talk(simulator, PATH) as one, talk(simulator, PATH) as other:
        first = await answer(one, store=True)
        second = await answer(other, previous_response_id=first["id"])

    assert second["usage"]["input_tokens"] > first["usage"]["input_tokens"]


async def test_after_a_failure_nothing_is_remembered(simulator: Simulator) -> None:
    async with talk(simulator, PATH) as one:
        first = await answer(one)
        one.send(create(model="nobody", previous_response_id=first["id"]))
        failed = await one.next()
        one.send(create(previous_response_id=first["id"]))
        evicted = await one.next()
        assert text_of(await answer(one)) == "water", "the connection is still good"

    assert (failed["status"], failed["error"]["code"]) == (404, "DeploymentNotFound")
    assert evicted["error"]["code"] == "previous_response_not_found"


async def test_what_is_only_prepared_costs_no_output_and_can_be_continued(simulator: Simulator) -> None:
    async with talk(simulator, PATH) as one:
        prepared = await answer(one, said="The weir is north. " * 20, generate=False)
        went_on = await answer(one, previous_response_id=prepared["id"])

    assert (prepared["status"], prepared["output"], prepared["usage"]["output_tokens"]) == ("completed", [], 0)
    assert went_on["usage"]["input_tokens"] > prepared["usage"]["input_tokens"] > 100


async def test_messages_are_answered_one_after_another(simulator: Simulator) -> None:
    async with talk(simulator, PATH) as one:
        one.send(create("Reply with exactly: one"), create("Reply with exactly: two"))
        first = (await one.until("response.completed"))[-1]["response"]
        second = await one.until("response.completed")

    assert (text_of(first), text_of(second[-1]["response"])) == ("one", "two")
    assert [each["type"] for each in second] == WRITTEN


async def test_more_messages_than_may_wait_are_refused(simulator: Simulator) -> None:
    async with talk(simulator, PATH) as one:
        one.send(*(create(LONG, model="slow") for _ in range(18)))
        error = (await one.until("error"))[-1]

    assert "At most 16" in error["error"]["message"]


@pytest.mark.parametrize(
    "message,code,param",
    [
        ("no JSON", None, None),
        ("[]", "invalid_type", None),
        ('{"type": "session.update"}', "invalid_value", "type"),
        ('{"type": "response.create", "model": "gpt-4o"}', "missing_required_parameter", "input"),
        ('{"type": "response.create", "input": "x"}', None, None),
    ],
)
async def test_what_is_no_request_is_told_and_the_connection_stays(
    simulator: Simulator, message: str, code: str | None, param: str | None
) -> None:
    async with talk(simulator, PATH) as one:
        one.writer.write(one.frames.send(TextMessage(message)))
        error = await one.next()
        assert (error["type"], error["status"]) == ("error", 400)
        assert (error["error"]["code"], error["error"]["param"]) == (code, param)
        assert text_of(await answer(one)) == "water"


async def test_a_full_deployment_says_so_as_in_a_stream(simulator: Simulator) -> None:
    async with talk(simulator, PATH) as one:
        one.send(create(model="full"))
        events = await one.until("response.failed")

    assert [each["type"] for each in events] == ["response.created", "error", "response.failed"]
    assert events[1]["error"]["code"] == "rate_limit_exceeded"


async def test_a_fault_answers_in_the_models_place(simulator: Simulator) -> None:
    simulator.faults.add(Fault(kind="status", status=503, count=1))
    async with talk(simulator, PATH) as one:
        one.send(create())
        error = await one.next()
        assert text_of(await answer(one)) == "water"

    assert (error["status"], error["error"]["code"]) == (503, "ServiceUnavailable")


@pytest.mark.parametrize(
    "kind,after,ended", [("close_midway", 2, "closed"), ("reset_midway", 2, "reset"), ("reset_before", 3, "reset")]
)
async def test_a_fault_cuts_the_connection_off_in_the_middle_of_a_response(
    simulator: Simulator, kind: Any, after: int, ended: str
) -> None:
    async with talk(simulator, PATH) as one:
        await answer(one)
        simulator.faults.add(Fault(kind=kind, after=after))
        one.send(create())
        heard = []
        try:
            while not isinstance(event := await one.next(), CloseConnection):
                heard.append(event["type"])
        except ConnectionResetError:
            pass

    assert heard == WRITTEN[: 0 if kind == "reset_before" else after]
    assert sums(simulator).endings == {"served": 1, ended: 1}


async def test_a_stalled_response_goes_on(simulator: Simulator) -> None:
    simulator.faults.add(Fault(kind="stall", after=1, seconds=0.01, count=1))
    simulator.faults.add(Fault(kind="half_open", seconds=0.01, count=1))
    async with talk(simulator, PATH) as one:
        assert text_of(await answer(one)) == text_of(await answer(one)) == "water"


async def test_a_delay_holds_a_response_back_and_those_behind_it(simulator: Simulator) -> None:
    simulator.faults.add(Fault(kind="delay", seconds=0.01, count=1))
    async with talk(simulator, PATH) as one:
        one.send(create("Reply with exactly: one"), create("Reply with exactly: two"))
        first = (await one.until("response.completed"))[-1]["response"]
        assert text_of(first) == "one"


async def test_what_was_written_for_a_client_that_left_is_counted(simulator: Simulator) -> None:
    async with talk(simulator, PATH) as one:
        one.send(create(LONG, model="slow"))
        await one.until("response.output_text.delta")
    while (await ask(simulator.endpoints["eastus"], "/simulator/usage")).json["in_flight"]:
        pass

    assert sums(simulator, "slow").endings == {"client_gone": 1}
    assert sums(simulator, "slow").completion_tokens <= 1


async def test_an_hour_is_the_longest(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    assert response_talk._LIFETIME.seconds == 3600
    monkeypatch.setattr(response_talk, "_LIFETIME", structs.replace(response_talk._LIFETIME, seconds=0))
    async with talk(simulator, PATH) as one:
        error = await one.next()
        assert (error["status"], error["error"]["code"]) == (400, "websocket_connection_limit_reached")
        assert "(60 minutes)" in error["error"]["message"]
        assert isinstance(await one.next(), CloseConnection)


async def test_who_has_been_let_in_stays_in(simulator: Simulator) -> None:
    async with talk(simulator, PATH) as one:
        simulator.resources["eastus"].keys.regenerate("key1")
        assert text_of(await answer(one)) == "water"

    reply = await ask(simulator.endpoints["eastus"], PATH, create())
    assert reply.status == 401


async def test_without_a_key_or_an_upgrade_there_is_no_connection(simulator: Simulator) -> None:
    with pytest.raises(AssertionError) as caught:
        async with talk(simulator, PATH, key="wrong"):
            pass

    assert isinstance(caught.value.args[0], RejectConnection) or "RejectConnection" in str(caught.value)
    reply = await ask(simulator.endpoints["eastus"], PATH, headers={"api-key": KEY})
    assert (reply.status, reply.json["error"]["message"]) == (404, "Resource not found")
