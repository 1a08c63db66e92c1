"""A backend that streams as much as it is allowed to: for what happens when nobody reads."""

import asyncio
import threading
from typing import cast

import httptools

_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: %b\r\ntransfer-encoding: chunked\r\n\r\n"
_EVENT = (
    b'data: {"choices":[{"content_filter_results":{},"delta":{"content":" water"},"finish_reason":null,"index":0,'
    b'"logprobs":null}],"created":1769122114,"id":"chatcmpl-1","model":"gpt-4o-2024-11-20",'
    b'"object":"chat.completion.chunk","system_fingerprint":"fp_1","usage":null}\n\n'
)
_USAGE = (
    b'data: {"choices":[],"created":1769122114,"id":"chatcmpl-1","model":"gpt-4o-2024-11-20",'
    b'"object":"chat.completion.chunk","usage":{"prompt_tokens":7,"completion_tokens":9,"total_tokens":16}}\n\n'
    b"data: [DONE]\n\n"
)
_EVENTS_PER_WRITE = 32


class StreamSource:
    """Listens on loopback in a thread of its own; every answer is a stream of ``bytes_to_send``, then its end."""

    def __init__(self) -> None:
        self.bytes_to_send = 0
        self.content_type = b"text/event-stream"
        self.held = False
        """Whether streams stop after their first events, and stay open."""
        self.bytes_sent = 0
        self.connections: set[asyncio.Transport] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.endpoint = "http://127.0.0.1:{1}".format(*self._server.sockets[0].getsockname())

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(lambda: _Flow(self), "127.0.0.1", 0, backlog=1024)

    def close(self) -> None:
        """End the server and its thread."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        for connection in tuple(self.connections):
            connection.abort()
        await self._server.wait_closed()


class _Flow(asyncio.Protocol):
    """One connection, one stream."""

    def __init__(self, source: StreamSource) -> None:
        self._source = source
        self._parser = httptools.HttpRequestParser(self)
        self._left = 0
        self._full = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._source.connections.add(self._transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._source.connections.discard(self._transport)
        self._left = 0

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        self._transport.write(_HEAD % self._source.content_type)
        self._left = self._source.bytes_to_send
        self._pump()

    def pause_writing(self) -> None:
        self._full = True

    def resume_writing(self) -> None:
        self._full = False
        self._pump()

    def _pump(self) -> None:
        while self._left > 0 and not self._full:
            events = _EVENT * _EVENTS_PER_WRITE
            self._left -= len(events)
            self._source.bytes_sent += len(events)
            self._write(events)
            if self._source.held:
                return
            if self._left <= 0:
                self._write(_USAGE)
                self._transport.write(b"0\r\n\r\n")

    def _write(self, data: bytes) -> None:
        self._transport.write(b"%x\r\n%b\r\n" % (len(data), data))
