import json

import pytest

from headgate.app.local_answers import answer_locally
from tests.playbook.asking import request
from tests.playbook.callers import ScriptedReply
from tests.playbook.world import Timeline


def ask(method: str, target: str, *, ready: bool = True) -> ScriptedReply | None:
    reply = ScriptedReply(Timeline())
    return reply if answer_locally(request(method, target), reply, ready=ready) else None


def status_of(reply: ScriptedReply | None) -> int:
    assert reply is not None
    reply.check()
    return int(reply.head.split(b" ")[1])


def test_a_gate_that_answers_is_live() -> None:
    reply = ask("GET", "/health/live", ready=False)

    assert status_of(reply) == 200
    assert reply is not None
    assert json.loads(reply.body) == {"status": "live"}


@pytest.mark.parametrize("ready, status", [(True, 200), (False, 503)])
def test_a_gate_that_drains_is_not_ready(ready: bool, status: int) -> None:
    assert status_of(ask("GET", "/health/ready", ready=ready)) == status


@pytest.mark.parametrize("target", ["/health/", "/health/deep", "/health/live/x", "/health/ready?x=1"])
def test_there_are_no_other_health_checks(target: str) -> None:
    assert status_of(ask("GET", target)) == 404


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "PROPFIND"])
def test_methods_that_no_api_has_are_refused_whatever_the_path(method: str) -> None:
    reply = ask(method, "/v1/models")

    assert status_of(reply) == 405
    assert reply is not None
    assert b"allow: GET, POST, PUT, PATCH, DELETE\r\n" in reply.head
    assert reply.closes
    assert (reply.body == b"") == (method == "HEAD")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_all_else_is_for_the_pipeline(method: str) -> None:
    assert ask(method, "/v1/models") is None
    assert ask(method, "/healthy") is None
