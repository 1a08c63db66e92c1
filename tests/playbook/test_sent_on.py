"""What travels on to a backend and what stays behind; paths that are only passed on."""

from collections.abc import Callable

import pytest

from tests.playbook.asking import KEY, chat, chat_v1, completion, request
from tests.playbook.stage import Play

Stage = Callable[..., Play]


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": f"Bearer {KEY}"},
        {"cookie": f"session={KEY}"},
        {"ocp_apim_subscription_key": KEY},
        {"proxy_authorization": f"Basic {KEY}"},
        {"x_ms_spillover_deployment": KEY},
        {"x_forwarded_for": KEY},
        {"connection": f"close, {KEY}"},
        {"x_headgate_request_id": KEY},
        {"te": KEY},
    ],
    ids=lambda headers: next(iter(headers)),
)
async def test_no_header_that_is_not_allowed_travels_on(stage: Stage, headers: dict[str, str]) -> None:
    play = stage()
    asked = request("POST", "/v1/chat/completions", {"model": "gpt-4o"}, **headers)
    await play.quick(asked, {"body": completion()})

    leg = play.sendings[0]
    assert KEY.encode() not in leg.raw_head + leg.body
    assert leg.headers["api-key"] == "backend-secret"


async def test_the_host_is_the_backends_and_the_credential_ours(stage: Stage) -> None:
    play = stage()
    await play.quick(chat(), {"body": completion()})

    headers = play.sendings[0].headers
    assert (headers["host"], headers["api-key"]) == ("east.example", "backend-secret")
    assert headers["accept-encoding"] == "identity"
    assert headers["x-headgate-request-id"] == play.record().id
    assert "connection" not in headers


@pytest.mark.parametrize(
    "query",
    [
        "api-key=sesame",
        "api-version=2024-10-21&api-key=sesame",
        "api-key=sesame&api-version=2024-10-21",
        "API-KEY=sesame",
    ],
)
async def test_a_key_in_the_query_goes_no_further_and_opens_nothing(stage: Stage, query: str) -> None:
    play = stage()
    target = f"/openai/deployments/gpt-4o/chat/completions?{query}"
    assert (await play.quick(request("POST", target, {"messages": []}, key=""))).status == 401

    await play.quick(request("POST", target, {"messages": []}), {"body": completion()})
    assert "sesame" not in play.sendings[0].target


async def test_headers_that_mean_something_travel_on_as_they_came(stage: Stage) -> None:
    play = stage()
    asked = request(
        "POST",
        "/v1/chat/completions",
        {"model": "gpt-4o"},
        user_agent="AzureOpenAI/Python 3.54.0",
        x_ms_client_request_id="mine-1",
        traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    )
    await play.quick(asked, {"body": completion()})

    headers = play.sendings[0].headers
    assert headers["user-agent"] == "AzureOpenAI/Python 3.54.0"
    assert headers["x-ms-client-request-id"] == play.record().client_request_id == "mine-1"
    assert headers["traceparent"] == play.record().traceparent


async def test_hop_by_hop_headers_of_the_backend_stay_behind(stage: Stage) -> None:
    play = stage()
    answer = await play.quick(
        chat(),
        {"body": completion(), "connection": "keep-alive", "keep_alive": "timeout=5", "trailer": "x", "x_own": "1"},
    )

    assert not {"connection", "keep-alive", "trailer", "transfer-encoding"} & set(answer.headers)
    assert answer.headers["x-own"] == "1"


async def test_a_backend_cannot_speak_as_headgate(stage: Stage) -> None:
    play = stage()
    answer = await play.quick(chat(), {"body": completion(), "x_headgate_deployment": "someone/else"})

    assert answer.headers["x-headgate-deployment"] == "east/ptu"


async def test_an_unknown_path_passes_where_there_is_only_one_backend(stage: Stage) -> None:
    play = stage(["east/ptu"])
    body = b'{"name": "My files", "model": null}'
    asked = request("POST", "/openai/v1/vector_stores?limit=3", body)
    call = await play.calls(asked)
    leg = await play.sent_to("east/openai/v1/vector_stores?limit=3")
    assert leg.body == body
    await leg.answers(200, {"id": "vs_1"})

    answer = await play.answer_to(call)
    assert answer.json() == {"id": "vs_1"}
    assert (play.record().api, play.record().model) == ("other", "")
    assert play.record().attempts[0].usage is None


@pytest.mark.parametrize(
    "content_type", ["application/octet-stream", "text/plain", "application/jsonl", "APPLICATION/PDF"]
)
async def test_bytes_of_any_kind_pass(stage: Stage, content_type: str) -> None:
    play = stage(["east/ptu"])
    asked = request("POST", "/openai/v1/uploads/u1/parts", b"\x00\xff", content_type=content_type)
    await play.quick(asked, {"body": {"id": "part_1"}})

    assert play.sendings[0].body == b"\x00\xff"


async def test_a_model_hidden_behind_another_does_not_pass(stage: Stage) -> None:
    play = stage(["east/ptu"])
    await play.quick(request("POST", "/v1/moderations", b'{"model": "gpt-secret", "model": null}'), {"body": {}})

    assert b"gpt-secret" not in play.sendings[0].body


async def test_an_unknown_path_is_not_found_where_there_are_several_backends(stage: Stage) -> None:
    play = stage(["east/ptu"], ["west/paygo"])
    answer = await play.quick(request("GET", "/openai/v1/files"))

    assert (answer.status, answer.code) == (404, "404")
    assert "more than one backend" in answer.message
    await play.nothing_more_is_sent()


async def test_an_unknown_path_that_names_its_model_goes_to_a_pool(stage: Stage) -> None:
    play = stage()
    call = await play.calls(request("POST", "/openai/v1/moderations", {"model": "gpt-4o", "input": "x"}))
    leg = await play.sent_to("east/ptu")
    assert leg.target == "/openai/v1/moderations"
    await leg.answers(200, {"results": []})

    assert (await play.answer_to(call)).status == 200


async def test_a_get_has_no_body_and_no_length_of_one(stage: Stage) -> None:
    play = stage(["east/ptu"])
    await play.quick(request("GET", "/openai/v1/files"), {"body": {"data": []}})

    assert (play.sendings[0].method, play.sendings[0].body) == ("GET", b"")


async def test_a_backend_of_openais_own_paths_gets_them(stage: Stage) -> None:
    play = stage(["east/paygo"], api="openai")
    await play.quick(chat(), {"body": completion()})

    leg = play.sendings[0]
    assert leg.target == "/v1/chat/completions"
    assert leg.json()["model"] == "paygo"


async def test_another_deployment_gets_its_own_name(stage: Stage) -> None:
    play = stage()
    await play.quick(chat_v1(), {"status": 500}, {"body": completion()})

    assert [leg.json()["model"] for leg in play.sendings] == ["ptu", "paygo"]
