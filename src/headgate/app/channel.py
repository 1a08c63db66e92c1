"""One end of the line between the supervisor and a child: messages over a socket pair.

Its other end closes when the process behind it dies, however it dies: a child that sees that stops by itself, so
nothing is left running when the supervisor is killed.
"""

import socket
from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from headgate.app.messages import encode
from headgate.core.errors import HeadgateError

MESSAGE_BYTES_MAX = 64 * 1024 * 1024
"""Far above any configuration (a file may have 4 MiB); a line that long is a fault, not a message."""

SEND_SECONDS_MAX = 10.0
"""How long the other side may leave a message unread before it counts as stuck."""

RECEIVE_BYTES = 262_144

Incoming = TypeVar("Incoming")


class ChannelClosedError(HeadgateError):
    """The process at the other end is gone, stuck, or speaks nonsense."""


class Channel(Generic[Incoming]):
    """Sends any message, receives those that ``decode`` understands."""

    def __init__(self, end: socket.socket, decode: Callable[[bytes], Incoming]) -> None:
        """Take over ``end``, one socket of a pair."""
        end.settimeout(SEND_SECONDS_MAX)
        self._end = end
        self._decode = decode
        self._rest = bytearray()

    def fileno(self) -> int:
        """Return the descriptor to wait on for reading."""
        return self._end.fileno()

    def send(self, message: msgspec.Struct) -> None:
        """Send a message whole, or raise ``ChannelClosedError``."""
        try:
            self._end.sendall(encode(message) + b"\n")
        except OSError as error:
            raise ChannelClosedError(str(error)) from error

    def receive(self) -> list[Incoming]:
        """Read once, when there is something to read; return the messages that are complete now."""
        try:
            data = self._end.recv(RECEIVE_BYTES)
        except OSError as error:
            raise ChannelClosedError(str(error)) from error
        if not data:
            raise ChannelClosedError("the other end is closed")
        self._rest += data
        if len(self._rest) > MESSAGE_BYTES_MAX:
            raise ChannelClosedError(f"a message is longer than {MESSAGE_BYTES_MAX} bytes")
        return self._complete_messages() if b"\n" in data else []

    def close(self) -> None:
        """Close this end; the other process sees it."""
        self._end.close()

    def _complete_messages(self) -> list[Incoming]:
        *lines, rest = bytes(self._rest).split(b"\n")
        self._rest = bytearray(rest)
        try:
            return [self._decode(line) for line in lines]
        except msgspec.MsgspecError as error:
            raise ChannelClosedError(f"not a message: {error}") from error
