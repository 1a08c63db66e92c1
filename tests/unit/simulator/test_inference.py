import json
from typing import Any

import pytest
from msgspec import structs

from headgate.core.clock import Clock
from headgate.simulator.faults import Fault, Faults
from headgate.simulator.resource import Resource
from headgate.simulator.truth import Truth
from tests.unit.simulator.asking import HELLO, code, headers_of, request, to
from tests.unit.simulator.settings_for_tests import deployment, resource_settings

SPILLED = {
    "x-ms-is-spilled-over": "true",
    "x-ms-spillover-from-deployment": "ptu",
    "x-ms-spillover-error": "429",
    "x-ms-deployment-name": "gpt-4o",
}


def test_a_prompt_longer_than_the_context_is_400(resource: Resource) -> None:
    long = {"messages": [{"role": "user", "content": "word " * 130_000}]}

    assert code(resource.serve(request(long))) == (400, "context_length_exceeded")


def test_where_time_runs_faster_a_caller_waits_its_own_seconds(truth: Truth, faults: Faults, clock: Clock) -> None:
    limited = resource_settings(limited=deployment(requests_per_minute=2))
    resource = Resource("eastus", limited, faults=faults, truth=truth, clock=clock, time_factor=10)
    for _ in range(2):
        resource.serve(request(target=to("limited"))).end_served()
    exchange = resource.serve(request(target=to("limited")))
    exchange.end_served()

    headers = headers_of(exchange)
    assert (headers["retry-after"], headers["retry-after-ms"]) == ("3", "3000")


def test_over_the_request_limit_is_429_with_waits_and_limits(resource: Resource, truth: Truth) -> None:
    for _ in range(2):
        resource.serve(request(target=to("limited"))).end_served()
    exchange = resource.serve(request(target=to("limited")))
    exchange.end_served()

    assert code(exchange) == (429, "RateLimitReached")
    headers = headers_of(exchange)
    assert (headers["retry-after"], headers["retry-after-ms"]) == ("30", "30000")
    assert headers["x-ratelimit-remaining-requests"] == "0"
    sums = truth.usage().resources["eastus"].deployments["limited"]
    assert sums.requests == {"200": 2, "429": 1}


def test_a_full_provisioned_deployment_is_429_with_its_utilization(resource: Resource) -> None:
    resource.serve(request({**HELLO, "max_tokens": 700}, target=to("ptu"))).end_served()
    exchange = resource.serve(request(target=to("ptu")))

    headers = headers_of(exchange)
    assert exchange.answer.status == 429
    assert headers["azure-openai-deployment-utilization"].startswith("112.")
    assert "retry-after-ms" in headers
    assert not [name for name in headers if name.startswith("x-ratelimit")]


def test_provisioned_capacity_is_given_back_when_the_caller_leaves(resource: Resource) -> None:
    exchange = resource.serve(request({**HELLO, "max_tokens": 700, "stream": True}, target=to("ptu")))
    exchange.end_midway("client_gone", produced=10)

    again = resource.serve(request(target=to("ptu")))
    assert again.answer.status == 200


def test_a_throttled_stream_of_responses_has_status_200(resource: Resource, truth: Truth) -> None:
    ask = {"model": "limited", "input": "Hello", "stream": True}
    for _ in range(2):
        resource.serve(request(ask, target="/openai/v1/responses")).end_served()
    exchange = resource.serve(request(ask, target="/openai/v1/responses"))
    assert exchange.answer.events is not None
    events = b"".join(event for event, _ in exchange.answer.events).decode()
    exchange.end_served()

    assert exchange.answer.status == 200
    assert headers_of(exchange)["retry-after"] == "30"
    assert [line for line in events.split("\n") if line.startswith("event")] == [
        "event: response.created",
        "event: error",
        "event: response.failed",
    ]
    assert truth.requests().requests[-1].usage.total_tokens == 0


def test_a_blocked_prompt_is_400(resource: Resource, faults: Faults) -> None:
    faults.add(Fault(kind="content_filter"))

    assert code(resource.serve(request())) == (400, "content_filter")


