import json

import pytest

from headgate.core.deployment import Deployment
from headgate.upstream.requests import Target, request_body, request_head
from headgate.wire.paths import Route, read_target
from headgate.wire.request_head import RequestHead

DEPLOYMENT = Deployment("east", "ptu", "gpt-4o", "1", "provisioned")
AZURE = Target("east", "azure", "east.openai.azure.com", "")
OPENAI = Target("lab", "openai", "lab.example:8000", "/v1")
JSON = b"application/json"


def route(target: bytes) -> Route:
    found = read_target(target)
    assert found is not None
    return found


def head_for(target: Target, path: bytes, forward: bytes = b"", method: bytes = b"POST") -> bytes:
    head = RequestHead(method, path)
    head.forward = forward
    return request_head(
        target,
        DEPLOYMENT,
        route(path),
        head,
        credential=b"api-key: secret\r\n",
        body_length=12,
        exchange_id="id-1",
        attempt=2,
    )


def test_a_head_is_ours_but_for_what_may_travel() -> None:
    path = b"/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21&api-key=theirs"

    assert head_for(AZURE, path, b"user-agent: x\r\n") == (
        b"POST /openai/deployments/ptu/chat/completions?api-version=2024-10-21 HTTP/1.1\r\n"
        b"host: east.openai.azure.com\r\n"
        b"api-key: secret\r\n"
        b"user-agent: x\r\n"
        b"accept-encoding: identity\r\n"
        b"content-length: 12\r\n"
        b"x-headgate-request-id: id-1\r\n"
        b"x-headgate-attempt: 2\r\n"
        b"\r\n"
    )


@pytest.mark.parametrize(
    "target, path, line",
    [
        (AZURE, b"/v1/responses", b"POST /openai/v1/responses HTTP/1.1\r\nhost: east.openai.azure.com\r\n"),
        (OPENAI, b"/v1/responses?x=1", b"POST /v1/responses?x=1 HTTP/1.1\r\nhost: lab.example:8000\r\n"),
        (OPENAI, b"/openai/deployments/gpt-4o/embeddings?api-version=1", b"POST /v1/embeddings HTTP/1.1\r\n"),
    ],
)
def test_a_path_is_the_backends(target: Target, path: bytes, line: bytes) -> None:
    assert head_for(target, path).startswith(line)


def test_the_same_path_asked_otherwise_is_another_line() -> None:
    target = Target("east", "azure", "east.example", "")
    lines = [head_for(target, b"/v1/files", method=method).split(b"\r\n")[0] for method in (b"GET", b"DELETE", b"GET")]

    assert lines == [
        b"GET /openai/v1/files HTTP/1.1",
        b"DELETE /openai/v1/files HTTP/1.1",
        b"GET /openai/v1/files HTTP/1.1",
    ]


def test_what_is_remembered_of_paths_is_limited() -> None:
    target = Target("east", "azure", "east.example", "")
    for number in range(5_000):
        head_for(target, b"/v1/files/%d" % number)

    assert len(target._prefixes) <= 4096


def body_for(
    target: Target, path: bytes, body: bytes, *, model: str = "gpt-4o", ask_usage: bool = False, kind: bytes = JSON
) -> bytes:
    return request_body(target, DEPLOYMENT, route(path), body, kind, model=model, ask_usage=ask_usage)


DEPLOYMENTS_PATH = b"/openai/deployments/gpt-4o/chat/completions"


def test_a_body_whose_path_names_the_model_is_not_touched() -> None:
    body = b'{ "model" : "whatever" }'

    assert body_for(AZURE, DEPLOYMENTS_PATH, body) is body


def test_a_body_that_already_names_the_deployment_is_not_touched() -> None:
    body = b'{ "model" : "ptu" }'

    assert body_for(AZURE, b"/v1/chat/completions", body, model="ptu") is body


def test_a_body_that_names_the_model_names_the_deployment_then() -> None:
    sent = body_for(AZURE, b"/v1/chat/completions", b'{"model":"gpt-4o","n":1.50}')

    assert sent == b'{"model":"ptu","n":1.50}'


@pytest.mark.parametrize("body", [b'{"model":"ptu","model":"x"}', b'{"mod\\u0065l":"x","model":"ptu"}'])
def test_a_body_that_might_name_two_models_names_one(body: bytes) -> None:
    assert body_for(AZURE, b"/v1/chat/completions", body, model="ptu") == b'{"model":"ptu"}'


def test_a_backend_that_knows_no_deployment_paths_finds_the_model_in_the_body() -> None:
    assert json.loads(body_for(OPENAI, DEPLOYMENTS_PATH, b'{"messages":[]}')) == {"messages": [], "model": "ptu"}


def test_usage_is_asked_for_in_the_same_go() -> None:
    sent = body_for(AZURE, b"/v1/chat/completions", b'{"model":"gpt-4o","stream":true}', ask_usage=True)

    assert json.loads(sent) == {"model": "ptu", "stream": True, "stream_options": {"include_usage": True}}


@pytest.mark.parametrize(
    "body, kind", [(b"", b""), (b"\x00\xff", b"application/octet-stream"), (b'{"name":"x"}', JSON)]
)
def test_a_body_without_a_model_gets_none(body: bytes, kind: bytes) -> None:
    assert body_for(AZURE, b"/v1/files", body, model="", kind=kind) == body


def test_a_body_of_another_kind_is_left_to_the_backend() -> None:
    assert body_for(OPENAI, DEPLOYMENTS_PATH, b"\x00", kind=b"application/octet-stream") == b"\x00"
