"""Any course of events: whatever callers, backends, the clock and the journal do, the books are right at the end.

What is right is said by ``Play.check``, as after every other play.
"""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.admission.settings import LimitSettings
from headgate.core.records import Closed, Opened, Resent
from headgate.pipeline.ports import Request
from headgate.routing.settings import BreakerSettings
from tests.playbook.asking import (
    DONE,
    EVENTS,
    chat,
    completion,
    error,
    request,
    response,
    response_event,
    said,
    usage_event,
)
from tests.playbook.backends import Leg
from tests.playbook.stage import Play

ASKED: dict[str, Callable[[], Request]] = {
    "chat": chat,
    "stream": lambda: chat(stream=True),
    "stream with usage": lambda: chat(stream=True, stream_options={"include_usage": True}),
    "response": lambda: response(stream=True),
    "embeddings": lambda: request("POST", "/v1/embeddings", {"model": "gpt-4o", "input": "x"}),
    "models": lambda: request("GET", "/v1/models"),
    "nonsense": lambda: request("POST", "/v1/responses", b"{"),
}
ANSWERS: list[dict[str, Any]] = [
    {"body": completion()},
    {"body": said("Hello") + usage_event() + DONE, "content_type": EVENTS},
    {"status": 429, "retry_after": "3"},
    {"status": 500},
    {"status": 401},
    {"status": 408},
    {"status": 400, "body": error("content_filter")},
    {"status": 400, "body": error("context_length_exceeded")},
    {"status": 400, "body": error("unknown_parameter", "stream_options")},
    {"status": 404, "body": error("DeploymentNotFound")},
    {"status": 404, "body": error("NotFound")},
    {"status": 200, "content_type": EVENTS, "retry_after": "4", "body": b""},
]
STARTS: list[dict[str, Any]] = [
    {"content_type": EVENTS},
    {"content_type": EVENTS, "data": said("Hel")},
    {"content_type": EVENTS, "data": response_event("error", error={"code": "rate_limit_exceeded"})},
    {"data": b'{"usage":'},
    {"status": 400, "data": b'{"err'},
    {"status": 200, "content_type": EVENTS, "retry_after": "4"},
]
PARTS = [said("lo"), usage_event() + DONE, b'data: {"cho', b"\n\n", b"x" * 70_000, DONE]

EVENT = st.one_of(
    *[st.tuples(st.just("asks"), st.sampled_from(sorted(ASKED)))] * 4,
    *[st.tuples(st.just("answers"), st.sampled_from([0, 1, *range(len(ANSWERS))]), st.integers(0, 3))] * 3,
    st.tuples(st.just("begins"), st.integers(0, len(STARTS) - 1), st.integers(0, 3)),
    st.tuples(st.just("begins and breaks"), st.integers(0, len(STARTS) - 1), st.integers(0, 3)),
    st.tuples(st.just("gives"), st.integers(0, len(PARTS) - 1), st.integers(0, 3)),
    st.tuples(st.sampled_from(["ends", "ends", "breaks", "falls silent"]), st.integers(0, 3)),
    st.tuples(st.sampled_from(["leaves", "is full", "has read"]), st.integers(0, 3)),
    st.tuples(st.just("time passes"), st.sampled_from([0.5, 5.0, 31.0])),
    st.tuples(st.just("idle connection"), st.sampled_from("abcd")),
    st.tuples(st.just("refuses"), st.sampled_from("abcd"), st.sampled_from([None, "cannot connect"])),
    st.tuples(st.just("credential"), st.sampled_from("abcd"), st.sampled_from([None, b"api-key: k\r\n"])),
)
JOURNAL = st.tuples(st.just("journal fails at"), st.sampled_from([None, Opened, Resent, Closed]))


class Course:
    """One course of events on one stage."""

    def __init__(self, on_disconnect: str) -> None:
        self.play = Play(
            ["a/ptu", "b/ptu-2"],
            ["c/paygo", "d/paygo"],
            on_disconnect=on_disconnect,
            attempts_max=3,
            deadline_seconds=30.0,
            breaker=BreakerSettings(failures=2, open_seconds=5.0),
            limits=LimitSettings(concurrent=4, tokens_per_minute=10_000),
        )
        self.begun: set[Leg] = set()

    def live(self, number: int, *, begun: bool | None = None) -> Leg | None:
        legs = [leg for leg in self.play.sendings if not (leg.complete or leg.given_up)]
        legs = [leg for leg in legs if begun is None or (leg in self.begun) is begun]
        return legs[number % len(legs)] if legs else None

    async def happens(self, event: tuple[Any, ...]) -> None:
        """One event, if it can happen now."""
        kind, *what = event
        match kind:
            case "asks":
                await self.play.calls(ASKED[what[0]]())
            case "time passes":
                await self.play.passes(what[0])
            case "idle connection":
                self.play.backends[what[0]].idle += 1
            case "refuses":
                self.play.backends[what[0]].refuses = what[1]
            case "credential":
                self.play.backends[what[0]].credential_line = what[1]
            case "journal fails at":
                self.play.journal.fails_at = what[0]
            case "leaves" | "is full" | "has read":
                await self._caller(kind, what[0])
            case _:
                await self._backend(kind, what)
        await self.play.rests()

    async def _caller(self, kind: str, number: int) -> None:
        there = [call for call in self.play.calls_made if call.reply.listener is not None and not call.reply.gone]
        if not there:
            return
        call = there[number % len(there)]
        match kind:
            case "leaves":
                await call.leaves()
            case "is full":
                call.reads_too_slowly()
            case "has read":
                call.has_read()

    async def _backend(self, kind: str, what: list[int]) -> None:
        begun = (
            False if kind in ("answers", "begins", "begins and breaks") else True if kind in ("gives", "ends") else None
        )
        leg = self.live(what[-1], begun=begun)
        if leg is None:
            return
        match kind:
            case "answers":
                await leg.answers(**ANSWERS[what[0]])
            case "begins":
                self.begun.add(leg)
                await leg.begins(**STARTS[what[0]])
            case "begins and breaks":
                leg.begins_at_once(**STARTS[what[0]])
                await leg.breaks()
            case "gives":
                await leg.gives(PARTS[what[0]])
            case "ends":
                await leg.ends()
            case "breaks":
                await leg.breaks()
            case "falls silent":
                await leg.falls_silent()

    async def ends(self) -> None:
        """Everything that is open comes to its end, and the books are checked."""
        self.play.journal.fails_at = None
        while leg := self.live(0):
            await (leg.ends() if leg in self.begun else leg.answers(**ANSWERS[0]))
            await self.play.rests()
        await self.play.check()


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    yield made
    made.close()


async def run(events: list[tuple[Any, ...]], on_disconnect: str) -> None:
    course = Course(on_disconnect)
    for event in events:
        await course.happens(event)
    await course.ends()


@given(st.lists(EVENT, min_size=4, max_size=40), st.sampled_from(["cancel", "drain"]))
def test_whatever_happens_the_books_are_right(
    loop: asyncio.AbstractEventLoop, events: list[tuple[Any, ...]], on_disconnect: str
) -> None:
    loop.run_until_complete(run(events, on_disconnect))


@given(st.lists(EVENT | JOURNAL, min_size=4, max_size=40), st.sampled_from(["cancel", "drain"]))
def test_whatever_happens_to_the_journal_nothing_is_left_over(
    loop: asyncio.AbstractEventLoop, events: list[tuple[Any, ...]], on_disconnect: str
) -> None:
    loop.run_until_complete(run(events, on_disconnect))
