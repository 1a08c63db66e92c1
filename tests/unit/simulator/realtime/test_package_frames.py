"""What goes wrong below the events: frames in pieces, frames that are none, messages that are too big."""

import json
import struct

import pytest
from wsproto.events import BytesMessage, CloseConnection, Ping, Pong, TextMessage

from headgate.simulator.server import Simulator
from tests.unit.simulator.realtime.sockets import GA, WRITTEN, talk


async def test_a_message_may_come_in_frames_and_frames_in_pieces(simulator: Simulator) -> None:
    async with talk(simulator, GA) as one:
        await one.next()
        written = json.dumps(WRITTEN)
        frames = b"".join(
            one.frames.send(TextMessage(written[at : at + 9], message_finished=at + 9 >= len(written)))
            for at in range(0, len(written), 9)
        )
        for at in range(0, len(frames), 5):
            one.writer.write(frames[at : at + 5])
            await one.writer.drain()
        assert (await one.next())["type"] == "session.updated"


async def test_a_ping_is_answered_even_between_the_frames_of_a_message(simulator: Simulator) -> None:
    async with talk(simulator, GA) as one:
        await one.next()
        written = json.dumps(WRITTEN)
        one.writer.write(one.frames.send(TextMessage(written[:9], message_finished=False)))
        one.writer.write(one.frames.send(Ping(b"there?")))
        pong = await one.next()
        assert isinstance(pong, Pong)
        assert bytes(pong.payload) == b"there?"
        one.writer.write(one.frames.send(TextMessage(written[9:])))
        assert (await one.next())["type"] == "session.updated"


def frame(opcode: int, payload: bytes, *, masked: bool = True, final: bool = True) -> bytes:
    """A frame as RFC 6455 has it, or nearly so."""
    size = len(payload)
    length = bytes([size]) if size < 126 else b"\x7e" + struct.pack(">H", size)
    head = bytes([opcode | (0x80 if final else 0), length[0] | (0x80 if masked else 0)]) + length[1:]
    return head + (bytes(4) if masked else b"") + payload


@pytest.mark.parametrize(
    "sent, code",
    [
        (frame(1, b"{}", masked=False), 1002),
        (frame(3, b""), 1002),
        (frame(0, b"{}"), 1002),
        (frame(9, bytes(126)), 1002),
        (frame(1, b"\xff"), 1007),
        (frame(8, b"\x03"), 1002),
    ],
    ids=["not masked", "unknown kind", "goes on with nothing", "ping too long", "no UTF-8", "half a code"],
)
async def test_what_is_no_frame_ends_the_connection_with_its_reason(
    simulator: Simulator, sent: bytes, code: int
) -> None:
    async with talk(simulator, GA) as one:
        await one.next()
        one.writer.write(sent)
        closed = await one.next()
        assert isinstance(closed, CloseConnection)
        assert closed.code == code
        assert await one.reader.read() == b""

    assert simulator.truth.usage().resources["eastus"].deployments["voice"].endings == {"served": 1}


async def test_events_are_text(simulator: Simulator) -> None:
    async with talk(simulator, GA) as one:
        await one.next()
        one.writer.write(one.frames.send(BytesMessage(b"{}")))
        assert (await one.next()).code == 1003


async def test_a_message_that_is_too_big_ends_the_connection_before_it_is_whole(simulator: Simulator) -> None:
    async with talk(simulator, GA) as one:
        await one.next()
        piece = "x" * 1_048_576
        try:
            for _ in range(30):
                one.writer.write(one.frames.send(TextMessage(piece, message_finished=False)))
                await one.writer.drain()
        except ConnectionError:
            return
        assert (await one.next()).code == 1009


async def test_a_client_that_vanishes_is_counted_as_gone(simulator: Simulator) -> None:
    async with talk(simulator, GA) as one:
        await one.next()
        one.writer.write(one.frames.send(TextMessage("{", message_finished=False)))
        one.writer.write_eof()
        assert await one.reader.read() == b""

    assert simulator.truth.usage().resources["eastus"].deployments["voice"].endings == {"client_gone": 1}
