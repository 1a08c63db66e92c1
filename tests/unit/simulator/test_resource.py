import json
import logging
import sys

import pytest

from headgate.simulator.access import Access
from headgate.simulator.exchange import Request
from headgate.simulator.resource import Resource
from headgate.simulator.truth import Truth
from tests.unit.simulator.asking import HELLO, code, headers_of, request, to
from tests.unit.simulator.settings_for_tests import KEY


def test_a_chat_is_answered_counted_and_billed(resource: Resource, truth: Truth) -> None:
    exchange = resource.serve(request(x_headgate_request_id="abc-1", x_headgate_attempt="2"))
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
    exchange = resource.serve(request(**headers))

    assert code(exchange) == (401, "401")
    assert list(headers_of(exchange)) == ["apim-request-id"]


def test_a_key_may_come_as_bearer(resource: Resource) -> None:
    exchange = resource.serve(request(api_key="", authorization=f"Bearer {KEY}"))

    assert exchange.answer.status == 200


@pytest.mark.parametrize("headers", [{}, {"api_key": "wrong"}], ids=["answered", "refused"])
def test_a_request_is_found_by_the_id_that_its_answer_says(
    resource: Resource, truth: Truth, headers: dict[str, str]
) -> None:
    exchange = resource.serve(request(**headers))

    told = truth.request(headers_of(exchange)["apim-request-id"])
    assert told is not None
    assert told.number == 1


def test_a_token_that_is_not_known_has_its_own_401(resource: Resource) -> None:
    exchange = resource.serve(request(api_key="", authorization="Bearer eyJh.eyJz.c2ln"))

    assert json.loads(exchange.answer.body)["statusCode"] == 401


def test_without_a_key_not_even_paths_are_told(resource: Resource) -> None:
    assert code(resource.serve(request(target="/nowhere", api_key="wrong"))) == (401, "401")


def test_a_path_that_is_not_there_is_404(resource: Resource) -> None:
    assert code(resource.serve(request(target="/openai/nowhere"))) == (404, "404")


@pytest.mark.parametrize("target", [to("missing"), "/openai/v1/chat/completions"])
def test_a_deployment_that_is_not_there_is_404(resource: Resource, truth: Truth, target: str) -> None:
    exchange = resource.serve(request({**HELLO, "model": "missing"}, target=target))

    assert code(exchange) == (404, "DeploymentNotFound")
    assert truth.requests().requests[0].deployment == ""


def test_on_v1_the_body_names_the_deployment(resource: Resource) -> None:
    exchange = resource.serve(request({**HELLO, "model": "gpt-4o"}, target="/openai/v1/chat/completions"))

    assert exchange.answer.status == 200


def test_on_v1_a_body_without_model_is_400(resource: Resource) -> None:
    assert resource.serve(request(target="/openai/v1/chat/completions")).answer.status == 400


def test_in_a_form_a_field_names_the_deployment(resource: Resource) -> None:
    form = (
        b'--x\r\ncontent-disposition: form-data; name="model"\r\n\r\nwhisper\r\n'
        b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.mp3"\r\n\r\nsound\r\n--x--\r\n'
    )
    exchange = resource.serve(
        request(form, target="/openai/v1/audio/transcriptions", content_type="multipart/form-data; boundary=x")
    )

    assert json.loads(exchange.answer.body)["usage"] == {"type": "duration", "seconds": 1}


def test_an_api_the_model_does_not_answer_is_400(resource: Resource) -> None:
    exchange = resource.serve(request({"input": "a"}, target=to("gpt-4o", "embeddings")))

    assert code(exchange) == (400, "OperationNotSupported")


def test_stored_responses_are_not_there(resource: Resource) -> None:
    request = Request("GET", b"/openai/v1/responses/resp_1", {b"api-key": KEY.encode()}, b"")

    assert resource.serve(request).answer.status == 404


def test_models_are_listed(resource: Resource) -> None:
    request = Request("GET", b"/openai/v1/models", {b"api-key": KEY.encode()}, b"")

    listed = json.loads(resource.serve(request).answer.body)
    assert "gpt-4o" in [model["id"] for model in listed["data"]]


def test_a_mistake_of_the_simulator_is_a_500_that_is_logged_and_counted(
    resource: Resource, truth: Truth, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_self: Access, _request: object, _route: object) -> None:
        raise RuntimeError("bug")

    monkeypatch.setattr(Access, "check", fail)
    with caplog.at_level(logging.ERROR):
        exchange = resource.serve(request())
    exchange.end_served()

    assert exchange.answer.status == 500
    assert "the simulator failed" in caplog.text
    assert truth.usage().in_flight == 0


def test_deeply_nested_json_is_400(resource: Resource) -> None:
    depth = sys.getrecursionlimit() * 10

    exchange = resource.serve(request(b'{"messages":' + b"[" * depth + b"]" * depth + b"}"))

    assert exchange.answer.status == 400
