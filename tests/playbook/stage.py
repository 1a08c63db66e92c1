"""The stage of the playbooks: the whole pipeline with a scripted world around it. No sockets, no clock, no sleeping.

A test says what a caller sends and what each backend does, and looks at what went where. Behind every play, whatever
it told, the books are checked (``Play.check``): one record for each exchange, written before the backend got anything
and before the caller got everything; each hold settled exactly once; nothing left lent, counted or half open.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from headgate.admission.limiter import Limiter
from headgate.admission.settings import LimitSettings
from headgate.core.caller import Caller
from headgate.core.deployment import Deployment
from headgate.core.ids import ExchangeIds
from headgate.core.records import Closed, Opened
from headgate.core.refusal import Refusal
from headgate.edge.watch import expire_overdue
from headgate.identity.keys import KeyRing
from headgate.pipeline.exchange import Exchange
from headgate.pipeline.ports import Ports, Request
from headgate.pipeline.serve import serve
from headgate.pipeline.snapshot import Snapshot, UseCase
from headgate.routing.choice import Router, resolve_model
from headgate.routing.settings import ModelSettings
from headgate.upstream.usage_refusals import UsageRefusals
from tests.playbook.asking import KEY, STRANGERS_KEY
from tests.playbook.backends import Leg, ScriptedBackend
from tests.playbook.callers import Answer, Call, ScriptedReply
from tests.playbook.world import MemoryJournal, RoughCounter, Timeline, VirtualClock, key_of

TURNS = 50
"""Turns of the event loop after which everything that can happen has happened: a play waits for nothing real."""
HTTP_DATES = {"Mon, 23 Nov 2026 12:00:07 GMT": 7.0}
"""The dates the plays know, and how far away they are."""


class Play:
    """One play: a configuration, the calls made, the sendings they led to."""

    def __init__(
        self,
        *pools: Sequence[str],
        versions: Mapping[str, str] | None = None,
        api: str = "azure",
        limits: LimitSettings | None = None,
        on_disconnect: str = "cancel",
        deadline_seconds: float = 60.0,
        **model: Any,
    ) -> None:
        self.timeline = Timeline()
        self.clock = VirtualClock()
        self.journal = MemoryJournal(self.timeline)
        self.limiter = Limiter("bot", limits or LimitSettings())
        self.router = Router()
        self.denied: list[Refusal] = []
        self.calls_made: list[Call] = []
        self.sendings: list[Leg] = []
        self.in_flight: set[Exchange] = set()
        self.backends: dict[str, ScriptedBackend] = {}
        self._taken = 0
        deployments = [[self._deployment(key, versions or {}, api) for key in pool] for pool in pools]
        settings = ModelSettings(pools=[list(pool) for pool in pools], **({"strategy": "round-robin"} | model))
        self.model = resolve_model("gpt-4o", deployments, settings)
        self.snapshot = self._snapshot(on_disconnect, deadline_seconds)
        self.ports = Ports(
            clock=self.clock,
            ids=ExchangeIds(start=b"play"),
            journal=self.journal,
            tokens=RoughCounter(),
            router=self.router,
            usage_refusals=UsageRefusals(),
            deny=self.denied.append,
            http_date=HTTP_DATES.get,
        )

    def _deployment(self, key: str, versions: Mapping[str, str], api: str) -> Deployment:
        backend, name = key.split("/")
        self.backends.setdefault(backend, ScriptedBackend(backend, api, self.timeline, self.sendings))
        kind = "provisioned" if name.startswith("ptu") else "standard"
        return Deployment(backend, name, "gpt-4o", versions.get(key, "2024-11-20"), kind, region=backend)

    def _snapshot(self, on_disconnect: Any, deadline_seconds: float) -> Snapshot:
        ours = UseCase("bot", frozenset({"gpt-4o"}), self.limiter, on_disconnect, deadline_seconds)
        theirs = UseCase("stranger", frozenset(), Limiter("stranger", LimitSettings()), "cancel", 60.0)
        keys = [
            key_of(KEY, Caller("key:bot-1", "bot")),
            key_of(STRANGERS_KEY, Caller("key:stranger-1", "stranger")),
        ]
        return Snapshot(
            rings=(KeyRing({key.digest: key for key in keys}),),
            use_cases={"bot": ours, "stranger": theirs},
            models={"gpt-4o": self.model},
            backends=dict(self.backends),
        )

    # What a test says

    async def calls(self, request: Request) -> Call:
        """A caller sends a request."""
        reply = ScriptedReply(self.timeline)
        serving = serve(request, reply, self.snapshot, self.ports, self.in_flight)
        call = Call(reply, asyncio.ensure_future(serving))
        self.calls_made.append(call)
        await self.rests()
        return call

    async def sent_to(self, key: str) -> Leg:
        """The next sending, which must have gone to this deployment."""
        await self.rests()
        assert len(self.sendings) > self._taken, f"nothing was sent to {key}"
        leg = self.sendings[self._taken]
        self._taken += 1
        assert leg.key == key
        return leg

    async def nothing_more_is_sent(self) -> None:
        """No sending has happened that the test has not looked at."""
        await self.rests()
        assert [leg.key for leg in self.sendings[self._taken :]] == []

    async def passes(self, seconds: float) -> None:
        """Time passes, and the gate looks at its deadlines."""
        self.clock.seconds += seconds
        expire_overdue(self.in_flight, self.clock.monotonic())
        await self.rests()

    async def rests(self) -> None:
        """Everything that can happen now happens."""
        for _ in range(TURNS):
            await asyncio.sleep(0)

    async def answer_to(self, call: Call) -> Answer:
        """The whole answer a caller got."""
        await self.rests()
        return call.answer()

    async def quick(self, request: Request, *answers: Mapping[str, Any]) -> Answer:
        """A whole exchange at once: the request, and what each deployment in turn answers."""
        call = await self.calls(request)
        for each in answers:
            await self.rests()
            leg = self.sendings[self._taken]
            self._taken += 1
            await leg.answers(**each)
        return await self.answer_to(call)

    # What a test looks at

    def record(self) -> Closed:
        """The one record of the only exchange."""
        closed = self.closed()
        assert len(closed) == 1
        return closed[0]

    def closed(self) -> list[Closed]:
        """All records of exchanges that ended, in order."""
        return [record for record in self.journal.records if isinstance(record, Closed)]

    def opened(self) -> list[Opened]:
        """All records of exchanges that were sent, in order."""
        return [record for record in self.journal.records if isinstance(record, Opened)]

    def closed_for(self, key: str) -> str | None:
        """Why nothing may be sent to a deployment now."""
        health = self.router.known().get(key)
        return None if health is None else health.closed_reason(self.clock.monotonic())

    @property
    def settled(self) -> tuple[int, int]:
        """How many holds the limiter has taken in the last minute, and what they cost once all are settled."""
        return self.limiter._window.requests, self.limiter._window.tokens

    async def check(self) -> None:
        """What holds after every play."""
        await self.rests()
        assert [call for call in self.calls_made if not call.task.done()] == [], "an exchange never ended"
        for call in self.calls_made:
            call.task.result()
            call.reply.check()
        assert self.in_flight == set()
        assert self.limiter.in_flight == 0, (
            "a hold outlived its exchange (that none is settled twice, the limiter asserts)"
        )
        assert [leg for leg in self.sendings if not (leg.complete or leg.given_up)] == [], "a connection is still lent"
        for backend in self.backends.values():
            assert [connection for connection in backend.lent if not connection.returned] == [], "a connection leaked"
        for key, health in self.router.known().items():
            assert health.in_flight == 0, f"{key} still counts something in flight"
            assert not health.probing, f"{key} waits for a probe that has ended"
        self.timeline.check(journal_failed=self.journal.failed)
