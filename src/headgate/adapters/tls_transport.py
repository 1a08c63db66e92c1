"""TLS towards a backend: OpenSSL between a connection of the event loop and the protocol it carries.

uvloop's own TLS takes some 30 µs for a short request and its answer, for what is 5 µs of OpenSSL: it goes through its
state machine, its queues and a turn of the loop each way. Here bytes are deciphered within the call that brings them,
and enciphered within the call that sends them.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Iterable
from typing import Final, Protocol, cast

READ_BYTES: Final = 16_384
"""Asked of OpenSSL at once: a whole record at its longest (RFC 8446 §5.1), so that nothing of one is left behind."""


class Carried(Protocol):
    """What speaks over TLS: as much of an ``asyncio.Protocol`` as it is told of."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """TLS stands."""
        ...

    def data_received(self, data: bytes) -> None:
        """Deciphered bytes."""
        ...

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        ...


class TlsTransport:
    """An ``asyncio.Protocol`` towards the event loop; towards what it carries, as much of a transport as that needs."""

    __slots__ = (
        "_carried",
        "_failure",
        "_incoming",
        "_notified",
        "_outgoing",
        "_standing",
        "_tls",
        "_transport",
        "ready",
    )

    def __init__(self, carried: Carried, context: ssl.SSLContext, server_hostname: str) -> None:
        """Carry a protocol; it is told of the connection once the handshake is done and the certificate is verified."""
        self._carried = carried
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=server_hostname)
        self._transport: asyncio.Transport | None = None
        self._standing = False
        self._notified = False
        self._failure: Exception | None = None
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when the handshake is; fails with ``ssl.SSLError`` or ``OSError`` when it does."""

    # As the event loop uses it

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """TCP stands: shake hands."""
        self._transport = cast(asyncio.Transport, transport)
        self._shake_hands()

    def data_received(self, data: bytes) -> None:
        """Records of the backend."""
        self._incoming.write(data)
        if self._standing:
            self._read()
        elif self._failure is None:
            self._shake_hands()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone. One that ended without saying so may have been cut off (RFC 9112 §9.8)."""
        self._transport = None
        error = self._failure or exc
        if self._standing:
            if error is None and not self._notified:
                error = ConnectionAbortedError("TLS ended without close_notify")
            self._carried.connection_lost(error)
        elif not self.ready.done():
            self.ready.set_exception(error or ConnectionResetError("connection closed during the TLS handshake"))

    def eof_received(self) -> None:
        """The backend will send no more: the event loop closes the connection."""

    def pause_writing(self) -> None:
        """The backend reads more slowly than it is written to: a request is all in memory already."""

    def resume_writing(self) -> None:
        """The backend has read."""

    def _shake_hands(self) -> None:
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            self._flush()
            return
        except ssl.SSLError as error:
            self._fail(error)
            return
        self._flush()
        if self.ready.done():  # nobody waits any more
            self.abort()
            return
        self._standing = True
        self._carried.connection_made(cast(asyncio.BaseTransport, self))
        self.ready.set_result(None)
        self._read()

    def _read(self) -> None:
        """Decipher what there is, and hand it over in one piece."""
        parts: list[bytes] = []
        try:
            while True:
                data = self._tls.read(READ_BYTES)
                if not data:
                    self._notified = True
                    break
                parts.append(data)
                if not self._incoming.pending:
                    break
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLError as error:
            self._fail(error)
            return
        if self._outgoing.pending:
            self._flush()
        if parts:
            self._carried.data_received(parts[0] if len(parts) == 1 else b"".join(parts))
        if self._notified and self._transport is not None:
            self._transport.close()

    def _flush(self) -> None:
        if self._transport is not None and self._outgoing.pending:
            self._transport.write(self._outgoing.read())

    def _fail(self, error: ssl.SSLError) -> None:
        """End it; the backend is told why (OpenSSL has written an alert)."""
        self._failure = error
        if not self._standing and not self.ready.done():
            self.ready.set_exception(error)
        self._flush()
        if self._transport is not None:
            self._transport.close()

    # As the protocol it carries uses it

    def write(self, data: bytes) -> None:
        """Encipher and send."""
        transport = self._transport
        if transport is None or self._failure is not None:
            return
        sent = self._tls.write(data)
        while sent < len(data):
            sent += self._tls.write(memoryview(data)[sent:])
        transport.write(self._outgoing.read())

    def writelines(self, parts: Iterable[bytes]) -> None:
        """Encipher and send, one after another."""
        for part in parts:
            self.write(part)

    def is_closing(self) -> bool:
        """Whether nothing more can be sent."""
        transport = self._transport
        return transport is None or transport.is_closing()

    def pause_reading(self) -> None:
        """Stop reading; what is deciphered already has been handed over."""
        if self._transport is not None:
            self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Read again."""
        if self._transport is not None:
            self._transport.resume_reading()

    def close(self) -> None:
        """Say goodbye, then close."""
        if self._transport is None:
            return
        with contextlib.suppress(ssl.SSLError):  # it would wait for the other side's goodbye
            self._tls.unwrap()
        self._notified = True
        self._flush()
        self._transport.close()

    def abort(self) -> None:
        """Close at once."""
        if self._transport is not None:
            self._transport.abort()
