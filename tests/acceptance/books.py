"""What was accounted, and what the simulator really served: each since it was last asked."""

import json
import time
import urllib.request
from collections import Counter
from typing import Any, NamedTuple

import yaml

from tests.acceptance.program import Program, ask
from tests.acceptance.up import Up

LEAVING_SECONDS_MAX = 10.0
"""Far above what a gate takes to notice that a caller is gone; all else is booked before the caller has its answer."""


class Group(NamedTuple):
    """Calls that are added up."""

    api: str
    model: str
    status: int


TOKENS = ("prompt_tokens", "cached_tokens", "completion_tokens")
AMOUNTS = (*TOKENS, "reasoning_tokens", "images", "seconds", "characters")

Sums = dict[Group, Counter[str]]
"""Exchanges and amounts of each group; what is 0 is left out."""


class Ledger:
    """The books, as ``headgate usage`` shows them."""

    def __init__(self, up: Up) -> None:
        self._up = up
        self._read: Sums = {}

    def news(self, exchanges: int) -> Sums:
        """What came in since it was last asked; where it is fewer exchanges than these, waits for more to end."""
        expected = _count(self._read) + exchanges
        give_up_at = time.monotonic() + LEAVING_SECONDS_MAX
        while _count(now := self._report()) < expected and time.monotonic() < give_up_at:
            pass
        before, self._read = self._read, now
        return {group: new for group, sums in now.items() if (new := sums - before.get(group, Counter()))}

    def trace(self, exchange_id: str) -> dict[str, Any]:
        """Everything that is known of one exchange."""
        found: dict[str, Any] = self._ask("trace", exchange_id)
        return found

    def _report(self) -> Sums:
        rows = self._ask("usage", "--by", "api,model,status")["rows"]
        return {Group(row["api"], row["model"], row["status"]): _counted(row) for row in rows}

    def _ask(self, *command: str) -> Any:
        program = Program(self._up.folder, *command, "--data", str(self._up.data), "--format", "json")
        assert program.exit_code() == 0, program.err
        return json.loads(program.out)


class Simulated:
    """The count that the simulators behind a gate keep by themselves."""

    def __init__(self, up: Up) -> None:
        self._up = up
        self._read: dict[str, int] = {}

    def news(self) -> Sums:
        """What was served with a usage since it was last asked, by the models that callers name."""
        sums: Sums = {}
        for control in self._controls():
            report = self._ask(f"{control}/simulator/requests?since={self._read.get(control, 0)}")
            self._read[control] = report["last"]
            for served in report["requests"]:
                group = Group(served["api"], served["deployment"].removesuffix("-ptu"), served["status"])
                if used := _counted({"exchanges": 1, **served.get("usage", {})}) if served.get("usage") else None:
                    sums[group] = sums.get(group, Counter()) + used
        return sums

    def strike(self, **fault: object) -> None:
        """Put a fault in force on every region of the demo."""
        self._ask(f"{self._controls()[0]}/simulator/faults", json.dumps(fault).encode())

    def _controls(self) -> list[str]:
        """One address per simulator: each counts for all of its regions."""
        backends = yaml.safe_load((self._up.data / "headgate.yaml").read_text())["backends"]
        return [backends[name]["endpoint"] for name in ("eastus", "swedencentral") if name in backends]

    def _ask(self, url: str, body: bytes | None = None) -> Any:
        status, text = ask(urllib.request.Request(url, body))
        assert status == 200, text
        return json.loads(text)


def _counted(row: dict[str, Any]) -> Counter[str]:
    return +Counter({name: row.get(name, 0) for name in ("exchanges", *AMOUNTS)})


def _count(sums: Sums) -> int:
    return sum(each["exchanges"] for each in sums.values())
