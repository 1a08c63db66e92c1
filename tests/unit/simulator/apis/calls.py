"""Calls to one API, as a resource would make them."""

import json
from typing import Any

from headgate.simulator.answer import Answer
from headgate.simulator.apis.call import Call
from headgate.simulator.state.resource_state import ResourceState
from tests.unit.simulator.settings_for_tests import deployment


def call(
    body: Any,
    *,
    model: str = "gpt-4o",
    content_type: bytes = b"application/json",
    state: ResourceState | None = None,
    **settings: Any,
) -> Call:
    return Call(
        deployment="the-deployment",
        settings=deployment(model, **settings),
        served_model=f"{model}-2024-11-20",
        fingerprint="fp_1234567890",
        body=body if isinstance(body, bytes) else json.dumps(body).encode(),
        content_type=content_type,
        created=1_774_962_746,
        state=state or ResourceState("test"),
    )


def events_of(answer: Answer) -> list[dict[str, Any]]:
    """The JSON of a stream's events, ``[DONE]`` left out."""
    assert answer.events is not None
    data = [event.decode().rpartition("data: ")[2].strip() for event, _ in answer.events]
    return [json.loads(text) for text in data if text != "[DONE]"]


def error_of(body: bytes) -> dict[str, Any]:
    error: dict[str, Any] = json.loads(body)["error"]
    return error
