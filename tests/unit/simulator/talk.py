"""Talking to a simulator over a socket, byte for byte, as no HTTP library would."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, NamedTuple

from tests.unit.simulator.settings_for_tests import KEY

CHAT = "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21"
HELLO = {"messages": [{"role": "user", "content": "Hello"}]}
PATIENCE_SECONDS = 10


class Reply(NamedTuple):
    """An answer taken apart."""

    status: int
    reason: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def data(self) -> list[str]:
        """What stands behind ``data:`` in a stream's events."""
        lines = self.body.decode().split("\n")
        return [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]


def request_bytes(path: str, body: Any = None, *, method: str = "", headers: dict[str, str] | None = None) -> bytes:
    content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = {"host": "simulator", "api-key": KEY, "content-length": str(len(content)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"{method or ('GET' if body is None else 'POST')} {path} HTTP/1.1\r\n{head}\r\n".encode() + content


@asynccontextmanager
async def connect(endpoint: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection, closed when the conversation is over; the whole of it within reasonable time."""
    host, _, port = endpoint.rpartition("//")[2].rpartition(":")
    async with asyncio.timeout(PATIENCE_SECONDS):
        reader, writer = await asyncio.open_connection(host, int(port))
        try:
            yield reader, writer
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


async def read_reply(reader: asyncio.StreamReader) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    status_line, *lines = head.split("\r\n")[:-2]
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    _, status, reason = status_line.split(" ", 2)
    if headers.get("transfer-encoding") == "chunked":
        body = await read_chunks(reader)
    elif "content-length" in headers:
        body = await reader.readexactly(int(headers["content-length"]))
    else:
        body = await reader.read()
    return Reply(int(status), reason, headers, body)


async def read_chunks(reader: asyncio.StreamReader) -> bytes:
    chunks = []
    while size := int(await reader.readline(), 16):
        chunks.append((await reader.readexactly(size + 2))[:-2])
    await reader.readexactly(2)
    return b"".join(chunks)


async def ask(
    endpoint: str, path: str, body: Any = None, *, method: str = "", headers: dict[str, str] | None = None
) -> Reply:
    """Ask on a connection of its own and read the whole answer."""
    async with connect(endpoint) as (reader, writer):
        writer.write(request_bytes(path, body, method=method, headers=headers))
        return await read_reply(reader)
