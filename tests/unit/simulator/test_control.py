import json
from typing import Any

import pytest

from headgate.core.usage import Usage
from headgate.simulator.control import Control
from headgate.simulator.exchange import Request
from headgate.simulator.faults import Faults
from headgate.simulator.resource import Resource
from headgate.simulator.timetable import Timetable
from headgate.simulator.truth import Truth


@pytest.fixture
def control(faults: Faults, truth: Truth, timetable: Timetable) -> Control:
    return Control(faults=faults, truth=truth, timetable=timetable)


def _ask(control: Control, method: str, target: str, body: Any = None) -> tuple[int, Any]:
    content = b"" if body is None else json.dumps(body).encode()
    answer = control.serve(Request(method, target.encode(), {}, content)).answer
    return answer.status, json.loads(answer.body)


def _serve(truth: Truth, request_id: str) -> None:
    entry = truth.open(
        at=1.0, resource="eastus", deployment="gpt-4o", api="chat.completions", request_id=request_id, attempt="1"
    )
    truth.close(entry, ended="served", status=200, usage=Usage(prompt_tokens=3, completion_tokens=4))


def test_pictures_lie_at_their_addresses(control: Control) -> None:
    answer = control.serve(Request("GET", b"/simulator/pictures/16x9-336699.png", {}, b"")).answer

    assert (answer.status, answer.content_type, answer.body[:4]) == (200, b"image/png", b"\x89PNG")
    assert _ask(control, "GET", "/simulator/pictures/none.png")[0] == 404


def test_usage_is_told_by_resource_and_deployment(control: Control, truth: Truth) -> None:
    _serve(truth, "a")

    status, told = _ask(control, "GET", "/simulator/usage")

    sums = told["resources"]["eastus"]["deployments"]["gpt-4o"]
    assert status == 200
    assert sums["requests"] == {"200": 1}
    assert (sums["prompt_tokens"], sums["completion_tokens"]) == (3, 4)
    assert told["in_flight"] == 0


def test_requests_are_told_one_by_one(control: Control, truth: Truth) -> None:
    for name in ("a", "b", "c"):
        _serve(truth, name)

    _, told = _ask(control, "GET", "/simulator/requests?since=1&limit=1")

    assert [entry["request_id"] for entry in told["requests"]] == ["b"]
    assert told["requests"][0]["usage"] == {"prompt_tokens": 3, "completion_tokens": 4}
    assert told["last"] == 2


def test_a_reset_forgets(control: Control, truth: Truth) -> None:
    _serve(truth, "a")

    assert _ask(control, "POST", "/simulator/reset")[0] == 200
    assert _ask(control, "GET", "/simulator/usage")[1]["resources"] == {}


def test_faults_are_added_listed_and_deleted(control: Control) -> None:
    _, added = _ask(control, "POST", "/simulator/faults", {"kind": "status", "status": 503, "body": {"a": 1}})
    _ask(control, "POST", "/simulator/faults", {"kind": "stall"})

    _, listed = _ask(control, "GET", "/simulator/faults")
    assert [entry["fault"]["kind"] for entry in listed["faults"]] == ["status", "stall"]
    assert listed["faults"][0]["fault"]["body"] == {"a": 1}

    assert _ask(control, "DELETE", f"/simulator/faults?id={added['id']}")[1] == {"deleted": 1}
    assert _ask(control, "DELETE", "/simulator/faults")[1] == {"deleted": 1}


@pytest.mark.parametrize(
    "method,target,body,status",
    [
        ("POST", "/simulator/faults", {"kind": "boom"}, 400),
        ("POST", "/simulator/faults", {}, 400),
        ("POST", "/simulator/events", {}, 400),
        ("POST", "/simulator/events", [], 400),
        ("POST", "/simulator/events", {"do": "explode"}, 400),
        ("POST", "/simulator/events", {"do": "fill", "deployment": "gpt-9"}, 400),
        ("POST", "/simulator/events", {"do": "latency", "factor": 2, "at": "soon"}, 400),
        ("GET", "/simulator/requests?since=never", None, 400),
        ("GET", "/simulator/nothing", None, 404),
        ("PUT", "/simulator/usage", None, 404),
    ],
)
def test_what_is_not_understood_is_refused(control: Control, method: str, target: str, body: Any, status: int) -> None:
    answered, told = _ask(control, method, target, body)

    assert answered == status
    assert told["error"]["message"]


def test_one_request_is_told_by_its_number_or_id(control: Control, truth: Truth) -> None:
    for name in ("a", "b/c"):
        _serve(truth, name)

    assert _ask(control, "GET", "/simulator/requests/2")[1]["request_id"] == "b/c"
    assert _ask(control, "GET", "/simulator/requests/b%2Fc")[1]["number"] == 2
    assert _ask(control, "GET", "/simulator/requests/none")[0] == 404


def test_events_are_done_listed_and_ended(control: Control, resource: Resource) -> None:
    _, added = _ask(control, "POST", "/simulator/events", {"do": "latency", "factor": 3, "deployment": "ptu"})
    _ask(control, "POST", "/simulator/events", {"do": "fill", "at": "01:00", "seconds": 30})

    assert resource.deployments["ptu"].pace.factors == [3]
    _, listed = _ask(control, "GET", "/simulator/events")
    assert [(each["event"]["do"], each["begins_in"], each["ends_in"]) for each in listed["events"]] == [
        ("latency", 0, None),
        ("fill", 60, 90),
    ]

    assert _ask(control, "DELETE", f"/simulator/events?id={added['id']}")[1] == {"deleted": 1}
    assert resource.deployments["ptu"].pace.factors == []
    assert _ask(control, "DELETE", "/simulator/events")[1] == {"deleted": 1}


def test_a_key_is_regenerated_at_once(control: Control, resource: Resource) -> None:
    before = resource.keys.named()

    _ask(control, "POST", "/simulator/events", {"do": "regenerate_key", "resource": "eastus"})

    assert resource.keys.named() != before
