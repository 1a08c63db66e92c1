"""A caller that does not read makes its backend wait; it does not make the gate grow."""

import hashlib
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.acceptance.program import DEADLINE_SECONDS, Program, wait_until
from tests.acceptance.stream_source import StreamSource

KEY = "hg-memory"
MIB = 1_048_576
STREAM_BYTES = 48 * MIB
"""Far more than the kernel keeps between two sockets: some 6 MiB at most on each side of the gate."""
GROWTH_MAX = 8 * MIB
STREAMS = 200
BYTES_PER_STREAM_MAX = 40 * 1024
"""Of the gate's memory for each open stream: design, numbers."""
END = b"data: [DONE]\n\n\r\n0\r\n\r\n"
STILL_SECONDS = 0.5
"""When nothing has moved for so long, nothing will."""

CONFIGURATION = """
gate: {{listen: "127.0.0.1:0", write_timeout_seconds: {write_timeout_seconds}}}
control: {{listen: "127.0.0.1:0"}}
data: ./data
backends:
  east:
    endpoint: {endpoint}
    credential: {{kind: none}}
    deployments: {{gpt-4o: {{model: gpt-4o, version: "2024-11-20"}}}}
models: {{gpt-4o: {{pools: [[east/gpt-4o]]}}}}
use_cases: {{demo: {{callers: ["key:demo"], models: [gpt-4o]}}}}
keys: {{demo: {{sha256: "{digest}"}}}}
"""


class Gate:
    """``headgate serve`` before a source of streams, and what its worker holds in memory."""

    def __init__(self, folder: Path, source: StreamSource, *, write_timeout_seconds: float = 60.0) -> None:
        self.source = source
        path = folder / "headgate.yaml"
        digest = hashlib.sha256(KEY.encode()).hexdigest()
        path.write_text(
            CONFIGURATION.format(endpoint=source.endpoint, digest=digest, write_timeout_seconds=write_timeout_seconds)
        )
        self.program = Program(folder, "serve", "--config", str(path))
        self.port = int(self.program.until_line("ready")["gate"].rpartition(":")[2])
        [self.pid] = [line["pid"] for line in self.program.lines("child_started") if line["child"] == "gate-0"]

    def memory(self) -> int:
        """Resident bytes of the worker."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def ask(self) -> socket.socket:
        """Ask for a stream, and read nothing of it."""
        caller = socket.socket()
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        caller.settimeout(DEADLINE_SECONDS)
        caller.connect(("127.0.0.1", self.port))
        options = {"stream": True, "stream_options": {"include_usage": True}}
        body = json.dumps({"model": "gpt-4o", "messages": [], **options}).encode()
        head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: gate\r\napi-key: {KEY}\r\nContent-Length: {len(body)}\r\n"
        caller.sendall(f"{head}Content-Type: application/json\r\nConnection: close\r\n\r\n".encode() + body)
        return caller

    def warm_up(self) -> None:
        """Let a few streams pass, so that what grows once has grown."""
        self.source.bytes_to_send = 2 * MIB
        for _ in range(3):
            with closing(self.ask()) as caller:
                assert read_all(caller).endswith(END)

    def wait_until_still(self) -> None:
        """Wait until the source can send no more."""
        seen, since = -1, time.monotonic()

        def still() -> bool:
            nonlocal seen, since
            if self.source.bytes_sent != seen:
                seen, since = self.source.bytes_sent, time.monotonic()
            return seen > 0 and time.monotonic() > since + STILL_SECONDS

        wait_until(still)


def read_all(caller: socket.socket) -> bytes:
    """Read to the end of the connection."""
    parts = []
    while data := caller.recv(262_144):
        parts.append(data)
    return b"".join(parts)


@pytest.fixture
def source() -> Iterator[StreamSource]:
    standing = StreamSource()
    yield standing
    standing.close()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def started(folder: Path, source: StreamSource, stack: ExitStack, **settings: float) -> Gate:
    gate = Gate(folder, source, **settings)
    stack.callback(gate.program.end)
    gate.warm_up()
    source.bytes_sent = 0
    return gate


@pytest.mark.parametrize("content_type", [b"text/event-stream", b"application/octet-stream"])
def test_a_caller_that_reads_nothing_makes_the_backend_wait(
    content_type: bytes, tmp_path: Path, source: StreamSource, stack: ExitStack
) -> None:
    gate = started(tmp_path, source, stack)
    source.bytes_to_send, source.content_type = STREAM_BYTES, content_type
    before = gate.memory()

    stack.enter_context(closing(gate.ask()))
    gate.wait_until_still()

    assert gate.memory() - before < GROWTH_MAX
    assert source.bytes_sent < STREAM_BYTES // 2


def test_a_slow_reader_gets_everything_in_the_end(tmp_path: Path, source: StreamSource, stack: ExitStack) -> None:
    gate = started(tmp_path, source, stack)
    source.bytes_to_send = STREAM_BYTES
    before = gate.memory()

    caller = stack.enter_context(closing(gate.ask()))
    gate.wait_until_still()
    answer = read_all(caller)

    assert len(answer) > STREAM_BYTES
    assert answer.endswith(END)
    assert gate.memory() - before < GROWTH_MAX
    line = gate.program.until_line("exchange", 4)
    assert (line["outcome"], line["completion_tokens"]) == ("answered", 9)


def test_a_caller_that_never_reads_is_left_in_the_end(tmp_path: Path, source: StreamSource, stack: ExitStack) -> None:
    gate = started(tmp_path, source, stack, write_timeout_seconds=1.0)
    source.bytes_to_send = STREAM_BYTES

    caller = stack.enter_context(closing(gate.ask()))
    line = gate.program.until_line("exchange", 4)

    assert (line["outcome"], line["estimated"]) == ("cancelled", True)
    wait_until(lambda: not source.connections)
    assert not read_all(caller).endswith(END)


def test_an_open_stream_takes_little_memory(tmp_path: Path, source: StreamSource, stack: ExitStack) -> None:
    gate = started(tmp_path, source, stack)
    source.bytes_to_send, source.held = STREAM_BYTES, True
    first = stack.enter_context(closing(gate.ask()))
    assert first.recv(65_536)
    before = gate.memory()

    callers = [stack.enter_context(closing(gate.ask())) for _ in range(STREAMS)]
    for caller in callers:
        assert caller.recv(65_536)

    each = (gate.memory() - before) // STREAMS
    print(f"{each} bytes of memory for each of {STREAMS} open streams")  # noqa: T201
    assert each <= BYTES_PER_STREAM_MAX
