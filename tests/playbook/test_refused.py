"""Requests that are refused before any backend is asked."""

from collections.abc import Callable

import pytest

from headgate.admission.settings import LimitSettings
from headgate.pipeline.ports import Request
from tests.playbook.asking import STRANGERS_KEY, chat, chat_v1, completion, error, request
from tests.playbook.stage import Play

Stage = Callable[..., Play]


@pytest.mark.parametrize("key", ["", "wrong", "sesame ", "s" * 513])
async def test_an_unknown_key_is_refused_in_azures_words(stage: Stage, key: str) -> None:
    play = stage()
    answer = await play.quick(chat(key=key.strip() + ("x" if key.endswith(" ") else "")))

    assert answer.status == 401
    assert answer.message.startswith("Access denied due to invalid subscription key or wrong API endpoint.")
    assert play.journal.records == []
    assert [refusal.status for refusal in play.denied] == [401]


@pytest.mark.parametrize("header", ["Bearer sesame", "bearer sesame", "Bearer  sesame"])
async def test_a_key_may_come_as_a_bearer_token(stage: Stage, header: str) -> None:
    play = stage()
    answer = await play.quick(
        request("POST", "/v1/chat/completions", {"model": "gpt-4o"}, key="", authorization=header),
        {"body": completion()},
    )

    assert answer.status == 200


@pytest.mark.parametrize("header", ["Basic sesame", "sesame", "Bearer"])
async def test_other_schemes_are_no_credential(stage: Stage, header: str) -> None:
    play = stage()
    asked = request("POST", "/v1/chat/completions", {"model": "gpt-4o"}, key="", authorization=header)

    assert (await play.quick(asked)).status == 401


@pytest.mark.parametrize("asked", [chat("gpt-9"), chat_v1("gpt-9")])
async def test_an_unknown_model_is_not_found(stage: Stage, asked: Request) -> None:
    play = stage()
    answer = await play.quick(asked)

    assert (answer.status, answer.code) == (404, "DeploymentNotFound")
    assert "'gpt-9'" in answer.message
    assert "gpt-4o" in answer.message
    assert (play.record().outcome, play.record().code) == ("refused", "DeploymentNotFound")


async def test_a_model_of_others_is_forbidden(stage: Stage) -> None:
    play = stage()
    answer = await play.quick(chat(key=STRANGERS_KEY))

    assert (answer.status, answer.code) == (403, "model_not_allowed")
    assert "'stranger'" in answer.message


async def test_a_model_must_be_named(stage: Stage) -> None:
    play = stage()
    answer = await play.quick(request("POST", "/v1/chat/completions", {"messages": []}))

    assert (answer.status, answer.code) == (400, "missing_model")


@pytest.mark.parametrize(
    "body, code",
    [
        (b"{", "invalid_json"),
        (b"[]", "invalid_type"),
        (b'{"model": 7}', "invalid_type"),
        (b'{"stream": "yes"}', "invalid_type"),
        (b'{"max_tokens": "many"}', "invalid_type"),
        (b'{"stream_options": []}', "invalid_type"),
        (b"[" * 100_000, "invalid_type"),
        (b'{"a":' * 100_000, "invalid_json"),
        (b'{"model": "\xff"}', "invalid_json"),
    ],
)
async def test_a_body_that_cannot_be_read_is_the_callers_mistake(stage: Stage, body: bytes, code: str) -> None:
    play = stage()
    answer = await play.quick(request("POST", "/v1/chat/completions", body))

    assert (answer.status, answer.code) == (400, code)
    await play.nothing_more_is_sent()


async def test_a_path_under_no_prefix_is_not_found(stage: Stage) -> None:
    play = stage()

    assert (await play.quick(request("GET", "/admin"))).status == 404


@pytest.mark.parametrize("target", ["/v1/../admin", "/v1/%2e%2e/admin", "/v1//chat", "/openai/v1/a%2fb", "/v1/<x>"])
async def test_a_path_that_plays_tricks_is_refused_and_its_connection_closed(stage: Stage, target: str) -> None:
    play = stage()
    call = await play.calls(request("GET", target))
    answer = await play.answer_to(call)

    assert (answer.status, answer.code) == (400, "invalid_target")
    assert call.reply.closes


