"""Seeing that a stream is a refusal in disguise: Azure throttles streamed calls with status 200 and an error inside.

Five independent reports of 2025 and 2026: the body begins with ``response.created``, which repeats the whole request,
then an ``error`` event and ``response.failed`` in either order, the error nested or flat, the failed response's own
error null or not. Only while nothing but lifecycle events has come may the call be sent elsewhere.
"""

from typing import Final, Literal

from headgate.wire.error_code import plain_text
from headgate.wire.sse_frames import event_data, event_end
from headgate.wire.stream_event import FAILED, decode_event, error_in
from headgate.wire.stream_shape import StreamEvent

START_BYTES_MAX: Final = 262_144
"""How far to look: ``response.created`` repeats instructions and tools (30 KB seen), a request is rarely longer."""

THROTTLE_CODES: Final = frozenset(
    ("rate_limit_exceeded", "too_many_requests", "ratelimitreached", "429", "no_capacity")
)
"""Codes and types of an error that says "too many", in lower case."""
_LIFECYCLE: Final = frozenset(("response.created", "response.in_progress", "response.queued"))

Start = Literal["throttled", "started", "undecided"]


def judge_start(data: bytes) -> Start:
    """Say whether the first bytes of a stream show that it is throttled, has started, or that more bytes are needed.

    ``started`` also means failed for another reason: there is nothing to be gained by sending it elsewhere.
    """
    start = 0
    while end := event_end(data, start):
        verdict = _judge_event(event_data(data[start:end]))
        if verdict != "undecided":
            return verdict
        start = end
    return "started" if len(data) > START_BYTES_MAX else "undecided"


def is_throttled_start(data: bytes) -> bool:
    """Whether the first bytes of a stream already hold a throttling error, before any output."""
    return judge_start(data) == "throttled"


def _judge_event(payload: bytes) -> Start:
    if not payload:
        return "undecided"
    event = decode_event(payload)
    if event is None:
        return "started"
    code = error_in(event)
    if code:
        return _judge_error(event, code)
    return "undecided" if event.choices == [] or plain_text(event.type) in _LIFECYCLE else "started"


def _judge_error(event: StreamEvent, code: str) -> Start:
    """An error's code may say it, or, where the code is null or special, its type."""
    kind = plain_text(event.error.get("type")) if isinstance(event.error, dict) else ""
    if code.lower() in THROTTLE_CODES or kind in THROTTLE_CODES:
        return "throttled"
    return "undecided" if code == FAILED else "started"
