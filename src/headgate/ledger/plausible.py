"""What no record can truly say, and no ledger could keep or add up."""

from collections.abc import Iterator

import msgspec

from headgate.core.usage import Usage

QUANTITY_MAX = 10**12
"""Tokens, bytes or anything else of one exchange: a trillion; sums of many stay within 64 bits."""

TIME_END = 253_402_300_800.0
"""The year 10000 in Unix seconds, where calendars end."""


def check_usage(usage: Usage) -> None:
    """Raise ``OverflowError`` for quantities below nothing or beyond all reason."""
    quantities = (
        usage.prompt_tokens,
        usage.cached_tokens,
        usage.cache_write_tokens,
        usage.completion_tokens,
        usage.reasoning_tokens,
        usage.audio_prompt_tokens,
        usage.audio_completion_tokens,
        usage.image_prompt_tokens,
        usage.image_completion_tokens,
        usage.images,
        usage.seconds,
        usage.characters,
        usage.searches,
        usage.image_tool_prompt_tokens,
        usage.image_tool_completion_tokens,
    )
    if min(quantities) < 0 or max(quantities) > QUANTITY_MAX:
        raise OverflowError("a usage is below nothing or beyond all reason")


def why_implausible(record: msgspec.Struct) -> str:
    """Return what is wrong with a record that was read, or nothing."""
    at = getattr(record, "at", 0.0)
    if not 0 <= at < TIME_END:
        return f"time {at} is outside the calendar"
    for value in _leaves(record):
        if isinstance(value, (int, float)) and not 0 <= value < TIME_END * 1000:
            return f"{value} is below nothing or beyond all reason"
        if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
            return "text that is not Unicode"
    for attempt in getattr(record, "attempts", ()):
        if attempt.usage is not None:
            try:
                check_usage(attempt.usage)
            except OverflowError as error:
                return str(error)
    return ""


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, msgspec.Struct):
        value = msgspec.structs.astuple(value)
    if isinstance(value, tuple):
        for part in value:
            yield from _leaves(part)
    else:
        yield value
