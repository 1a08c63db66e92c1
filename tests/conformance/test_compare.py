"""The comparison itself: it finds what differs, and only that."""

import json
from typing import Any

import pytest

from tests.conformance.asked_again import Exchanged
from tests.conformance.compare import differences

HEADERS = {"content-type": "application/json", "x-ratelimit-reset-tokens": "7"}
CHAT = {
    "choices": [{"finish_reason": "stop", "index": 0, "message": {"content": "Hello", "role": "assistant"}}],
    "model": "gpt-4o",
    "usage": {"total_tokens": 2},
}


def _plain(body: Any, *, status: int = 200, **headers: str) -> Exchanged:
    renamed = {name.replace("_", "-"): value for name, value in headers.items()}
    return Exchanged(status, HEADERS | renamed, json.dumps(body).encode())


def _stream(*events: Any, done: bool = True) -> Exchanged:
    text = "".join(f"data: {json.dumps(event)}\n\n" for event in events) + ("data: [DONE]\n\n" if done else "")
    return Exchanged(200, {"content-type": "text/event-stream"}, text.encode())


PIECE = {"choices": [{"delta": {"content": "Hi"}, "finish_reason": None}]}
END = {"choices": [{"delta": {}, "finish_reason": "stop"}]}


def test_words_and_sums_are_not_compared() -> None:
    other = CHAT | {"model": "gpt-4o-mini", "usage": {"total_tokens": 99}}

    assert differences(_plain(CHAT), _plain(other)) == []


@pytest.mark.parametrize(
    "copy,told",
    [
        (_plain(CHAT, status=500), "status: recorded 200, simulated 500"),
        (_plain(CHAT, x_new="1"), "header added: x-new"),
        (_plain(CHAT, x_ratelimit_reset_tokens="7ms"), "header x-ratelimit-reset-tokens"),
        (_plain(CHAT, content_type="text/plain"), "content-type"),
        (_plain(CHAT | {"usage": {"total_tokens": None}}), "usage.total_tokens"),
        (_plain({name: value for name, value in CHAT.items() if name != "model"}), "model"),
        (_plain(dict(reversed(list(CHAT.items())))), "other order"),
        (_stream(PIECE, END), "stream: recorded False, simulated True"),
    ],
)
def test_what_a_client_could_notice_is_told(copy: Exchanged, told: str) -> None:
    assert any(told in line for line in differences(_plain(CHAT), copy))


@pytest.mark.parametrize(
    "copy,told",
    [
        (_stream(END, PIECE), "order of events"),
        (_stream(PIECE, END, done=False), "one ends with [DONE], one does not"),
        (_stream({**PIECE, "obfuscation": "x"}, END), "obfuscation"),
    ],
)
def test_of_streams_also_order_and_end(copy: Exchanged, told: str) -> None:
    assert differences(_stream(PIECE, PIECE, END), _stream(PIECE, END)) == []
    assert any(told in line for line in differences(_stream(PIECE, END), copy))


def test_errors_are_compared_by_what_programs_read() -> None:
    there = _plain({"error": {"code": "content_filter", "message": "No."}}, status=400)

    assert differences(there, _plain({"error": {"code": "content_filter", "message": "Never."}}, status=400)) == []
    other = _plain({"error": {"code": "invalid", "message": "No."}}, status=400)
    assert differences(there, other) == ["error code: recorded 'content_filter', simulated 'invalid'"]
