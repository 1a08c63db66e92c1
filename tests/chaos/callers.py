"""Callers on plain sockets: some stay, some leave at the worst moment. Each says what came of its call."""

import asyncio
import socket
import struct
from contextlib import suppress
from typing import NamedTuple

import httptools

from tests.chaos.plan import PlannedCall
from tests.chaos.standing import key_of

READ_BYTES = 65_536
SLOW_BYTES = 512
CALL_SECONDS_MAX = 30.0
"""A call that takes longer hangs: that is a fault, not bad luck."""
_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER without time: closing sends RST."""


class Told(NamedTuple):
    """What a caller can tell of a call that reached a gate."""

    call: PlannedCall
    status: int
    """0 when no head came."""
    exchange: str
    """``x-headgate-request-id``; empty when no head came."""
    complete: bool
    """Whether the answer came to its proper end."""
    hung: bool = False


class _Answer:
    """What httptools reads out of an answer."""

    def __init__(self) -> None:
        self.parser = httptools.HttpResponseParser(self)
        self.status = 0
        self.exchange = ""
        self.body = bytearray()
        self.complete = False

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"x-headgate-request-id":
            self.exchange = value.decode()

    def on_headers_complete(self) -> None:
        self.status = self.parser.get_status_code()

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        self.complete = True


class Caller:
    """One caller after another on one connection, as long as it holds."""

    def __init__(self) -> None:
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def call(self, port: int, call: PlannedCall) -> Told:
        """Make a call; it is told as it went, never raised."""
        answer = _Answer()
        try:
            async with asyncio.timeout(CALL_SECONDS_MAX):
                await self._call(port, call, answer)
        except TimeoutError:
            self.leave(resets=True)
            return Told(call, answer.status, answer.exchange, complete=False, hung=True)
        except (OSError, EOFError, httptools.HttpParserError):
            self.leave(resets=False)
        return Told(call, answer.status, answer.exchange, answer.complete)

    async def _call(self, port: int, call: PlannedCall, answer: _Answer) -> None:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", port)
        reader, writer = self._reader, self._writer
        assert reader is not None
        request = _request(call)
        writer.write(request[: len(request) // 2] if call.patience == "mid_request" else request)
        await writer.drain()
        if call.patience in ("mid_request", "before_answer"):
            await asyncio.sleep(call.seconds)
            self.leave(resets=call.resets)
            return
        while not answer.complete:
            data = await reader.read(SLOW_BYTES if call.patience == "slow" else READ_BYTES)
            if not data:
                raise EOFError
            answer.parser.feed_data(data)
            if _has_seen_enough(call, answer):
                self.leave(resets=call.resets)
                return
            if call.patience == "slow":
                await asyncio.sleep(0.002)
        if not answer.parser.should_keep_alive():
            self.leave(resets=False)

    def leave(self, *, resets: bool) -> None:
        """End the connection."""
        writer, self._reader, self._writer = self._writer, None, None
        if writer is None:
            return
        with suppress(OSError):
            if resets:
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            writer.close()


def _has_seen_enough(call: PlannedCall, answer: _Answer) -> bool:
    if call.patience == "mid_answer":
        return len(answer.body) >= call.bytes_read and not answer.complete
    return call.patience == "at_done" and b"data: [DONE]" in answer.body


def _request(call: PlannedCall) -> bytes:
    body = call.body()
    return (
        f"POST {call.path} HTTP/1.1\r\nhost: headgate\r\napi-key: {key_of(call.use_case)}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    ).encode() + body
