"""Records and journals to post, and the books they are posted into."""

import fcntl
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from headgate.core.records import (
    Attempt,
    Closed,
    Denied,
    ExchangeOutcome,
    JournalRecord,
    JournalStart,
    Opened,
    Resent,
)
from headgate.core.usage import Usage
from headgate.ledger import Ledger, Posted, Poster, open_ledger, schema
from headgate.metering.charges import PriceBook
from headgate.metering.prices import Price, Rates, Tier

AT = 1_780_000_000.0
"""2026-05-28, 20:26:40 UTC."""

PRICES = PriceBook(
    [Price("gpt-4o", date(2024, 8, 6), {"default": Tier(Rates(input=2500 * 10**6, output=10**10))}, "a test")]
)
"""2.5 and 10 dollars for a million tokens."""

USED = Usage(prompt_tokens=100, completion_tokens=20)


def attempt(deployment: str = "westus/gpt-4o", **changes: Any) -> Attempt:
    backend, _, name = deployment.partition("/")
    usual: dict[str, Any] = {
        "deployed_model": "gpt-4o",
        "version": "2024-11-20",
        "kind": "global-standard",
        "outcome": "answered",
        "started_ms": 0.5,
        "duration_ms": 300.0,
        "status": 200,
        "usage": USED,
    }
    return Attempt(backend=backend, deployment=name, **{**usual, **changes})


def closed(
    id_: str, *attempts: Attempt, at: float = AT, outcome: ExchangeOutcome = "answered", **changes: Any
) -> Closed:
    usual: dict[str, Any] = {
        "duration_ms": 301.0,
        "use_case": "support-bot",
        "caller": "key:support-bot-1",
        "model": "gpt-4o",
        "api": "chat.completions",
        "status": 200,
    }
    return Closed(id=id_, at=at, outcome=outcome, attempts=attempts or (attempt(),), **{**usual, **changes})


def opened(
    id_: str, deployment: str = "westus/gpt-4o", *, at: float = AT, prompt: int = 70, completion: int = 16
) -> Opened:
    backend, _, name = deployment.partition("/")
    return Opened(
        id=id_,
        at=at,
        use_case="support-bot",
        caller="key:support-bot-1",
        model="gpt-4o",
        api="chat.completions",
        backend=backend,
        deployment=name,
        deployed_model="gpt-4o",
        version="2024-11-20",
        kind="global-standard",
        prompt_tokens=prompt,
        completion_tokens=completion,
    )


def resent(id_: str, number: int, deployment: str, *, at: float = AT) -> Resent:
    backend, _, name = deployment.partition("/")
    return Resent(
        id=id_,
        at=at,
        number=number,
        backend=backend,
        deployment=name,
        deployed_model="gpt-4o",
        version="2024-11-20",
        kind="global-standard",
    )


def denied(count: int = 1, *, at: float = AT) -> Denied:
    return Denied(at=at, code="401", status=401, count=count)


def lines(*records: JournalRecord) -> bytes:
    return b"".join(msgspec.json.encode(record) + b"\n" for record in records)


class Worker:
    """Writes a journal as a gate worker does, and can die."""

    def __init__(self, folder: Path, boot: str = "b1") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.journal = f"gate-0-{boot}"
        self._folder = folder
        self._number = 0
        self._lock: int | None = os.open(folder / f"{self.journal}.lock", os.O_CREAT | os.O_RDWR)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.rotate()

    @property
    def path(self) -> Path:
        return self._folder / f"{self.journal}-{self._number:04d}.jsonl"

    def rotate(self) -> None:
        self._number += 1
        self.write(JournalStart(version=1, worker="gate-0", boot=self.journal, at=AT))

    def write(self, *records: JournalRecord) -> None:
        self.write_bytes(lines(*records))

    def write_bytes(self, content: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(content)

    def die(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


class Books:
    """A data folder: its journal, its ledger, a poster, and what a sink was told."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.folder = data / "journal"
        self.ledger: Ledger = open_ledger(data)
        self.told: list[Closed | Denied] = []
        self.now = AT
        self.poster = self.new_poster()

    def new_poster(self, **changes: Any) -> Poster:
        usual: dict[str, Any] = {"keep_hours": 24.0, "now": lambda: self.now}
        return Poster(self.folder, self.ledger, PRICES, [self._sink], **{**usual, **changes})

    def _sink(self, records: Sequence[Closed | Denied]) -> None:
        self.told += records

    def post(self) -> Posted:
        return self.poster.post_once()

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of a table, in the order of its key."""
        columns = schema.metadata.tables[table]
        with self.ledger.reading() as connection:
            found = connection.execute(select(columns).order_by(*columns.primary_key.columns))
            return [dict(row._mapping) for row in found]

    def ids(self) -> list[str]:
        return [row["id"] for row in self.rows("exchanges")]

    def close(self) -> None:
        self.poster.close()
        self.ledger.close()
