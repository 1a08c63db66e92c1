"""The parts of the world that every play shares: time, the journal, the order of things."""

import hashlib

from headgate.core.caller import Caller
from headgate.core.errors import JournalError
from headgate.core.records import Closed, Opened, Resent
from headgate.identity.keys import Key

NOON = 1_795_435_200.0
"""2026-11-23, 12:00 UTC."""


class VirtualClock:
    """Time that passes when a play says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> float:
        return NOON + self.seconds - 1000.0

    def monotonic(self) -> float:
        return self.seconds


class Timeline:
    """What happened, in order, each with the exchange it happened to."""

    def __init__(self) -> None:
        self.events: list[tuple[str, str]] = []

    def note(self, event: str, exchange: str) -> None:
        self.events.append((event, exchange))

    def of(self, exchange: str) -> list[str]:
        return [event for event, whose in self.events if whose == exchange]

    def check(self, *, journal_failed: bool) -> None:
        """The books are open before anything is sent, and closed before the caller has everything."""
        for exchange in {whose for _, whose in self.events}:
            events = self.of(exchange)
            if "sent" in events:
                assert "opened" in events[: events.index("sent")], events
            assert events.count("opened") <= 1, events
            if journal_failed:
                continue
            assert events.count("closed") == (0 if events == ["answered"] else 1), events
            if "answered" in events and "closed" in events:
                assert events.index("closed") < events.index("answered"), events


class MemoryJournal:
    """A journal that keeps its records, and fails when told."""

    def __init__(self, timeline: Timeline) -> None:
        self.records: list[Opened | Resent | Closed] = []
        self.fails_at: type | None = None
        self.failed = False
        self._failing = False
        self.waits = 0
        self._timeline = timeline

    def append(self, record: Opened | Resent | Closed) -> None:
        if self.fails_at is not None and isinstance(record, self.fails_at):
            self.failed = self._failing = True
            return
        self.records.append(record)
        self._timeline.note(type(record).__name__.lower(), record.id)

    async def written(self) -> None:
        self.waits += 1
        self.flush()

    def flush(self) -> None:
        if self._failing:
            self._failing = False
            raise JournalError("The journal cannot be written: No space left on device")


class RoughCounter:
    """Counts seven tokens for any prompt, and one for each character of an answer."""

    async def count(self, api: str, model: str, prompt_body: bytes, completion_text: str) -> tuple[int, int]:
        return 7, len(completion_text)


def key_of(key: str, caller: Caller, expires_at: float = float("inf")) -> Key:
    """A key as a ring keeps it."""
    return Key(caller.name, hashlib.sha256(key.encode()).digest(), expires_at, caller)
