"""One run: callers come, the weather changes, blows fall; then everything is stopped and the books are read."""

import asyncio
import json
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from headgate.ledger import open_ledger
from headgate.ledger.catch_up import catch_up
from headgate.metering.charges import PriceBook
from tests.chaos.callers import Caller, Told
from tests.chaos.plan import Plan
from tests.chaos.reckoning import Books, Truth, differences
from tests.chaos.standing import Standing

CALLERS = 64
"""At a time."""


class Aftermath(NamedTuple):
    """What is there when the storm is over."""

    differences: list[str]
    exchanges: Counter[str]
    """By outcome."""
    attempts: Counter[str]
    endings: Counter[str]
    """Of requests, as the simulator saw them."""
    told: Counter[int]
    """Statuses that callers saw."""
    blows: Counter[str]
    estimated: int
    exit_code: int
    complaints: list[str]
    """Errors in the log or on standard error."""

    def shown(self) -> str:
        """The run in a few lines."""
        named = self._asdict() | {"differences": len(self.differences), "complaints": len(self.complaints)}
        return "\n".join(f"{name}: {value}" for name, value in named.items())


def weather_a_storm(folder: Path, plan: Plan) -> Aftermath:
    """Run a plan from beginning to end and reckon."""
    standing = Standing(folder, fsync=plan.fsync)
    try:
        standing.build()
        storm = _Storm(standing, plan)
        asyncio.run(storm.rage())
        standing.rest()
        exit_code = standing.stop()
        truth = Truth(*standing.truth())
        books = _read_books(standing.data)
        return Aftermath(
            differences=differences(books, truth, storm.told),
            exchanges=Counter(row["outcome"] for row in books.exchanges),
            attempts=Counter(row["outcome"] for row in books.attempts),
            endings=Counter(entry.get("ended", "in_flight") for entry in truth.requests),
            told=Counter(each.status for each in storm.told),
            blows=storm.blows,
            estimated=sum(row["estimated"] for row in books.attempts),
            exit_code=exit_code,
            complaints=standing.complaints(),
        )
    finally:
        standing.end()


class _Storm:
    """A plan as it happens to a standing Headgate."""

    def __init__(self, standing: Standing, plan: Plan) -> None:
        self.told: list[Told] = []
        self.blows: Counter[str] = Counter()
        self._standing = standing
        self._plan = plan
        self._begun = 0
        self._one_at_a_time = asyncio.Lock()
        self._house_stands = asyncio.Event()
        self._house_stands.set()

    async def rage(self) -> None:
        """Make every call; blows and weather come when the call of their number begins."""
        async with asyncio.TaskGroup() as group:
            for _ in range(CALLERS):
                group.create_task(self._calls(group))

    async def _calls(self, group: asyncio.TaskGroup) -> None:
        caller = Caller()
        while self._begun < len(self._plan.calls):
            call = self._plan.calls[self._begun]
            self._begun += 1
            if call.number in self._plan.weather:
                group.create_task(self._change_weather(call.number))
            if call.number in self._plan.blows:
                group.create_task(self._strike(call.number))
            await self._house_stands.wait()
            self.told.append(await caller.call(self._standing.port, call))
        caller.leave(resets=False)

    async def _change_weather(self, number: int) -> None:
        async with self._one_at_a_time:
            await asyncio.to_thread(self._standing.change_weather, self._plan.weather[number])

    async def _strike(self, number: int) -> None:
        blow = self._plan.blows[number]
        async with self._one_at_a_time:
            if blow == "house":
                self._house_stands.clear()
            await asyncio.to_thread(self._standing.strike, blow)
            self._house_stands.set()
            self.blows[blow] += 1


def _read_books(data: Path) -> Books:
    """Post what is left, as any command that reads the books does, and read the tables."""
    ledger = open_ledger(data)
    catch_up(data / "journal", ledger, PriceBook())
    ledger.close()
    connection = sqlite3.connect(data / "ledger.sqlite")
    connection.row_factory = sqlite3.Row
    try:
        tables = ("exchanges", "attempts", "open_exchanges", "quarantine")
        rows = [[dict(row) for row in connection.execute(f"SELECT * FROM {table}")] for table in tables]
        for row in rows[-1]:
            row["torn"] = _is_torn_end(data / "journal" / row["file"], row)
        return Books(*rows, _count_closed(data / "journal"))
    finally:
        connection.close()


def _count_closed(journal: Path) -> Counter[str]:
    """How often each exchange was closed in the journal, which keeps its files for a day."""
    lines = (line for path in journal.glob("*.jsonl") for line in path.read_bytes().split(b"\n")[:-1])
    return Counter(json.loads(line)["id"] for line in lines if line.startswith(b'{"event":"closed"'))


def _is_torn_end(path: Path, row: dict[str, Any]) -> bool:
    """Whether a line that could not be read is a file's last, cut off: its worker was killed while it wrote."""
    return path.stat().st_size == row["position"] + len(row["line"].encode())
