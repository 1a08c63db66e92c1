"""Programs of others that are run against ``headgate up``: what they are given, and what they tell."""

import json
import os
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from tests.acceptance.books import TOKENS, Group, Ledger, Simulated, Sums
from tests.acceptance.up import Up
from tests.requirements import CLIENTS_PYTHON, NODE_CLIENT, ROOT

PYTHON_PROGRAMS = ROOT / "tests" / "clients" / "python"
NODE_PROGRAMS = NODE_CLIENT

SECONDS_MAX = 120
"""Far above what any of them takes; a busy machine imports slowly."""

NEVER_BOOKED = 401
"""Who is not known has no exchanges: such calls are counted, not kept one by one."""


class Told(NamedTuple):
    """What a program told: its calls by group, and its facts by name."""

    exchanges: Counter[Group]
    tokens: Sums
    """Without the groups in which a client was not told the usage of every call."""
    facts: dict[str, Any]


class ClientsGate:
    """A running ``headgate up`` with its books and its simulator's count."""

    def __init__(self, up: Up) -> None:
        self.up = up
        self.ledger = Ledger(up)
        self.simulated = Simulated(up)
        self._log_read = 0
        self._all_read = True

    def run(self, program: str, **environment: str) -> Told:
        """Run a program of tests/clients with the variables of ``demo.env``; fail with what it says if it fails."""
        if not self._all_read:
            self._read_all()
        self._all_read = False
        done = subprocess.run(
            _command(program),
            env={"PATH": os.environ["PATH"], **self.up.env, **_node_trust(self.up), **environment},
            cwd=self.up.folder,
            capture_output=True,
            text=True,
            timeout=SECONDS_MAX,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return _told(json.loads(done.stdout.splitlines()[-1]))

    def expect_in_the_books(self, told: Told) -> Sums:
        """Find exactly these calls in the books, with exactly the tokens that client and simulator speak of."""
        booked = self.expect_exchanges(told)
        _expect_same(books=_amounts(booked), simulator=_amounts(self.simulated.news()))
        _expect_same(books={group: _tokens(booked[group]) for group in told.tokens}, client=told.tokens)
        self._all_read = True
        return booked

    def expect_exchanges(self, told: Told) -> Sums:
        """Find exactly these calls in the books, whatever they used, and no complaint in the log."""
        booked = self.ledger.news(told.exchanges.total())
        _expect_same(books={group: sums["exchanges"] for group, sums in booked.items()}, client=dict(told.exchanges))
        assert not (complaints := self._complaints()), "\n".join(complaints)
        return booked

    def _read_all(self) -> None:
        """What another program left unread is none of the next one's."""
        self.ledger.news(0)
        self.simulated.news()
        self._complaints()

    def _complaints(self) -> list[str]:
        """The errors in the log since it was last read; a backend that fails is no more than a warning."""
        log = (self.up.data / "headgate.log").read_text()
        whole = log.rfind("\n") + 1
        new, self._log_read = log[self._log_read : whole], whole
        return [line for line in new.splitlines() if not line.startswith("{") or '"level":"error"' in line]


def _expect_same(**told: Any) -> None:
    """Assert here what pytest rewrites in test modules alone: show both sides."""
    (name, one), (other_name, other) = told.items()
    assert one == other, f"{name}: {one}\n{other_name}: {other}"


def _command(program: str) -> list[str | Path]:
    if program.endswith(".mjs"):
        return ["node", NODE_PROGRAMS / program]
    return [CLIENTS_PYTHON, PYTHON_PROGRAMS / program]


def _node_trust(up: Up) -> dict[str, str]:
    """Node knows SSL_CERT_FILE by another name."""
    return {"NODE_EXTRA_CA_CERTS": up.env["SSL_CERT_FILE"]} if "SSL_CERT_FILE" in up.env else {}


def _told(document: dict[str, Any]) -> Told:
    calls = [call for call in document.pop("calls") if call["status"] != NEVER_BOOKED]
    groups = [Group(call["api"], call["model"], call["status"]) for call in calls]
    tokens: Sums = {group: Counter() for group in groups}
    for group, call in zip(groups, calls, strict=True):
        tokens[group] += Counter(call["usage"] or {})
    untold = {group for group, call in zip(groups, calls, strict=True) if call["usage"] is None}
    return Told(Counter(groups), {group: +sums for group, sums in tokens.items() if group not in untold}, document)


def _amounts(sums: Sums) -> Sums:
    amounts = {
        group: Counter({name: each[name] for name in each if name != "exchanges"}) for group, each in sums.items()
    }
    return {group: each for group, each in amounts.items() if +each}


def _tokens(sums: Counter[str]) -> Counter[str]:
    return +Counter({name: sums[name] for name in TOKENS})