def test_a_blocked_picture_is_told_in_another_spelling(truth: Truth, clock: Clock) -> None:
    def blocked(api: str, body: Any, *, profile: str = "2026-03") -> list[str]:
        deployments = {"gpt-4o": deployment(), "gpt-image-1": deployment("gpt-image-1")}
        settings = structs.replace(resource_settings(**deployments), profile=profile)
        serving = Resource("eastus", settings, faults=Faults(), truth=truth, clock=clock)
        asked = request(body, target=f"/openai/v1/{api}", x_simulator_fault='{"kind":"content_filter"}')
        return list(json.loads(serving.serve(asked).answer.body)["error"])

    drawn = {"model": "gpt-image-1", "prompt": "A gate"}
    seen = {"model": "gpt-4o", "messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]}
    assert "inner_error" in blocked("images/generations", drawn)
    assert "inner_error" in blocked("chat/completions", seen, profile="2025-07")
    assert "innererror" in blocked("chat/completions", seen)


def _spilling(clock: Any, truth: Truth, faults: Faults, **of_standard: Any) -> Resource:
    deployments = {
        "ptu": deployment(kind="provisioned", ptu=1, spillover="gpt-4o"),
        "gpt-4o": deployment(**of_standard),
    }
    return Resource("eastus", resource_settings(**deployments), faults=faults, truth=truth, clock=clock)


def test_a_full_provisioned_deployment_spills_over_and_says_so(clock: Any, truth: Truth, faults: Faults) -> None:
    spilling = _spilling(clock, truth, faults)
    spilling.serve(request({**HELLO, "max_tokens": 700}, target=to("ptu"))).end_served()
    exchange = spilling.serve(request(target=to("ptu")))
    exchange.end_served()

    headers = headers_of(exchange)
    assert exchange.answer.status == 200
    assert headers["x-ms-is-spilled-over"] == "true"
    assert headers["x-ms-spillover-from-deployment"] == "ptu"
    assert headers["x-ms-spillover-error"] == "429"
    assert headers["x-ms-deployment-name"] == "gpt-4o"
    sums = truth.usage().resources["eastus"].deployments
    assert (sums["ptu"].requests, sums["gpt-4o"].requests) == ({"200": 1}, {"200": 1})


def test_a_failing_provisioned_deployment_spills_over(clock: Any, truth: Truth, faults: Faults) -> None:
    faults.add(Fault(kind="status", status=503, deployment="ptu"))

    exchange = _spilling(clock, truth, faults).serve(request(target=to("ptu")))
    assert (exchange.answer.status, headers_of(exchange)["x-ms-spillover-error"]) == (200, "503")


def test_a_long_prompt_spills_over_to_a_deployment_that_takes_it(clock: Any, truth: Truth, faults: Faults) -> None:
    ptu, std = deployment("gpt-4.1", kind="provisioned", ptu=1), deployment("gpt-4.1", version="2025-04-14")
    resource = Resource("eastus", resource_settings(ptu=ptu, std=std), faults=faults, truth=truth, clock=clock)
    long = {"messages": [{"role": "user", "content": "word " * 130_000}]}

    assert code(resource.serve(request(long, target=to("ptu")))) == (400, "context_length_exceeded")
    exchange = resource.serve(request(long, target=to("ptu"), x_ms_spillover_deployment="std"))
    assert (exchange.answer.status, headers_of(exchange)["x-ms-spillover-error"]) == (200, "400")


@pytest.mark.parametrize("kind, status", [("status", 503), ("high_demand", 429), ("content_filter", 400)])
def test_an_error_of_the_deployment_spilled_over_to_is_the_answer_and_says_so(
    clock: Any, truth: Truth, faults: Faults, kind: Any, status: int
) -> None:
    spilling = _spilling(clock, truth, faults)
    spilling.deployments["ptu"].capacity.fill(60, clock.monotonic())
    faults.add(Fault(kind=kind, status=503, deployment="gpt-4o"))

    exchange = spilling.serve(request(target=to("ptu")))
    exchange.end_served()

    assert exchange.answer.status == status
    assert headers_of(exchange).items() >= SPILLED.items()
    (entry,) = truth.requests().requests
    assert (entry.deployment, entry.status, entry.fault) == ("gpt-4o", status, kind)


def test_a_full_deployment_spilled_over_to_refuses_with_its_own_words(clock: Any, truth: Truth, faults: Faults) -> None:
    spilling = _spilling(clock, truth, faults, requests_per_minute=1)
    spilling.deployments["ptu"].capacity.fill(60, clock.monotonic())
    assert spilling.serve(request(target=to("ptu"))).answer.status == 200

    exchange = spilling.serve(request(target=to("ptu")))

    assert "requests to gpt-4o for gpt-4o" in exchange.answer.body.decode()
    assert headers_of(exchange).items() >= SPILLED.items()


def test_a_slow_deployment_spilled_over_to_delays_the_answer(clock: Any, truth: Truth, faults: Faults) -> None:
    faults.add(Fault(kind="status", status=500, deployment="ptu"))
    faults.add(Fault(kind="delay", seconds=5, deployment="gpt-4o"))

    exchange = _spilling(clock, truth, faults).serve(request(target=to("ptu")))

    assert (exchange.answer.status, exchange.delay_seconds) == (200, 5)


def test_a_resource_that_fails_has_nowhere_to_spill_over_to(clock: Any, truth: Truth, faults: Faults) -> None:
    faults.add(Fault(kind="status", status=500))

    exchange = _spilling(clock, truth, faults).serve(request(target=to("ptu")))

    assert (exchange.answer.status, headers_of(exchange)["x-ms-spillover-error"]) == (500, "500")


def test_a_chat_that_the_filter_stops_is_a_200_without_content_and_billed(resource: Resource) -> None:
    exchange = resource.serve(request(x_simulator_fault='{"kind":"content_filter_completion","after":2}'))

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
    long = request({"messages": [{"role": "user", "content": "word " * 1_600}]}, target=to("ptu"))
    assert resource.serve(long).answer.status == 429
    clock.seconds += 120

    assert resource.serve(long).answer.usage.cached_tokens == 0
    assert resource.serve(long).answer.usage.cached_tokens == 1_536
