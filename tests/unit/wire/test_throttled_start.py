import json
from typing import Any

import pytest

from headgate.wire.throttled_start import START_BYTES_MAX, is_throttled_start, judge_start


def event(kind: str, **members: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **members})}\n\n".encode()


CREATED = event("response.created", response={"instructions": "on rate_limit_exceeded, wait", "tools": ["x" * 9_000]})
NESTED = event("error", error={"type": "too_many_requests", "code": "rate_limit_exceeded", "headers": {}})
FLAT = event("error", code="rate_limit_exceeded", message="…")
BY_TYPE = event("error", error={"type": "too_many_requests", "code": None})
FAILED = event("response.failed", response={"error": {"code": "rate_limit_exceeded"}})
FAILED_SILENTLY = event("response.failed", response={"error": None, "incomplete_details": None})
OUTPUT = event("response.output_item.added", item={"type": "message"})
INVALID = event("error", error={"type": "invalid_request_error", "code": "invalid_encrypted_content"})


@pytest.mark.parametrize(
    "events",
    [
        [CREATED, NESTED, FAILED],
        [CREATED, FLAT],
        [CREATED, BY_TYPE],
        [CREATED, FAILED],
        [CREATED, FAILED_SILENTLY, NESTED],
        [CREATED, event("response.in_progress"), NESTED],
        [b": comment\n\n", NESTED],
        [b'data: {"choices":[]}\n\ndata: {"error":{"code":"429","type":"x"}}\n\n'],
    ],
)
def test_a_throttled_stream_is_seen_as_soon_as_its_error_is_there(events: list[bytes]) -> None:
    stream = b"".join(events)
    assert is_throttled_start(stream)
    assert judge_start(stream[: len(events[0]) - 1]) == "undecided" or len(events) == 1


@pytest.mark.parametrize("events", [[], [CREATED], [CREATED, FAILED_SILENTLY], [CREATED, NESTED[:-1]], [CREATED[:50]]])
def test_a_stream_of_which_too_little_is_there_is_undecided(events: list[bytes]) -> None:
    assert judge_start(b"".join(events)) == "undecided"
    assert not is_throttled_start(b"".join(events))


@pytest.mark.parametrize(
    "events",
    [
        [CREATED, OUTPUT, NESTED],
        [CREATED, INVALID],
        [b"data: [DONE]\n\n", NESTED],
        [b"data: no json\n\n", NESTED],
        [b'data: {"choices":[{"delta":{"role":"assistant"}}]}\n\n', NESTED],
        [event("response.output_text.delta", delta="rate_limit_exceeded"), FAILED],
    ],
)
def test_a_stream_that_has_begun_or_failed_otherwise_is_not_sent_elsewhere(events: list[bytes]) -> None:
    assert judge_start(b"".join(events)) == "started"


def test_the_search_for_a_throttled_start_has_an_end() -> None:
    assert judge_start(b"data: " + b"x" * START_BYTES_MAX) == "started"


@pytest.mark.parametrize("members", [{"type": []}, {"error": {"type": {}}}, {"error": 5}, {"choices": []}])
def test_bent_events_do_not_raise(members: dict[str, Any]) -> None:
    assert judge_start(f"data: {json.dumps(members)}\n\n".encode()) in ("started", "undecided")
