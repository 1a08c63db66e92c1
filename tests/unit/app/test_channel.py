import socket
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.app.channel import Channel, ChannelClosedError
from headgate.app.messages import FromChild, Ready, Reloaded, decode_from_child, encode

Ends = tuple[Channel[FromChild], socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    ours, theirs = socket.socketpair()
    channel = Channel(ours, decode_from_child)
    yield channel, theirs
    channel.close()
    theirs.close()


def test_a_message_sent_is_one_line(ends: Ends) -> None:
    channel, other = ends

    channel.send(Reloaded("d"))

    assert other.recv(100) == b'{"say":"reloaded","digest":"d"}\n'


def test_messages_are_received_whole_however_they_are_cut(ends: Ends) -> None:
    channel, other = ends
    received = []

    for byte in encode(Ready()) + b"\n" + encode(Reloaded("d")) + b"\n":
        other.send(bytes([byte]))
        received += channel.receive()

    assert received == [Ready(), Reloaded("d")]


def test_several_messages_in_one_reading_are_all_returned(ends: Ends) -> None:
    channel, other = ends

    other.send(b'{"say":"ready"}\n{"say":"ready"}\n{"say"')

    assert channel.receive() == [Ready(), Ready()]


def test_an_end_that_is_closed_is_noticed_when_reading_and_when_writing(ends: Ends) -> None:
    channel, other = ends
    other.close()

    with pytest.raises(ChannelClosedError):
        channel.receive()
    with pytest.raises(ChannelClosedError):
        channel.send(Ready())


@given(st.binary(min_size=1, max_size=200).map(lambda text: text.replace(b"\n", b" ")))
def test_nonsense_is_a_closed_channel_and_nothing_worse(text: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.send(text + b"\n")
        try:
            [message] = Channel(ours, decode_from_child).receive()
        except ChannelClosedError:
            return
        assert isinstance(message, msgspec.Struct)


def test_a_message_without_an_end_is_refused(ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    channel, other = ends
    monkeypatch.setattr("headgate.app.channel.MESSAGE_BYTES_MAX", 10)

    other.send(b"x" * 11)

    with pytest.raises(ChannelClosedError, match="longer than 10"):
        channel.receive()
