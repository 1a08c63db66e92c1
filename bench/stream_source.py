"""The upstream of the stream rounds: answers every POST with paced server-sent events.

``max_tokens`` of the request says how many events. Streams are spread evenly over the milliseconds of an interval; each
millisecond one batch is written. ``GET /pace`` tells how late its own batches were, and starts that count anew. It
speaks epoll directly: at 50,000 writes a second an event loop would be the bottleneck.
"""

import argparse
import contextlib
import gc
import json
import re
import select
import socket
import ssl
import sys
import time
from pathlib import Path

from bench.stream_events import HEAD, INTERVAL_NS, ending, token_event

SLOT_NS = 1_000_000
SLOTS = INTERVAL_NS // SLOT_NS
REQUEST_BYTES_MAX = 65_536
"""Requests here are about 2 KB; anything that grows past this is a mistake of the benchmark."""
BACKLOG = 1024

_CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_MAX_TOKENS = re.compile(rb'"max_tokens": *(\d+)')


class Stream:
    """One connection: at first a request coming in, then events going out, then the next request."""

    __slots__ = ("events_left", "received", "shaken", "socket")

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        self.received = b""
        self.events_left = 0
        self.shaken = not isinstance(connection, ssl.SSLSocket)


class Pace:
    """How late the batches were written: what the source itself adds to a gap."""

    def __init__(self) -> None:
        self.late_ns: list[int] = []

    def report(self) -> dict[str, float]:
        """Milliseconds late at the median, the 99th percentile and worst; then the count starts anew."""
        late = sorted(self.late_ns) or [0]
        self.late_ns = []
        return {
            "batches": len(late),
            "late_ms_p50": round(late[len(late) // 2] / 1e6, 3),
            "late_ms_p99": round(late[len(late) * 99 // 100] / 1e6, 3),
            "late_ms_max": round(late[-1] / 1e6, 3),
        }


class Source:
    """The listening sockets, the streams and the wheel that paces them."""

    def __init__(self, listeners: list[socket.socket], context: ssl.SSLContext | None) -> None:
        self._listeners = {listener.fileno(): listener for listener in listeners}
        self._tls_listener = listeners[-1].fileno() if context else -1
        self._context = context
        self._poller = select.epoll()
        self._streams: dict[int, Stream] = {}
        self._wheel: list[dict[int, Stream]] = [{} for _ in range(SLOTS)]
        self._pace = Pace()
        self._ending = ending()
        for descriptor in self._listeners:
            self._poller.register(descriptor, select.EPOLLIN)

    def run(self) -> None:
        """Serve until killed."""
        slot, due = 0, time.monotonic_ns()
        while True:
            now = time.monotonic_ns()
            for descriptor, _event in self._poller.poll(max(0, due - now) / 1e9):
                if descriptor in self._listeners:
                    self._accept(descriptor)
                else:
                    self._receive(descriptor)
            now = time.monotonic_ns()
            while due <= now:
                self._write_batch(slot, late_ns=now - due)
                slot, due = (slot + 1) % SLOTS, due + SLOT_NS
                now = time.monotonic_ns()

    def _accept(self, descriptor: int) -> None:
        while True:
            try:
                connection, _address = self._listeners[descriptor].accept()
            except BlockingIOError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.setblocking(False)  # noqa: FBT003 - socket's own signature
            if self._context and descriptor == self._tls_listener:
                connection = self._context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
            self._streams[connection.fileno()] = Stream(connection)
            self._poller.register(connection.fileno(), select.EPOLLIN)

    def _receive(self, descriptor: int) -> None:
        stream = self._streams[descriptor]
        try:
            if not stream.shaken and isinstance(stream.socket, ssl.SSLSocket):
                stream.socket.do_handshake()
                stream.shaken = True
            received = stream.socket.recv(REQUEST_BYTES_MAX)
        except (ssl.SSLWantReadError, BlockingIOError):
            return
        except OSError:
            received = b""
        stream.received += received
        if not received or len(stream.received) > REQUEST_BYTES_MAX:
            self._close(descriptor)
        elif body := _take_request(stream):
            self._answer(descriptor, stream, body)

    def _answer(self, descriptor: int, stream: Stream, request: bytes) -> None:
        if request.startswith(b"GET "):
            report = json.dumps(self._pace.report()).encode()
            stream.socket.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(report), report))
            return
        wanted = _MAX_TOKENS.search(request)
        stream.events_left = int(wanted[1]) if wanted else 1
        stream.socket.send(HEAD)
        emptiest = min(range(SLOTS), key=lambda slot: len(self._wheel[slot]))
        self._wheel[emptiest][descriptor] = stream

    def _write_batch(self, slot: int, *, late_ns: int) -> None:
        batch = self._wheel[slot]
        if not batch:
            return
        self._pace.late_ns.append(late_ns)
        event = token_event(time.monotonic_ns())
        for descriptor, stream in list(batch.items()):
            stream.events_left -= 1
            try:
                stream.socket.send(event)
                if stream.events_left <= 0:
                    stream.socket.send(self._ending)
                    del batch[descriptor]
            except (OSError, ssl.SSLError):
                # Gone, or a megabyte behind: either way this stream is over, and its reader will notice.
                self._close(descriptor)

    def _close(self, descriptor: int) -> None:
        stream = self._streams.pop(descriptor)
        for batch in self._wheel:
            batch.pop(descriptor, None)
        self._poller.unregister(descriptor)
        with contextlib.suppress(OSError):
            stream.socket.close()


def _take_request(stream: Stream) -> bytes | None:
    """Take one whole request from what was received, or ``None`` while it is not there yet."""
    head, separator, rest = stream.received.partition(b"\r\n\r\n")
    if not separator:
        return None
    length = _CONTENT_LENGTH.search(head)
    body_bytes = int(length[1]) if length else 0
    if len(rest) < body_bytes:
        return None
    stream.received = rest[body_bytes:]
    return head + separator + rest[:body_bytes]


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(BACKLOG)
    listener.setblocking(False)  # noqa: FBT003 - socket's own signature
    return listener


def main() -> int:
    """Listen on the ports given and serve."""
    parser = argparse.ArgumentParser(prog="python -m bench.stream_source")
    parser.add_argument("--plain-port", type=int, required=True)
    parser.add_argument("--tls-port", type=int, required=True)
    parser.add_argument("--certificate", type=Path, required=True)
    parser.add_argument("--key", type=Path, required=True)
    options = parser.parse_args()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate, options.key)
    source = Source([_listen(options.plain_port), _listen(options.tls_port)], context)
    gc.freeze()
    gc.disable()
    source.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
