import json
import logging
import sys
from typing import Any

import pytest

from headgate.core.clock import Clock
from headgate.simulator.access import Access
from headgate.simulator.exchange import Exchange, Request
from headgate.simulator.faults import Fault, Faults
from headgate.simulator.resource import Resource
from headgate.simulator.truth import Truth
from tests.unit.simulator.settings_for_tests import KEY, deployment, resource_settings

DATED = "?api-version=2024-10-21"
HELLO: dict[str, Any] = {"messages": [{"role": "user", "content": "Hello"}]}


def _request(
    body: Any = HELLO, *, target: str = f"/openai/deployments/gpt-4o/chat/completions{DATED}", **headers: str
) -> Request:
    names = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Request(method="POST", target=target.encode(), headers={b"api-key": KEY.encode()} | names, body=content)


def _to(deployment: str, api: str = "chat/completions") -> str:
    return f"/openai/deployments/{deployment}/{api}{DATED}"


def _code(exchange: Exchange) -> tuple[int, str]:
    return exchange.answer.status, json.loads(exchange.answer.body)["error"]["code"]


def _headers(exchange: Exchange) -> dict[str, str]:
    lines = exchange.answer.headers.decode().split("\r\n")[:-1]
    return dict(line.split(": ", 1) for line in lines)


def test_a_chat_is_answered_counted_and_billed(resource: Resource, truth: Truth) -> None:
    exchange = resource.serve(_request(x_headgate_request_id="abc-1", x_headgate_attempt="2"))
    exchange.end_served()

    usage = json.loads(exchange.answer.body)["usage"]
    (entry,) = truth.requests().requests
    assert (entry.resource, entry.deployment, entry.api) == ("eastus", "gpt-4o", "chat.completions")
    assert (entry.request_id, entry.attempt) == ("abc-1", "2")
    assert (entry.ended, entry.status) == ("served", 200)
    assert (entry.usage.prompt_tokens, entry.usage.completion_tokens) == (
        usage["prompt_tokens"],
        usage["completion_tokens"],
    )


@pytest.mark.parametrize("headers", [{"api_key": "wrong"}, {"api_key": "", "authorization": "Bearer wrong"}])
def test_a_wrong_key_is_401(resource: Resource, headers: dict[str, str]) -> None:
    exchange = resource.serve(_request(**headers))

    assert _code(exchange) == (401, "401")
    assert list(_headers(exchange)) == ["apim-request-id"]


def test_a_key_may_come_as_bearer(resource: Resource) -> None:
    exchange = resource.serve(_request(api_key="", authorization=f"Bearer {KEY}"))

    assert exchange.answer.status == 200


@pytest.mark.parametrize("headers", [{}, {"api_key": "wrong"}], ids=["answered", "refused"])
def test_a_request_is_found_by_the_id_that_its_answer_says(
    resource: Resource, truth: Truth, headers: dict[str, str]
) -> None:
    exchange = resource.serve(_request(**headers))

    told = truth.request(_headers(exchange)["apim-request-id"])
    assert told is not None
    assert told.number == 1


def test_a_token_that_is_not_known_has_its_own_401(resource: Resource) -> None:
    exchange = resource.serve(_request(api_key="", authorization="Bearer eyJh.eyJz.c2ln"))

    assert json.loads(exchange.answer.body)["statusCode"] == 401


def test_without_a_key_not_even_paths_are_told(resource: Resource) -> None:
    assert _code(resource.serve(_request(target="/nowhere", api_key="wrong"))) == (401, "401")


def test_a_path_that_is_not_there_is_404(resource: Resource) -> None:
    assert _code(resource.serve(_request(target="/openai/nowhere"))) == (404, "404")


@pytest.mark.parametrize("target", [_to("missing"), "/openai/v1/chat/completions"])
def test_a_deployment_that_is_not_there_is_404(resource: Resource, truth: Truth, target: str) -> None:
    exchange = resource.serve(_request({**HELLO, "model": "missing"}, target=target))

    assert _code(exchange) == (404, "DeploymentNotFound")
    assert truth.requests().requests[0].deployment == ""


def test_on_v1_the_body_names_the_deployment(resource: Resource) -> None:
    exchange = resource.serve(_request({**HELLO, "model": "gpt-4o"}, target="/openai/v1/chat/completions"))

    assert exchange.answer.status == 200


def test_on_v1_a_body_without_model_is_400(resource: Resource) -> None:
    assert resource.serve(_request(target="/openai/v1/chat/completions")).answer.status == 400


