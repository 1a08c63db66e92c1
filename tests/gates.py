"""A real gate on a loopback socket with a small backend behind it, for tests that speak to it in bytes."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec

from headgate.adapters.log import Log
from headgate.app.gate import Gate
from headgate.app.listening import listen
from headgate.settings import Settings

KEY = "sesame"
EXPIRED_KEY = "yesterdays"
ANSWER = (
    b'{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Hello"}}],'
    b'"model":"gpt-4o-2024-11-20","usage":{"prompt_tokens":8,"completion_tokens":1,"total_tokens":9}}'
)


class PlainBackend:
    """Answers every request with the same chat completion, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, bytes]] = []
        """Head and body of each request."""
        self.holds: asyncio.Event | None = None
        """Its answers wait for this, if set."""
        self._writers: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
                self.asked.append((head, await reader.readexactly(length)))
                if self.holds is not None:
                    await self.holds.wait()
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(ANSWER)
                )
                writer.write(ANSWER)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def close(self) -> None:
        if self.holds is not None:
            self.holds.set()
        for writer in self._writers:
            writer.transport.abort()
        for _ in range(5):
            await asyncio.sleep(0)


def settings(backend_port: int, **changes: Any) -> Settings:
    """A small configuration; ``changes`` replace its top-level values."""
    whole: dict[str, Any] = {
        "backends": {
            "east": {
                "endpoint": f"http://127.0.0.1:{backend_port}",
                "credential": {"kind": "api-key", "key": "backend-secret"},
                "deployments": {"paygo": {"model": "gpt-4o"}},
            },
            "west": {
                "endpoint": f"http://127.0.0.1:{backend_port}",
                "credential": {"kind": "none"},
                "deployments": {"paygo": {"model": "gpt-4o"}},
            },
        },
        "models": {"gpt-4o": {"pools": [["east/paygo"], ["west/paygo"]]}, "gpt-secret": {"pools": [["west/paygo"]]}},
        "use_cases": {"bot": {"callers": ["key:bot-1", "key:bot-old"], "models": ["gpt-4o"]}},
        "keys": {
            "bot-1": {"sha256": hashlib.sha256(KEY.encode()).hexdigest()},
            "bot-old": {"sha256": hashlib.sha256(EXPIRED_KEY.encode()).hexdigest(), "expires": "2026-01-31"},
        },
    }
    return msgspec.convert(whole | changes, Settings)


class Standing:
    """A gate that listens, its backend, its log and its journal."""

    def __init__(self, gate: Gate, backend: PlainBackend, port: int, data: Path, log: list[bytes]) -> None:
        self.gate = gate
        self.backend = backend
        self.port = port
        self.log = log
        self._data = data

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A new connection of a caller."""
        return await asyncio.open_connection("127.0.0.1", self.port)

    def journal(self) -> list[dict[str, Any]]:
        """The lines of the journal so far."""
        paths = sorted((self._data / "journal").glob("*.jsonl"))
        return [msgspec.json.decode(line) for path in paths for line in path.read_bytes().splitlines()]


@asynccontextmanager
async def standing_gate(data: Path, **changes: Any) -> AsyncIterator[Standing]:
    """Begin a gate and its backend, and end both."""
    backend = PlainBackend()
    server = await asyncio.start_server(backend.serve, "127.0.0.1", 0)
    backend_port = server.sockets[0].getsockname()[1]
    log: list[bytes] = []
    gate = Gate(settings(backend_port, **changes), worker="gate-0", data=data, log=Log(log.append, process="gate-0"))
    [sock] = listen("127.0.0.1:0", key="test")
    await gate.start(sock)
    try:
        yield Standing(gate, backend, sock.getsockname()[1], data, log)
    finally:
        await gate.drain(5.0)
        server.close()
        await backend.close()
