"""Plays one response at its deployment's pace, under backpressure."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from msgspec import Struct

Said = TypeVar("Said")
"""An event, in whatever form ``say`` takes it."""

_EVENTS_PER_TURN = 64
"""Before other connections get theirs."""
_CLOCK_GRAIN_SECONDS = 0.0005


class Pacing(Struct, frozen=True):
    """How fast it goes."""

    first_token_seconds: float
    between_tokens_seconds: float


class Turn(Generic[Said]):
    """The events of one response on their way out."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        events: Iterator[tuple[Said, int]],
        pacing: Pacing,
        *,
        say: Callable[[Said], None],
    ) -> None:
        """``events`` come with the tokens they bring; ``say`` is given each when it is due."""
        self._loop = loop
        self._events = events
        self._pacing = pacing
        self._say = say
        self._since = loop.time()
        self._produced = 0
        self._ahead: tuple[Said, int] | None = None
        self._timer: asyncio.Handle | None = None
        self._paused = False
        self._ended = False

    def start(self) -> None:
        """Say what can be said at once; the rest when it is due."""
        self._pump()

    def pause(self) -> None:
        """The other side reads too slowly."""
        self._paused = True

    def resume(self) -> None:
        """It has read."""
        self._paused = False
        if self._timer is None and not self._ended:
            self._pump()

    def say_the_rest(self) -> None:
        """The response was stopped: its last events come now, after the token that was on the tongue already."""
        self.drop()
        if self._ahead is not None:
            self._say(self._ahead[0])
        for event, _ in self._events:
            self._say(event)

    def drop(self) -> None:
        """Nobody listens any more."""
        self._ended = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _pump(self) -> None:
        self._timer = None
        for _ in range(_EVENTS_PER_TURN):
            if self._paused or self._ended:
                return
            said = self._ahead or next(self._events, None)
            self._ahead = None
            if said is None:
                self._ended = True
                return
            event, tokens = said
            if tokens and (wait := self._due() - self._loop.time()) > _CLOCK_GRAIN_SECONDS:
                self._ahead = said
                self._timer = self._loop.call_later(wait, self._pump)
                return
            self._produced += tokens
            self._say(event)
        self._timer = self._loop.call_soon(self._pump)

    def _due(self) -> float:
        return self._since + self._pacing.first_token_seconds + self._produced * self._pacing.between_tokens_seconds
