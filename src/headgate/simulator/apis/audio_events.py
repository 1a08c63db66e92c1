"""The events of sound: named by their ``type`` alone, lines that end with CR LF, ``[DONE]`` (OpenAI, recorded 2026)."""

from collections.abc import Iterator, Mapping

import msgspec

from headgate.simulator.answer import Event

_DONE = b"data: [DONE]\r\n\r\n"


def event(told: Mapping[str, object]) -> bytes:
    """One event."""
    return b"data: %b\r\n\r\n" % msgspec.json.encode(told)


def ended(events: Iterator[Event]) -> Iterator[Event]:
    """The events, and the end of the stream."""
    yield from events
    yield _DONE, 0
