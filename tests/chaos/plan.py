"""What will happen in a run, drawn from a seed before it begins: the calls, the weather, and the blows.

The seed fixes the plan, not the run: which exchange meets which fault is decided by clocks and kernels. That is the
point of comparing books afterwards and not answers.
"""

import json
import random
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

Patience = Literal["stays", "slow", "mid_request", "before_answer", "mid_answer", "at_done"]
"""When the caller leaves; ``slow`` stays, and reads a little at a time."""

Blow = Literal["gate", "control", "house", "reload"]
"""Who is killed with ``kill -9``; the house is the supervisor, whose children must follow it.

At a reload nobody is killed: every backend gets a new pool while its old one is in use.
"""

USE_CASES = ("leaver", "drainer", "hasty")
"""On disconnect: cancel, drain; and one whose deadline is short."""

WEATHER_LASTS = 120
"""Calls between two changes of the faults in force."""
BLOWS_PER_HOUSE: tuple[Blow, ...] = ("gate", "gate", "reload", "control", "gate", "reload", "control", "gate")
"""At most four deaths of one child within half a minute: at the fifth a supervisor gives up, as it should."""

_SHAPES: tuple[tuple[str, bool, bool, int], ...] = (
    ("chat.completions", True, False, 5),
    ("chat.completions", True, True, 3),
    ("chat.completions", False, False, 4),
    ("responses", True, False, 3),
    ("responses", False, False, 2),
    ("embeddings", False, False, 2),
)
"""API, streamed, usage asked for by the caller, weight."""
_PATIENCES: tuple[tuple[Patience, int], ...] = (
    ("stays", 12),
    ("slow", 1),
    ("mid_request", 1),
    ("before_answer", 2),
    ("mid_answer", 3),
    ("at_done", 2),
)


class PlannedCall(NamedTuple):
    """One call, and how its caller behaves."""

    number: int
    use_case: str
    api: str
    stream: bool
    asks_usage: bool
    tokens_max: int
    patience: Patience
    seconds: float
    """How long one who leaves before the answer waits."""
    bytes_read: int
    """How much one who leaves in the middle reads."""
    resets: bool
    """Whether leaving is a reset (RST) or a close (FIN)."""

    @property
    def path(self) -> str:
        """Classic paths for chat and embeddings, v1 for responses."""
        if self.api == "responses":
            return "/openai/v1/responses"
        return f"/openai/deployments/{self.model}/{self.api.replace('.', '/')}?api-version=2024-10-21"

    @property
    def model(self) -> str:
        return "text-embedding-3-small" if self.api == "embeddings" else "gpt-4o"

    def body(self) -> bytes:
        """The request's body; every prompt is another one."""
        prompt = f"Call {self.number}: how much water does each field get?" + " And then?" * (self.number % 50)
        fields: dict[str, Any] = {"model": self.model}
        if self.api == "embeddings":
            fields["input"] = prompt
        elif self.api == "responses":
            fields |= {"input": prompt, "stream": self.stream, "max_output_tokens": self.tokens_max}
        else:
            messages = [{"role": "user", "content": prompt}]
            fields |= {"messages": messages, "stream": self.stream, "max_tokens": self.tokens_max}
            if self.asks_usage:
                fields["stream_options"] = {"include_usage": True}
        return json.dumps(fields).encode()


class Plan(NamedTuple):
    """A run: every call, what the weather becomes at a call, who is struck at a call."""

    calls: list[PlannedCall]
    weather: dict[int, list[dict[str, Any]]]
    """Faults for the simulator, in force from the call of that number on."""
    blows: dict[int, Blow]
    fsync: str
    """How the journal is kept: ``interval`` or ``strict``."""


def draw_plan(seed: int, calls: int, *, calls_per_blow: int) -> Plan:
    """Draw a run of so many calls."""
    chance = random.Random(seed)
    return Plan(
        [_call(number, chance) for number in range(calls)],
        {number: _weather(chance) for number in range(0, calls, WEATHER_LASTS)},
        dict(_blows(chance, calls, calls_per_blow)),
        chance.choice(("interval", "strict")),
    )


def _call(number: int, chance: random.Random) -> PlannedCall:
    [(api, stream, asks_usage, _)] = chance.choices(_SHAPES, [shape[3] for shape in _SHAPES])
    [(patience, _)] = chance.choices(_PATIENCES, [weight for _, weight in _PATIENCES])
    return PlannedCall(
        number=number,
        use_case=chance.choice(USE_CASES),
        api=api,
        stream=stream,
        asks_usage=asks_usage,
        tokens_max=chance.choice((1, 5, 20, 40, 80)) if api != "responses" else chance.choice((16, 40, 80)),
        patience=patience,
        seconds=chance.uniform(0.0, 0.05),
        bytes_read=int(chance.triangular(1, 20_000, 400)),
        resets=chance.random() < 0.5,
    )


def _weather(chance: random.Random) -> list[dict[str, Any]]:
    """Some faults at a time; now and then none at all, or a storm of refusals."""
    kind = chance.random()
    if kind < 0.15:
        return []
    faults = [_fault(chance) for _ in range(chance.randint(2, 5))]
    if kind < 0.4:
        waits = chance.choice(({"retry-after": "1"}, {"retry-after": "0", "retry-after-ms": "200"}, {}))
        storm = {"kind": "status", "status": 429, "headers": waits, "probability": 0.8, "seed": chance.randrange(2**31)}
        faults.insert(0, storm | chance.choice(({}, {"resource": "west"}, {"resource": "east"})))
    return faults


def _fault(chance: random.Random) -> dict[str, Any]:
    fault: dict[str, Any] = {"probability": chance.uniform(0.02, 0.15), "seed": chance.randrange(2**31)}
    midway = {"after": chance.choice((0, 1, 2, 5, 12, 30, 200))}
    what: dict[str, Any] = chance.choice(
        (
            {"kind": "status", "status": chance.choice((500, 502, 503, 408, 429))},
            {"kind": "reset_before"},
            {"kind": "reset_midway"} | midway,
            {"kind": "close_midway"} | midway,
            {"kind": "stall", "seconds": chance.choice((0.2, 3.0))} | midway,
            {"kind": "delay", "seconds": chance.choice((0.05, 0.3, 3.0))},
            {"kind": "stream_error"} | midway,
            {"kind": "close_without_length"},
            {"kind": "content_filter"},
        )
    )
    return fault | what


def _blows(chance: random.Random, calls: int, calls_per_blow: int) -> Iterator[tuple[int, Blow]]:
    waiting: list[Blow] = []
    number = calls_per_blow // 2
    while number < calls - calls_per_blow // 2:
        if not waiting:
            waiting = [*chance.sample(BLOWS_PER_HOUSE, len(BLOWS_PER_HOUSE)), "house"]
        yield number, waiting.pop(0)
        number += max(1, int(calls_per_blow * chance.uniform(0.5, 1.5)))
