"""One request and its answer on the way out: what is sent, what goes wrong on the way, and what it is billed."""

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct, structs

from headgate.core.usage import Usage
from headgate.simulator.answer import Answer
from headgate.simulator.faults import Fault
from headgate.simulator.stage import Stage
from headgate.simulator.state.responses import ConnectionResponses
from headgate.simulator.truth import NOTHING, Ending


class Request(Struct, frozen=True):
    """A request as it arrived; header names in lower case, the last value of each."""

    method: str
    target: bytes
    headers: dict[bytes, bytes]
    body: bytes
    connection: ConnectionResponses | None = None
    """The WebSocket that it came over, whose client was let in when it was opened."""


class Upgraded(Protocol):
    """What takes a connection over after its request: a WebSocket."""

    def begin(self, stage: Stage, exchange: "Exchange") -> None:
        """The connection is its own now."""
        ...

    def received(self, data: bytes) -> None:
        """Bytes of the client."""
        ...

    def pause(self) -> None:
        """The connection's buffer is full."""
        ...

    def resume(self) -> None:
        """It has drained."""
        ...

    def gone(self) -> None:
        """The connection is over."""
        ...


def _nobody(_ended: Ending, _status: int, _usage: Usage) -> None:
    """Nothing is kept of exchanges with the simulator's own control API."""


class Exchange(Struct):
    """An answer ready to be played. Exactly one of the ``end_…`` methods is called, once."""

    answer: Answer
    upgraded: Upgraded | None = None
    """Takes the connection over, in place of the answer; only where the request asks for it."""
    fault: Fault | None = None
    delay_seconds: float = 0.0
    """Before the model even begins."""
    on_end: Callable[[Ending, int, Usage], None] = _nobody
    """Told how it ended, with which status, and what is billed."""

    def end_served(self) -> None:
        """The whole answer was sent."""
        self.on_end("served", self.answer.status, self.answer.usage)

    def end_unanswered(self, ended: Ending, *, produced: int | None) -> None:
        """No head was sent; ``produced`` completion tokens were written in vain, None when the model never began."""
        self.on_end(ended, 0, NOTHING if produced is None else self._usage(produced))

    def end_midway(self, ended: Ending, *, produced: int | None) -> None:
        """The answer broke off after ``produced`` completion tokens; None when only its head was sent."""
        self.on_end(ended, self.answer.status, NOTHING if produced is None else self._usage(produced))

    def _usage(self, produced: int) -> Usage:
        whole = self.answer.usage
        if whole is NOTHING or produced >= whole.completion_tokens:
            return whole
        reasoning = min(whole.reasoning_tokens, produced)
        return structs.replace(whole, completion_tokens=produced, reasoning_tokens=reasoning)
