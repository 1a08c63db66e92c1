"""The handshake of a realtime conversation."""

import pytest

from headgate.simulator.exchange import Request
from headgate.simulator.faults import Faults
from headgate.simulator.resource import Resource
from headgate.simulator.truth import Truth
from tests.unit.simulator.conftest import StandingClock
from tests.unit.simulator.settings_for_tests import KEY, deployment, resource_settings

ASKED = {
    b"api-key": KEY.encode(),
    b"upgrade": b"WebSocket",
    b"sec-websocket-version": b"13",
    b"sec-websocket-key": b"dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.fixture
def resource() -> Resource:
    settings = resource_settings(voice=deployment("gpt-realtime"))
    return Resource("eastus", settings, faults=Faults(), truth=Truth(10), clock=StandingClock())


def asked(resource: Resource, **changed: bytes) -> int:
    named = {name.replace("_", "-").encode(): value for name, value in changed.items()}
    headers = {name: value for name, value in (ASKED | named).items() if value}
    exchange = resource.serve(Request("GET", b"/openai/v1/realtime?model=voice", headers, b""))
    return exchange.answer.status


def test_a_handshake_is_answered(resource: Resource) -> None:
    assert asked(resource) == 101


@pytest.mark.parametrize(
    "changed, status",
    [
        ({"upgrade": b""}, 400),
        ({"upgrade": b"h2c"}, 400),
        ({"sec_websocket_version": b"8"}, 426),
        ({"sec_websocket_key": b""}, 400),
        ({"sec_websocket_key": b"c2hvcnQ="}, 400),
        ({"sec_websocket_key": b"!"}, 400),
        ({"api_key": b"guessed"}, 401),
    ],
)
def test_what_is_no_handshake_is_refused(resource: Resource, changed: dict[str, bytes], status: int) -> None:
    assert asked(resource, **changed) == status
