"""Responses over a WebSocket: each ``response.create`` is answered with the events of a stream, one after another.

Microsoft Learn, "Use the Responses API in WebSocket mode" (July 2026): one response at a time, no multiplexing, the
last response remembered even with ``store: false``, an hour for a connection. Errors as OpenAI publishes them (2026).
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from headgate.simulator import errors
from headgate.simulator.answer import Answer, Event
from headgate.simulator.apis.call import read
from headgate.simulator.errors import AzureError
from headgate.simulator.exchange import Exchange, Request, Upgraded
from headgate.simulator.state.responses import ConnectionResponses
from headgate.simulator.truth import Ending
from headgate.simulator.websocket import handshake
from headgate.simulator.websocket.talk import Lifetime, Line
from headgate.simulator.websocket.turn import Pacing, Turn

_SECONDS_MAX = 3_600
_EXPIRED = (
    f"Responses websocket connection limit reached ({_SECONDS_MAX // 60} minutes). Create a new websocket connection "
    "to continue."
)
_LIFETIME = Lifetime(_SECONDS_MAX, errors.invalid(_EXPIRED, code="websocket_connection_limit_reached"))
_WAITING_MAX = 16
"""Messages that wait for their turn."""
_OF_HTTP = ("type", "stream", "background")
"""Members that mean nothing here."""
_ANY = msgspec.json.Decoder(dict[str, Any])


def opened(
    request: Request, ask: Callable[[bytes], Exchange], connection: ConnectionResponses, *, headers: bytes
) -> Upgraded:
    """The WebSocket that a request asks for; ``ask`` sends the body of a request for a streamed response.

    Raises:
        AzureError: when it asks for none, or none can be had.
    """
    return handshake.opened(
        request,
        lambda loop, line: ResponseTalk(ask, connection, loop=loop, line=line),
        headers=headers,
        lifetime=_LIFETIME,
    )


class ResponseTalk:
    """One connection."""

    def __init__(
        self,
        ask: Callable[[bytes], Exchange],
        connection: ConnectionResponses,
        *,
        loop: asyncio.AbstractEventLoop,
        line: Line,
    ) -> None:
        """Wait for the first message."""
        self._ask = ask
        self._connection = connection
        self._loop = loop
        self._line = line
        self._waiting: deque[bytes] = deque()
        self._exchange: Exchange | None = None
        self._turn: Turn[bytes] | None = None
        self._timer: asyncio.Handle | None = None
        self._produced = 0
        self._paused = False

    def begin(self) -> None:
        """The service says nothing of its own accord."""

    def hear(self, message: bytes) -> None:
        """Take one message; it is answered when those before it are."""
        try:
            body = _body(message)
            if len(self._waiting) >= _WAITING_MAX:
                raise errors.invalid(f"At most {_WAITING_MAX} responses may wait on a connection.")
        except AzureError as error:
            self.fail(error)
            return
        self._waiting.append(body)
        self._answer_next()

    def fail(self, error: AzureError) -> None:
        """Say that something is wrong."""
        self._line.send(_error_event(error.status, error.body))

    def pause(self) -> None:
        """The other side reads too slowly."""
        self._paused = True
        if self._turn is not None:
            self._turn.pause()

    def resume(self) -> None:
        """It has read."""
        self._paused = False
        if self._turn is not None:
            self._turn.resume()

    def end(self, ended: Ending) -> None:
        """The connection is gone; what was written until then is counted."""
        self._waiting.clear()
        if self._timer is not None:
            self._timer.cancel()
        if self._turn is not None:
            self._turn.drop()
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            exchange.end_midway(ended, produced=self._produced)

    def _answer_next(self) -> None:
        if self._exchange is not None or self._timer is not None or not self._waiting:
            return
        self._exchange = exchange = self._ask(self._waiting.popleft())
        if exchange.delay_seconds:
            self._timer = self._loop.call_later(exchange.delay_seconds, self._play, exchange)
        else:
            self._play(exchange)

    def _play(self, exchange: Exchange) -> None:
        self._timer = None
        answer = exchange.answer
        if exchange.fault is not None:
            self._line.strike(exchange.fault)
        if answer.events is None or b"retry-after:" in answer.headers:
            self._connection.forget()
        self._produced = 0
        pacing = Pacing(
            first_token_seconds=answer.first_token_seconds, between_tokens_seconds=answer.between_tokens_seconds
        )
        self._turn = Turn(self._loop, self._events(answer), pacing, say=self._say)
        if self._paused:
            self._turn.pause()
        self._turn.start()

    def _events(self, answer: Answer) -> Iterator[tuple[bytes, int]]:
        """What is sent; who is told the last of it finds it counted."""
        told = answer.events
        events = iter([(_error_event(answer.status, answer.body), 0)]) if told is None else _bare(told)
        ahead = next(events)
        for event in events:
            yield ahead
            self._produced += ahead[1]
            ahead = event
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            exchange.end_served()
        yield ahead

    def _say(self, message: bytes) -> None:
        self._line.send(message)
        if self._exchange is None and self._timer is None:
            self._timer = self._loop.call_soon(self._over)

    def _over(self) -> None:
        self._timer = None
        self._answer_next()


def _body(message: bytes) -> bytes:
    """The body of a request for a streamed response.

    Raises:
        AzureError: a 400 for a message that is none.
    """
    asked = read(message, _ANY)
    if asked.get("type") != "response.create":
        text = f"Invalid value: '{asked.get('type')}'. Supported values are: 'response.create'."
        raise errors.invalid(text, param="type", code="invalid_value")
    body = {name: value for name, value in asked.items() if name not in _OF_HTTP}
    return msgspec.json.encode({**body, "stream": True})


def _bare(events: Iterator[Event]) -> Iterator[Event]:
    """Events without the frame of a stream."""
    for data, tokens in events:
        yield data.partition(b"\ndata: ")[2].rstrip(b"\n"), tokens


def _error_event(status: int, body: bytes) -> bytes:
    return msgspec.json.encode({"type": "error", "status": status, "error": msgspec.json.decode(body)["error"]})