def test_in_a_form_a_field_names_the_deployment(resource: Resource) -> None:
    form = (
        b'--x\r\ncontent-disposition: form-data; name="model"\r\n\r\nwhisper\r\n'
        b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.mp3"\r\n\r\nsound\r\n--x--\r\n'
    )
    exchange = resource.serve(
        _request(form, target="/openai/v1/audio/transcriptions", content_type="multipart/form-data; boundary=x")
    )

    assert json.loads(exchange.answer.body)["usage"] == {"type": "duration", "seconds": 1}


def test_an_api_the_model_does_not_answer_is_400(resource: Resource) -> None:
    exchange = resource.serve(_request({"input": "a"}, target=_to("gpt-4o", "embeddings")))

    assert _code(exchange) == (400, "OperationNotSupported")


def test_a_prompt_longer_than_the_context_is_400(resource: Resource) -> None:
    long = {"messages": [{"role": "user", "content": "word " * 130_000}]}

    assert _code(resource.serve(_request(long))) == (400, "context_length_exceeded")


def test_stored_responses_are_not_there(resource: Resource) -> None:
    request = Request("GET", b"/openai/v1/responses/resp_1", {b"api-key": KEY.encode()}, b"")

    assert resource.serve(request).answer.status == 404


def test_models_are_listed(resource: Resource) -> None:
    request = Request("GET", b"/openai/v1/models", {b"api-key": KEY.encode()}, b"")

    listed = json.loads(resource.serve(request).answer.body)
    assert "gpt-4o" in [model["id"] for model in listed["data"]]


def test_where_time_runs_faster_a_caller_waits_its_own_seconds(truth: Truth, faults: Faults, clock: Clock) -> None:
    limited = resource_settings(limited=deployment(requests_per_minute=2))
    resource = Resource("eastus", limited, faults=faults, truth=truth, clock=clock, time_factor=10)
    for _ in range(2):
        resource.serve(_request(target=_to("limited"))).end_served()
    exchange = resource.serve(_request(target=_to("limited")))
    exchange.end_served()

    headers = _headers(exchange)
    assert (headers["retry-after"], headers["retry-after-ms"]) == ("3", "3000")


def test_over_the_request_limit_is_429_with_waits_and_limits(resource: Resource, truth: Truth) -> None:
    for _ in range(2):
        resource.serve(_request(target=_to("limited"))).end_served()
    exchange = resource.serve(_request(target=_to("limited")))
    exchange.end_served()

    assert _code(exchange) == (429, "RateLimitReached")
    headers = _headers(exchange)
    assert (headers["retry-after"], headers["retry-after-ms"]) == ("30", "30000")
    assert headers["x-ratelimit-remaining-requests"] == "0"
    sums = truth.usage().resources["eastus"].deployments["limited"]
    assert sums.requests == {"200": 2, "429": 1}


def test_a_full_provisioned_deployment_is_429_with_its_utilization(resource: Resource) -> None:
    resource.serve(_request({**HELLO, "max_tokens": 700}, target=_to("ptu"))).end_served()
    exchange = resource.serve(_request(target=_to("ptu")))

    headers = _headers(exchange)
    assert exchange.answer.status == 429
    assert headers["azure-openai-deployment-utilization"].startswith("112.")
    assert "retry-after-ms" in headers
    assert not [name for name in headers if name.startswith("x-ratelimit")]


def test_provisioned_capacity_is_given_back_when_the_caller_leaves(resource: Resource) -> None:
    exchange = resource.serve(_request({**HELLO, "max_tokens": 700, "stream": True}, target=_to("ptu")))
    exchange.end_midway("client_gone", produced=10)

    again = resource.serve(_request(target=_to("ptu")))
    assert again.answer.status == 200


def test_a_throttled_stream_of_responses_has_status_200(resource: Resource, truth: Truth) -> None:
    ask = {"model": "limited", "input": "Hello", "stream": True}
    for _ in range(2):
        resource.serve(_request(ask, target="/openai/v1/responses")).end_served()
    exchange = resource.serve(_request(ask, target="/openai/v1/responses"))
    assert exchange.answer.events is not None
    events = b"".join(event for event, _ in exchange.answer.events).decode()
    exchange.end_served()

    assert exchange.answer.status == 200
    assert _headers(exchange)["retry-after"] == "30"
    assert [line for line in events.split("\n") if line.startswith("event")] == [
        "event: response.created",
        "event: error",
        "event: response.failed",
    ]
    assert truth.requests().requests[-1].usage.total_tokens == 0


