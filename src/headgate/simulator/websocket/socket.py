"""WebSocket on a connection (RFC 6455): frames in and out, faults, and the end of the session."""

import asyncio
from typing import Any

from msgspec import structs
from wsproto.connection import Connection, ConnectionState, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Event, Message, Ping, TextMessage
from wsproto.utilities import LocalProtocolError

from headgate.simulator import errors
from headgate.simulator.errors import AzureError
from headgate.simulator.exchange import Exchange
from headgate.simulator.faults import Fault, FaultKind
from headgate.simulator.stage import Stage
from headgate.simulator.truth import NOTHING, Ending
from headgate.simulator.websocket.talk import Lifetime, TalkMaker, Talks

_MESSAGE_BYTES_MAX = 22_020_096
"""15 MiB of sound in base64, and the event around it."""
_EARLY_BYTES_MAX = 65_536
"""Sent before the handshake is answered, which no client should do."""
_BREAKING = {"reset_midway", "close_midway", "stall", "stream_error"}
_BEFORE_ANY: dict[FaultKind, FaultKind] = {"reset_before": "reset_midway", "half_open": "stall"}
"""What strikes an answer before its first byte strikes it here before its first message."""
_GOING_AWAY, _UNSUPPORTED, _TOO_BIG, _SERVER_FAILED = 1001, 1003, 1009, 1011


class Socket:
    """One WebSocket, from its handshake on."""

    def __init__(self, make_talk: TalkMaker, *, head: bytes, lifetime: Lifetime) -> None:
        """``head`` answers the handshake."""
        self._make_talk = make_talk
        self._head = head
        self._lifetime = lifetime
        self._frames = Connection(ConnectionType.SERVER)
        self._pieces: list[bytes] = []
        self._size = 0
        self._early = b""
        self._talk: Talks | None = None
        self._timer: asyncio.Handle | None = None
        self._sent = 0
        self._held: list[bytes] | None = None
        self._ended = False

    def begin(self, stage: Stage, exchange: Exchange) -> None:
        """Answer the handshake, unless a fault strikes before."""
        self._stage = stage
        self._exchange = exchange
        self._fault = exchange.fault
        self._break_at = exchange.fault.after if exchange.fault and exchange.fault.kind in _BREAKING else -1
        wait = exchange.delay_seconds
        if self._fault is not None and self._fault.kind == "half_open":
            wait += self._fault.seconds
        if wait:
            self._timer = stage.loop.call_later(wait, self._open)
        else:
            self._open()

    def received(self, data: bytes) -> None:
        """Bytes of the client."""
        if self._talk is None:
            self._early += data
            if len(self._early) > _EARLY_BYTES_MAX:
                self._stage.transport.abort()
            return
        if self._frames.state in (ConnectionState.CLOSED, ConnectionState.LOCAL_CLOSING):
            return
        self._frames.receive_data(data)
        for event in self._frames.events():
            if self._ended:
                return
            self._take(event)

    def pause(self) -> None:
        """The client reads too slowly: say no more, and hear no more."""
        if self._talk is not None:
            self._talk.pause()
            self._stage.transport.pause_reading()

    def resume(self) -> None:
        """It has read."""
        if self._talk is not None and self._held is None and not self._ended:
            self._stage.transport.resume_reading()
            self._talk.resume()

    def gone(self) -> None:
        """The connection is over."""
        self._end("stalled" if self._held is not None else "client_gone")

    def send(self, message: bytes) -> None:
        """Send one message of the server, or do what the fault says in its place."""
        if self._ended:
            return
        if self._held is not None:
            self._held.append(message)
            return
        if self._sent == self._break_at:
            self._break(message)
            return
        self._sent += 1
        try:
            self._stage.transport.write(self._frames.send(TextMessage(message.decode())))
        except LocalProtocolError:
            self._end("client_gone")

    def strike(self, fault: Fault) -> None:
        """Have a fault strike after some of the messages that follow; one that comes before any byte, at once."""
        if fault.kind in _BREAKING:
            self._fault, self._break_at = fault, self._sent + fault.after
        elif fault.kind in _BEFORE_ANY:
            self._fault = structs.replace(fault, kind=_BEFORE_ANY[fault.kind])
            self._break_at = self._sent

    def _open(self) -> None:
        self._timer = None
        if self._stage.transport.is_closing():
            return
        if self._fault is not None and self._fault.kind == "reset_before":
            self._end("reset")
            self._stage.reset()
            return
        self._stage.transport.write(self._head)
        self._timer = self._stage.loop.call_later(self._lifetime.seconds, self._expire)
        self._talk = self._make_talk(self._stage.loop, self)
        self._talk.begin()
        early, self._early = self._early, b""
        if early:
            self.received(early)

    def _take(self, event: Event) -> None:
        if isinstance(event, TextMessage | BytesMessage):
            self._take_piece(event)
        elif isinstance(event, Ping):
            self._stage.transport.write(self._frames.send(event.response()))
        elif isinstance(event, CloseConnection):
            self._end("served")
            self._stage.transport.write(self._frames.send(event.response()))
            self._stage.close()

    def _take_piece(self, event: "Message[Any]") -> None:
        if isinstance(event, BytesMessage):
            self._close("served", _UNSUPPORTED, "events are text")
            return
        self._pieces.append(event.data.encode())
        self._size += len(self._pieces[-1])
        if self._size > _MESSAGE_BYTES_MAX:
            self._close("served", _TOO_BIG, "the message is too big")
            return
        if event.message_finished and self._talk is not None:
            whole = b"".join(self._pieces)
            self._pieces.clear()
            self._size = 0
            self._talk.hear(whole)

    def _break(self, message: bytes) -> None:
        """The fault strikes."""
        fault, self._break_at = self._fault, -1
        assert isinstance(fault, Fault)
        if fault.kind == "stall":
            self._held = [message]
            self.pause()
            self._stage.loop.call_later(fault.seconds, self._go_on)
        elif fault.kind == "reset_midway":
            self._end("reset")
            self._stage.reset_after_flush()
        elif fault.kind == "close_midway":
            self._end("closed")
            self._stage.close()
        elif self._talk is not None:
            self._talk.fail(AzureError(500, errors.server_failure()))
            self._close("stream_error", _SERVER_FAILED, "server error")

    def _go_on(self) -> None:
        """The stall is over: what it held up comes at once."""
        held, self._held = self._held or [], None
        for message in held:
            self.send(message)
        if not self._ended and not self._stage.transport.is_closing():
            self.resume()

    def _expire(self) -> None:
        if self._talk is not None and not self._ended:
            self._talk.fail(self._lifetime.expired)
            self._close("served", _GOING_AWAY, "session expired")

    def _close(self, ended: Ending, code: int, reason: str) -> None:
        """Say that it is over, and hang up."""
        self._end(ended)
        self._stage.transport.write(self._frames.send(CloseConnection(code=code, reason=reason)))
        self._stage.close()

    def _end(self, ended: Ending) -> None:
        """Count it, once."""
        if self._ended:
            return
        self._ended = True
        if self._timer is not None:
            self._timer.cancel()
        if self._talk is None:
            self._exchange.end_unanswered(ended, produced=None)
            return
        self._talk.end(ended)
        self._exchange.on_end(ended, 101, NOTHING)
