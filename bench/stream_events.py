"""The events of the stream rounds: Azure-shaped chat chunks of some 300 bytes that carry the time they were sent."""

import json

EVENTS_PER_SECOND = 50
INTERVAL_NS = 1_000_000_000 // EVENTS_PER_SECOND
STALL_INTERVALS = 5
"""A gap of more than this many intervals is a stall: a reader sees the text stop."""

MARK = b"fp_"
STAMP_DIGITS = 20
"""``system_fingerprint`` carries the sender's monotonic clock in nanoseconds, which every contestant passes on."""
WORD_DIGITS = 6
EVENT_START = b"data: "

HEAD = (
    b"HTTP/1.1 200 OK\r\n"
    b"Content-Type: text/event-stream; charset=utf-8\r\n"
    b"Transfer-Encoding: chunked\r\n"
    b"apim-request-id: f93b3050-6f1c-4b0e-9a58-2f1f4d3a7c11\r\n"
    b"x-request-id: 13ca6804-54b6-4bd7-8b2c-0e3f5d6a7b8c\r\n"
    b"x-ms-region: East US 2\r\n"
    b"x-ms-deployment-name: gpt-4o\r\n"
    b"x-accel-buffering: no\r\n"
    b"x-content-type-options: nosniff\r\n"
    b"strict-transport-security: max-age=31536000; includeSubDomains; preload\r\n"
    b"\r\n"
)


def token_event(stamp_ns: int) -> bytes:
    """One token in HTTP chunk framing; its text changes all the time, for LiteLLM ends a stream that repeats itself."""
    word = b"%0*d" % (WORD_DIGITS, stamp_ns // 1_000_000 % 10**WORD_DIGITS)
    return b"".join((_BEFORE_WORD, word, _BEFORE_STAMP, b"%0*d" % (STAMP_DIGITS, stamp_ns), _AFTER_STAMP))


def ending() -> bytes:
    """The last events in HTTP chunk framing: finish reason, usage (it was asked for), ``[DONE]``, end of body."""
    finish = _chunk([{"delta": {}, "finish_reason": "stop", "index": 0, "logprobs": None}], usage=None)
    usage = {"prompt_tokens": 187, "completion_tokens": 1000, "total_tokens": 1187}
    return _framed(finish) + _framed(_chunk([], usage=usage)) + _framed(b"data: [DONE]\n\n") + b"0\r\n\r\n"


def sent_at_ns(buffer: bytearray, length: int) -> int | None:
    """When the last event among these bytes was sent; ``None`` when no whole stamp is in them."""
    begin = buffer.rfind(MARK, 0, length) + len(MARK)
    stamp = buffer[begin : begin + STAMP_DIGITS] if begin >= len(MARK) else b""
    return int(stamp) if len(stamp) == STAMP_DIGITS and begin + STAMP_DIGITS <= length and stamp.isdigit() else None


def _chunk(choices: list[dict[str, object]], *, usage: dict[str, int] | None) -> bytes:
    """A chat chunk without stamp, as the API sends it when usage was asked for."""
    body = {
        "choices": choices,
        "created": 1774890542,
        "id": "chatcmpl-DQ5pYk8yq3o6cJ1eC0bZr7v1nM2hX",
        "model": "gpt-4o-2024-11-20",
        "object": "chat.completion.chunk",
        "system_fingerprint": "fp_" + "0" * STAMP_DIGITS,
        "usage": usage,
    }
    return b"data: " + json.dumps(body, separators=(",", ":")).encode() + b"\n\n"


def _framed(event: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(event), event)


def _token() -> bytes:
    choice: dict[str, object] = {
        "content_filter_results": {},
        "delta": {"content": " w" + "0" * WORD_DIGITS},
        "finish_reason": None,
        "index": 0,
        "logprobs": None,
    }
    return _framed(_chunk([choice], usage=None))


_TOKEN_HEAD, _, _AFTER_STAMP = _token().partition(b"0" * STAMP_DIGITS)
_BEFORE_WORD, _, _BEFORE_STAMP = _TOKEN_HEAD.partition(b"0" * WORD_DIGITS)