def test_a_fault_by_header_strikes_this_request_only(resource: Resource, truth: Truth) -> None:
    fault = '{"kind":"status","status":503,"headers":{"retry-after":"0.5"}}'
    exchange = resource.serve(_request(x_simulator_fault=fault))
    exchange.end_served()

    assert exchange.answer.status == 503
    assert _headers(exchange)["retry-after"] == "0.5"
    assert truth.requests().requests[0].fault == "status"
    assert resource.serve(_request()).answer.status == 200


def test_a_status_fault_may_bring_its_own_body(resource: Resource, faults: Faults) -> None:
    faults.add(Fault(kind="status", status=424, body={"error": "mine"}))

    assert json.loads(resource.serve(_request()).answer.body) == {"error": "mine"}


def test_a_fault_by_header_that_is_none_is_400(resource: Resource) -> None:
    assert resource.serve(_request(x_simulator_fault="boom")).answer.status == 400


def test_a_delay_is_handed_to_the_player(resource: Resource, faults: Faults) -> None:
    faults.add(Fault(kind="delay", seconds=2, count=1))

    exchange = resource.serve(_request())

    assert (exchange.delay_seconds, exchange.fault) == (2, None)
    assert resource.serve(_request(x_simulator_fault='{"kind":"delay","seconds":3}')).delay_seconds == 3


def test_a_blocked_prompt_is_400(resource: Resource, faults: Faults) -> None:
    faults.add(Fault(kind="content_filter"))

    assert _code(resource.serve(_request())) == (400, "content_filter")


def test_a_mistake_of_the_simulator_is_a_500_that_is_logged_and_counted(
    resource: Resource, truth: Truth, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_self: Access, _request: object, _route: object) -> None:
        raise RuntimeError("bug")

    monkeypatch.setattr(Access, "check", fail)
    with caplog.at_level(logging.ERROR):
        exchange = resource.serve(_request())
    exchange.end_served()

    assert exchange.answer.status == 500
    assert "the simulator failed" in caplog.text
    assert truth.usage().in_flight == 0


def test_deeply_nested_json_is_400(resource: Resource) -> None:
    depth = sys.getrecursionlimit() * 10

    exchange = resource.serve(_request(b'{"messages":' + b"[" * depth + b"]" * depth + b"}"))

    assert exchange.answer.status == 400


def _spilling(clock: Any, truth: Truth, faults: Faults, **of_standard: Any) -> Resource:
    deployments = {
        "ptu": deployment(kind="provisioned", ptu=1, spillover="gpt-4o"),
        "gpt-4o": deployment(**of_standard),
    }
    return Resource("eastus", resource_settings(**deployments), faults=faults, truth=truth, clock=clock)


def test_a_full_provisioned_deployment_spills_over_and_says_so(clock: Any, truth: Truth, faults: Faults) -> None:
    spilling = _spilling(clock, truth, faults)
    spilling.serve(_request({**HELLO, "max_tokens": 700}, target=_to("ptu"))).end_served()
    exchange = spilling.serve(_request(target=_to("ptu")))
    exchange.end_served()

    headers = _headers(exchange)
    assert exchange.answer.status == 200
    assert headers["x-ms-is-spilled-over"] == "true"
    assert headers["x-ms-spillover-from-deployment"] == "ptu"
    assert headers["x-ms-spillover-error"] == "429"
    assert headers["x-ms-deployment-name"] == "gpt-4o"
    sums = truth.usage().resources["eastus"].deployments
    assert (sums["ptu"].requests, sums["gpt-4o"].requests) == ({"200": 1}, {"200": 1})


def test_a_failing_provisioned_deployment_spills_over(clock: Any, truth: Truth, faults: Faults) -> None:
    faults.add(Fault(kind="status", status=503, deployment="ptu"))

    exchange = _spilling(clock, truth, faults).serve(_request(target=_to("ptu")))
    assert (exchange.answer.status, _headers(exchange)["x-ms-spillover-error"]) == (200, "503")


def test_a_long_prompt_spills_over_to_a_deployment_that_takes_it(clock: Any, truth: Truth, faults: Faults) -> None:
    ptu, std = deployment("gpt-4.1", kind="provisioned", ptu=1), deployment("gpt-4.1", version="2025-04-14")
    resource = Resource("eastus", resource_settings(ptu=ptu, std=std), faults=faults, truth=truth, clock=clock)
    long = {"messages": [{"role": "user", "content": "word " * 130_000}]}

    assert _code(resource.serve(_request(long, target=_to("ptu")))) == (400, "context_length_exceeded")
    exchange = resource.serve(_request(long, target=_to("ptu"), x_ms_spillover_deployment="std"))
    assert (exchange.answer.status, _headers(exchange)["x-ms-spillover-error"]) == (200, "400")


