import asyncio
import struct
from socket import SO_LINGER, SOL_SOCKET
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.simulator.clock import SystemClock
from headgate.simulator.connection import Connection
from headgate.simulator.control import Control
from headgate.simulator.faults import Fault, Faults
from headgate.simulator.resource import Resource
from headgate.simulator.server import Simulator
from headgate.simulator.site import Site
from headgate.simulator.timetable import Timetable
from headgate.simulator.truth import Truth
from tests.unit.simulator.settings_for_tests import simulator_settings
from tests.unit.simulator.standing_loop import KeptTransport, StandingLoop
from tests.unit.simulator.talk import CHAT, HELLO, PATIENCE_SECONDS, ask, connect, read_reply, request_bytes


async def _raw(endpoint: str, sent: bytes) -> bytes:
    """Send bytes; read until the simulator closes."""
    async with connect(endpoint) as (reader, writer):
        writer.write(sent)
        return await reader.read()


async def test_a_connection_serves_one_request_after_another(endpoint: str) -> None:
    async with connect(endpoint) as (reader, writer):
        for _ in range(3):
            writer.write(request_bytes(CHAT, HELLO))
            assert (await read_reply(reader)).status == 200


async def test_pipelined_requests_are_answered_in_order(endpoint: str) -> None:
    async with connect(endpoint) as (reader, writer):
        stream = {**HELLO, "stream": True, "max_tokens": 2}
        wanted = [request_bytes(CHAT, HELLO), request_bytes(CHAT, stream), request_bytes("/nowhere")]
        writer.write(b"".join(wanted * 10))

        replies = [await read_reply(reader) for _ in range(30)]

        assert [reply.status for reply in replies] == [200, 200, 404] * 10
        assert replies[1].data[-1] == "[DONE]"


async def test_a_request_may_come_byte_by_byte(endpoint: str) -> None:
    async with connect(endpoint) as (reader, writer):
        for byte in request_bytes(CHAT, HELLO):
            writer.write(bytes([byte]))
            await writer.drain()

        assert (await read_reply(reader)).status == 200


async def test_a_body_may_come_in_chunks(endpoint: str) -> None:
    body = b'{"messages":[{"role":"user","content":"Hi"}]}'
    head = request_bytes(CHAT, method="POST", headers={"content-length": "", "transfer-encoding": "chunked"})
    chunks = b"5\r\n" + body[:5] + b"\r\n" + b"%x\r\n" % len(body[5:]) + body[5:] + b"\r\n0\r\n\r\n"
    async with connect(endpoint) as (reader, writer):
        writer.write(head + chunks)

        assert (await read_reply(reader)).status == 200


async def test_who_asks_to_close_is_closed(endpoint: str) -> None:
    answer = await _raw(endpoint, request_bytes(CHAT, HELLO, headers={"connection": "close"}))

    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"Connection: close\r\n" in answer


async def test_who_expects_to_be_told_to_go_on_is_told(endpoint: str) -> None:
    whole = request_bytes(CHAT, HELLO, headers={"expect": "100-continue"})
    head, _, body = whole.partition(b"\r\n\r\n")
    async with connect(endpoint) as (reader, writer):
        writer.write(head + b"\r\n\r\n")
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"

        writer.write(body)
        assert (await read_reply(reader)).status == 200


@pytest.mark.parametrize(
    "sent,status",
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nhost: a\r\nlong: " + b"x" * 70_000 + b"\r\n\r\n", 431),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\nhost: a\r\n\r\n", 431),
        (b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 40000000\r\n\r\n" + b"x" * 34_000_000, 413),
    ],
    ids=["no-http", "no-length", "upgrade", "long-header", "long-target", "long-body"],
)
async def test_what_cannot_be_read_is_refused_and_the_connection_closed(
    endpoint: str, sent: bytes, status: int
) -> None:
    try:
        answer = await _raw(endpoint, sent)
    except ConnectionResetError:
        return  # it was closed while we were still sending
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())


_REQUEST = request_bytes(CHAT, HELLO)


@given(
    st.lists(st.binary(max_size=40) | st.just(_REQUEST), max_size=4),
    st.integers(min_value=0, max_value=len(_REQUEST) - 1),
    st.integers(min_value=0, max_value=255),
)
def test_any_bytes_are_survived(pieces: list[bytes], position: int, changed: int) -> None:
    settings = simulator_settings()
    truth, faults = Truth(10), Faults()
    clock, loop = SystemClock(), cast("Any", StandingLoop())
    resource = Resource("eastus", settings.resources["eastus"], faults=faults, truth=truth, clock=clock)
    control = Control(faults=faults, truth=truth, timetable=Timetable({"eastus": resource}, faults, clock, loop))
    site = Site(resource, control, date_line=lambda: b"", connections_max=1)
    transport: Any = KeptTransport()
    connection = Connection(site, loop)
    connection.connection_made(transport)

    broken = _REQUEST[:position] + bytes([changed]) + _REQUEST[position + 1 :]
    for piece in (*pieces, broken):
        connection.data_received(piece)
    connection.connection_lost(None)

    assert truth.usage().in_flight == 0


async def test_a_client_that_leaves_is_noticed(simulator: Simulator, endpoint: str) -> None:
    simulator.faults.add(_stall())
    async with connect(endpoint) as (reader, writer):
        writer.write(request_bytes(CHAT, {**HELLO, "stream": True}))
        await reader.readuntil(b"[]")

    assert await _ending(simulator) == "stalled"


async def test_a_client_that_resets_is_noticed(simulator: Simulator, endpoint: str) -> None:
    simulator.faults.add(_stall())
    async with connect(endpoint) as (reader, writer):
        writer.write(request_bytes(CHAT, {**HELLO, "stream": True}))
        await reader.readuntil(b"[]")
        writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    assert await _ending(simulator) == "stalled"


async def test_a_reader_that_does_not_read_does_not_make_memory_grow(simulator: Simulator, endpoint: str) -> None:
    async with connect(endpoint) as (reader, writer):
        writer.transport.pause_reading()
        writer.write(request_bytes(CHAT, {**HELLO, "stream": True, "max_tokens": 30_000}))
        for _ in range(20):
            await ask(endpoint, "/simulator/usage")

        transports = [connection._transport for connection in simulator._sites[0]._connections]
        buffered = sum(transport.get_write_buffer_size() for transport in transports if transport)
        assert 0 < buffered < 500_000
        assert simulator.truth.usage().in_flight == 1

        writer.transport.resume_reading()
        assert len((await read_reply(reader)).data) > 30_000


async def test_too_many_connections_are_turned_away(simulator: Simulator, endpoint: str) -> None:
    (site,) = simulator._sites
    site._connections_max = 1
    async with connect(endpoint) as (reader, first):
        first.write(request_bytes(CHAT, HELLO))
        await read_reply(reader)

        with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
            await ask(endpoint, CHAT, HELLO)


def _stall() -> Fault:
    return Fault(kind="stall", after=1)


async def _ending(simulator: Simulator) -> str:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await ask(simulator.endpoints["eastus"], "/simulator/usage")).json["in_flight"]:
            pass
    return simulator.truth.requests().requests[0].ended
