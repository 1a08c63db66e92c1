"""One connection: bytes in, requests out, answered one after another in the order in which they came."""

import asyncio
from collections import deque
from typing import cast

import httptools
from msgspec import Struct

from headgate.simulator import at_once, errors
from headgate.simulator.answer import Answer
from headgate.simulator.exchange import Exchange, Request, Upgraded
from headgate.simulator.player import Player
from headgate.simulator.site import Site
from headgate.simulator.stage import Stage

_HEADER_BYTES_MAX = 65_536
"""Target and headers together: the limit of Azure's front end."""
_BODY_BYTES_MAX = 33_554_432
"""Over the 25 MiB that Azure takes as audio."""
_WAITING_MAX = 16
"""Requests that may wait on a connection; past it nothing more is read."""
_NO_REQUEST = errors.invalid("This is no HTTP/1.1 request, or it asks for another protocol.").body
_HEADERS_TOO_LARGE = errors.invalid("Request headers are too large.").body
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class _Waiting(Struct):
    request: Request
    keep_alive: bool
    http_1_0: bool

    @property
    def plain(self) -> bool:
        """Whether nothing about the request asks for another framing."""
        return self.keep_alive and not self.http_1_0 and self.request.method != "HEAD"


class Connection(asyncio.Protocol):
    """Reads HTTP/1.1; has each request answered by its site."""

    def __init__(self, site: Site, loop: asyncio.AbstractEventLoop) -> None:
        """Serve for this site."""
        self._site = site
        self._loop = loop
        self._parser = httptools.HttpRequestParser(self)
        self._waiting: deque[_Waiting] = deque()
        self._player: Player | None = None
        self._upgraded: Upgraded | None = None
        self._transport: asyncio.Transport | None = None
        self._refused = False
        self._advancing = False
        self.on_message_begin()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, unless there are too many."""
        self._transport = cast("asyncio.Transport", transport)
        if not self._site.admit(self):
            self._transport.abort()
            return
        self._stage = Stage(
            self._transport,
            self._loop,
            date_line=self._site.date_line,
            on_played=self._advance,
        )

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 (of asyncio.Protocol)
        """The other side has left, or was sent away."""
        self._site.leave(self)
        self._waiting.clear()
        if self._player is not None:
            self._player.gone()
        if self._upgraded is not None:
            self._upgraded.gone()

    def end(self) -> None:
        """The simulator stops: close at once."""
        if self._transport is not None:
            self._transport.abort()

    def pause_writing(self) -> None:
        """Its buffer is full."""
        if self._player is not None:
            self._player.pause()
        if self._upgraded is not None:
            self._upgraded.pause()

    def resume_writing(self) -> None:
        """Its buffer has drained."""
        if self._player is not None:
            self._player.resume()
        if self._upgraded is not None:
            self._upgraded.resume()

    def data_received(self, data: bytes) -> None:
        """Feed the parser; what is no HTTP is answered 400."""
        if self._upgraded is not None:
            self._upgraded.received(data)
            return
        if self._refused:
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._upgrade(data[upgrade.args[0] :])
        except httptools.HttpParserError:
            self._refuse(400, _NO_REQUEST)

    def on_message_begin(self) -> None:
        """Parser: a request begins."""
        self._target = b""
        self._headers: dict[bytes, bytes] = {}
        self._header_bytes = 0
        self._body: list[bytes] = []
        self._body_bytes = 0

    def on_url(self, target: bytes) -> None:
        """Parser: a piece of the target."""
        self._target += target
        self._header_bytes += len(target)
        if self._header_bytes > _HEADER_BYTES_MAX:
            self._refuse(431, _HEADERS_TOO_LARGE)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Parser: one header."""
        self._header_bytes += len(name) + len(value)
        if self._header_bytes > _HEADER_BYTES_MAX:
            self._refuse(431, _HEADERS_TOO_LARGE)
        self._headers[name.lower()] = value

    def on_headers_complete(self) -> None:
        """Parser: the body follows, if there is one."""
        idle = not self._waiting and (self._player is None or self._player.ended)
        if idle and self._transport and self._headers.get(b"expect", b"").lower() == b"100-continue":
            self._transport.write(_CONTINUE)

    def on_body(self, piece: bytes) -> None:
        """Parser: a piece of the body."""
        self._body_bytes += len(piece)
        if self._body_bytes > _BODY_BYTES_MAX:
            self._refuse(413, errors.too_large(_BODY_BYTES_MAX).body)
        elif not self._refused:
            self._body.append(piece)

    def on_message_complete(self) -> None:
        """Parser: the request is whole. One that asks for another protocol is refused: its body was not read."""
        if self._refused or self._parser.should_upgrade():
            return
        body = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        request = Request(
            method=self._parser.get_method().decode("latin-1"), target=self._target, headers=self._headers, body=body
        )
        http_1_0 = self._parser.get_http_version() == "1.0"
        self._waiting.append(_Waiting(request=request, keep_alive=self._parser.should_keep_alive(), http_1_0=http_1_0))
        self._advance()

    def _upgrade(self, beyond: bytes) -> None:
        """Ask the site whether the connection becomes a WebSocket; ``beyond`` came after the request."""
        if self._refused:
            return
        idle = not self._waiting and (self._player is None or self._player.ended)
        if self._headers.get(b"upgrade", b"").lower() != b"websocket" or not idle:
            self._refuse(400, _NO_REQUEST)
            return
        method = self._parser.get_method().decode("latin-1")
        exchange = self._site.serve(Request(method, self._target, self._headers, b""))
        if exchange.upgraded is None:
            self._refused = True
            self._player = Player(exchange, self._stage, keep_alive=False)
            self._player.start()
            return
        self._upgraded = exchange.upgraded
        self._upgraded.begin(self._stage, exchange)
        if beyond:
            self._upgraded.received(beyond)

    def _advance(self) -> None:
        """Answer what waits, as long as answers are played at once; called again whenever one has been played."""
        if self._advancing:
            return
        self._advancing = True
        while self._waiting and (self._player is None or self._player.ended):
            waiting = self._waiting.popleft()
            exchange = self._site.serve(waiting.request)
            if waiting.plain and self._write_at_once(exchange):
                continue
            self._player = Player(
                exchange,
                self._stage,
                keep_alive=waiting.keep_alive,
                http_1_0=waiting.http_1_0,
                head_only=waiting.request.method == "HEAD",
            )
            self._player.start()
            if not waiting.keep_alive:
                self._waiting.clear()
        self._advancing = False
        self._adjust_reading()

    def _write_at_once(self, exchange: Exchange) -> bool:
        """Write an answer that nothing holds up; False when it is to be played."""
        piece = at_once.whole(exchange, date=self._site.date_line())
        if piece is None or self._transport is None or self._transport.is_closing():
            return False
        exchange.end_served()
        self._transport.write(piece)
        return True

    def _adjust_reading(self) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        if len(self._waiting) >= _WAITING_MAX:
            self._transport.pause_reading()
        elif not self._transport.is_reading():
            self._transport.resume_reading()

    def _refuse(self, status: int, body: bytes) -> None:
        """Answer what is no request, once, after the answers that are still owed; then close."""
        if self._refused:
            return
        self._refused = True
        if self._player is not None and not self._player.ended:
            self.end()
            return
        exchange = Exchange(answer=Answer(status=status, body=body))
        self._player = Player(exchange, self._stage, keep_alive=False)
        self._player.start()