SPILLED = {
    "x-ms-is-spilled-over": "true",
    "x-ms-spillover-from-deployment": "ptu",
    "x-ms-spillover-error": "429",
    "x-ms-deployment-name": "gpt-4o",
}


@pytest.mark.parametrize("kind, status", [("status", 503), ("high_demand", 429), ("content_filter", 400)])
def test_an_error_of_the_deployment_spilled_over_to_is_the_answer_and_says_so(
    clock: Any, truth: Truth, faults: Faults, kind: Any, status: int
) -> None:
    spilling = _spilling(clock, truth, faults)
    spilling.deployments["ptu"].capacity.fill(60, clock.monotonic())
    faults.add(Fault(kind=kind, status=503, deployment="gpt-4o"))

    exchange = spilling.serve(_request(target=_to("ptu")))
    exchange.end_served()

    assert exchange.answer.status == status
    assert _headers(exchange).items() >= SPILLED.items()
    (entry,) = truth.requests().requests
    assert (entry.deployment, entry.status, entry.fault) == ("gpt-4o", status, kind)


def test_a_full_deployment_spilled_over_to_refuses_with_its_own_words(clock: Any, truth: Truth, faults: Faults) -> None:
    spilling = _spilling(clock, truth, faults, requests_per_minute=1)
    spilling.deployments["ptu"].capacity.fill(60, clock.monotonic())
    assert spilling.serve(_request(target=_to("ptu"))).answer.status == 200

    exchange = spilling.serve(_request(target=_to("ptu")))

    assert "requests to gpt-4o for gpt-4o" in exchange.answer.body.decode()
    assert _headers(exchange).items() >= SPILLED.items()


def test_a_slow_deployment_spilled_over_to_delays_the_answer(clock: Any, truth: Truth, faults: Faults) -> None:
    faults.add(Fault(kind="status", status=500, deployment="ptu"))
    faults.add(Fault(kind="delay", seconds=5, deployment="gpt-4o"))

    exchange = _spilling(clock, truth, faults).serve(_request(target=_to("ptu")))

    assert (exchange.answer.status, exchange.delay_seconds) == (200, 5)


def test_a_resource_that_fails_has_nowhere_to_spill_over_to(clock: Any, truth: Truth, faults: Faults) -> None:
    faults.add(Fault(kind="status", status=500))

    exchange = _spilling(clock, truth, faults).serve(_request(target=_to("ptu")))

    assert (exchange.answer.status, _headers(exchange)["x-ms-spillover-error"]) == (500, "500")


def test_high_demand_is_429_whatever_the_quota(resource: Resource, faults: Faults) -> None:
    faults.add(Fault(kind="high_demand"))

    exchange = resource.serve(_request())
    assert _code(exchange) == (429, "too_many_requests")
    assert _headers(exchange)["retry-after"] == "10"


def test_a_chat_that_the_filter_stops_is_a_200_without_content_and_billed(resource: Resource) -> None:
    exchange = resource.serve(_request(x_simulator_fault='{"kind":"content_filter_completion","after":2}'))

    (choice,) = json.loads(exchange.answer.body)["choices"]
    assert (exchange.answer.status, choice["finish_reason"], choice["message"]["content"]) == (
        200,
        "content_filter",
        "",
    )
    assert choice["content_filter_results"]["hate"]["filtered"] is True
    assert (exchange.fault, exchange.answer.usage.completion_tokens) == (None, 2)


def test_a_refused_prompt_is_not_in_the_cache(clock: Any, truth: Truth, faults: Faults) -> None:
    resource = Resource(
        "eastus", resource_settings(ptu=deployment(kind="provisioned", ptu=1)), faults=faults, truth=truth, clock=clock
    )
    resource.deployments["ptu"].capacity.fill(60, clock.monotonic())
    request = _request({"messages": [{"role": "user", "content": "word " * 1_600}]}, target=_to("ptu"))
    assert resource.serve(request).answer.status == 429
    clock.seconds += 120

    assert resource.serve(request).answer.usage.cached_tokens == 0
    assert resource.serve(request).answer.usage.cached_tokens == 1_536
