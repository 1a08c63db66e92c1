"""One log line per exchange, made from its journal record.

Pure: a record in, the bytes of one JSON object and a line feed out. What a caller asked and what a model answered
are not in the record and so never in the log. Text that a caller chose is cut at ``TEXT_MAX``, lists at ``LIST_MAX``.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import Literal

import msgspec
from msgspec import Struct

from headgate.core.records import Attempt, Closed, Denied

LogLevel = Literal["debug", "info", "warning", "error"]

_RANK: dict[str, int] = {"debug": 0, "info": 1, "warning": 2, "error": 3}

TEXT_MAX = 200
"""Characters kept of a text that came from outside: ids and names fit, a prompt in disguise does not."""
LIST_MAX = 32
"""Entries kept of a list: two for each of the 16 attempts that an exchange may have."""

_NEEDS_A_PERSON = frozenset(("failed", "interrupted", "lost"))


class _ExchangeLine(Struct, frozen=True, omit_defaults=True):
    time: str
    level: LogLevel
    event: str
    id: str
    use_case: str
    caller: str
    model: str
    api: str
    status: int
    outcome: str
    attempts: int
    duration_ms: float
    first_byte_ms: float | None = None
    code: str = ""
    stream: bool = False
    deployment: str = ""
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    reasoning_tokens: int = 0
    estimated: bool = False
    bytes_in: int = 0
    bytes_out: int = 0
    upstream_request_ids: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    client_request_id: str = ""
    traceparent: str = ""


class _DeniedLine(Struct, frozen=True):
    time: str
    level: LogLevel
    event: str
    code: str
    status: int
    count: int


_encode = msgspec.json.Encoder().encode


def passes(level: LogLevel, least: LogLevel) -> bool:
    """Tell whether a line of ``level`` is written when ``least`` is the lowest level wanted."""
    return _RANK[level] >= _RANK[least]


def iso_time(at: float) -> str:
    """Write Unix seconds as ISO 8601 in UTC with milliseconds: ``2026-11-23T17:45:48.123Z``."""
    seconds, milliseconds = divmod(int(at * 1000), 1000)
    return f"{_second(seconds)}.{milliseconds:03d}Z"


@lru_cache(maxsize=64)
def _second(seconds: int) -> str:
    """Write a whole second. Remembered: thousands of lines share one, and this costs more than the rest of a line."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def exchange_level(closed: Closed) -> LogLevel:
    """``warning`` when an exchange ended in a way that may need a person, else ``info``."""
    return "warning" if closed.outcome in _NEEDS_A_PERSON else "info"


def exchange_line(closed: Closed) -> bytes:
    """Write the log line of an exchange; ``time`` is the moment at which it ended."""
    attempts = closed.attempts
    used = [attempt.usage for attempt in attempts if attempt.usage is not None]
    return (
        _encode(
            _ExchangeLine(
                time=iso_time(closed.at + closed.duration_ms / 1000),
                level=exchange_level(closed),
                event="exchange",
                id=closed.id,
                use_case=closed.use_case,
                caller=closed.caller,
                model=closed.model[:TEXT_MAX],
                api=closed.api,
                status=closed.status,
                outcome=closed.outcome,
                attempts=len(attempts),
                duration_ms=round(closed.duration_ms, 3),
                first_byte_ms=_rounded(closed.first_byte_ms),
                code=closed.code,
                stream=closed.stream,
                deployment=f"{attempts[-1].backend}/{attempts[-1].deployment}" if attempts else "",
                prompt_tokens=sum([usage.prompt_tokens for usage in used]),
                cached_tokens=sum([usage.cached_tokens for usage in used]),
                completion_tokens=sum([usage.completion_tokens for usage in used]),
                reasoning_tokens=sum([usage.reasoning_tokens for usage in used]),
                estimated=any(usage.estimated for usage in used),
                bytes_in=closed.bytes_in,
                bytes_out=closed.bytes_out,
                upstream_request_ids=_texts([attempt.request_id for attempt in attempts]),
                skipped=_skipped(attempts),
                errors=_texts([attempt.error for attempt in attempts]),
                client_request_id=closed.client_request_id[:TEXT_MAX],
                traceparent=closed.traceparent[:TEXT_MAX],
            )
        )
        + b"\n"
    )


def denied_line(denied: Denied) -> bytes:
    """Write the log line of requests refused before anyone was identified: one line for all of a kind."""
    line = _DeniedLine(
        time=iso_time(denied.at),
        level="info",
        event="denied",
        code=denied.code,
        status=denied.status,
        count=denied.count,
    )
    return _encode(line) + b"\n"


def _rounded(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else round(milliseconds, 3)


def _skipped(attempts: tuple[Attempt, ...]) -> tuple[str, ...]:
    if not any(attempt.skipped for attempt in attempts):
        return ()
    return _texts(f"{skip.deployment}: {skip.reason}" for attempt in attempts for skip in attempt.skipped)


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple([text[:TEXT_MAX] for text in islice(filter(None, texts), LIST_MAX)])