async def test_the_models_are_those_of_the_callers_use_case(stage: Stage) -> None:
    play = stage()
    ours = await play.quick(request("GET", "/openai/v1/models"))
    theirs = await play.quick(request("GET", "/v1/models", key=STRANGERS_KEY))

    assert [model["id"] for model in ours.json()["data"]] == ["gpt-4o"]
    assert (ours.json()["object"], theirs.json()["data"]) == ("list", [])
    assert play.journal.records == []


async def test_one_model_is_shown_to_those_who_may_use_it(stage: Stage) -> None:
    play = stage()
    ours = await play.quick(request("GET", "/v1/models/gpt-4o"))
    theirs = await play.quick(request("GET", "/v1/models/gpt-4o", key=STRANGERS_KEY))

    assert ours.json() == {"id": "gpt-4o", "object": "model", "created": 0, "owned_by": "headgate"}
    assert (theirs.status, theirs.code) == (404, "model_not_found")


async def test_models_are_not_listed_to_strangers(stage: Stage) -> None:
    play = stage()

    assert (await play.quick(request("GET", "/v1/models", key="wrong"))).status == 401


async def test_requests_past_the_limit_are_refused_with_the_truth(stage: Stage) -> None:
    play = stage(limits=LimitSettings(requests_per_minute=2))
    for _ in range(2):
        await play.quick(chat(), {"body": completion()})
        await play.passes(10.0)
    answer = await play.quick(chat())

    assert (answer.status, answer.code) == (429, "request_rate_limit_reached")
    assert (answer.headers["retry-after"], answer.headers["retry-after-ms"]) == ("40", "40000")
    assert answer.headers["x-ratelimit-limit-requests"] == "2"
    assert answer.headers["x-ratelimit-remaining-requests"] == "0"
    assert play.closed()[-1].outcome == "refused"
    await play.passes(40.0)
    assert (await play.quick(chat(), {"body": completion()})).status == 200


async def test_tokens_past_the_limit_are_refused_until_others_turn_out_cheaper(stage: Stage) -> None:
    play = stage(limits=LimitSettings(tokens_per_minute=1000))
    call = await play.calls(chat(max_tokens=900))
    east = await play.sent_to("east/ptu")
    refused = await play.quick(chat(max_tokens=900))
    assert (refused.status, refused.code) == (429, "token_rate_limit_reached")
    await east.answers(200, completion(8, 2))
    await play.answer_to(call)

    assert (await play.quick(chat(max_tokens=900), {"body": completion()})).status == 200


async def test_a_request_that_can_never_be_admitted_is_told_not_to_come_back(stage: Stage) -> None:
    play = stage(limits=LimitSettings(tokens_per_minute=1000))
    answer = await play.quick(chat(max_tokens=1001))

    assert (answer.status, answer.code) == (429, "request_exceeds_token_limit")
    assert answer.headers["x-should-retry"] == "false"
    assert "retry-after" not in answer.headers


async def test_a_maximum_beyond_all_numbers_is_no_way_around_a_limit(stage: Stage) -> None:
    play = stage(limits=LimitSettings(tokens_per_minute=1000))

    assert (await play.quick(chat(max_tokens=10**30))).status == 429


async def test_a_maximum_beyond_all_numbers_is_kept_on_record(stage: Stage) -> None:
    play = stage()
    await play.quick(chat(max_tokens=10**30), {"status": 400, "body": error("invalid_value")})

    assert play.opened()[0].completion_tokens == 1_000_000_000


async def test_places_are_given_back(stage: Stage) -> None:
    play = stage(limits=LimitSettings(concurrent=1))
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    refused = await play.quick(chat())
    assert (refused.status, refused.code, refused.headers["retry-after"]) == (429, "concurrency_limit_reached", "1")
    await east.answers(200, completion())
    await play.answer_to(call)

    assert (await play.quick(chat(), {"body": completion()})).status == 200
