"""Passing an answer's body on to the caller, with the tap beside it that reads usage."""

from collections.abc import Callable
from typing import Final, Protocol

from headgate.pipeline.ports import Reply
from headgate.wire.sse import StreamTap

READ_BODY_MAX: Final = 33_554_432
"""How much of a plain answer is kept to read its usage from; what is longer is charged as estimated."""


class Relay(Protocol):
    """Takes the parts of a body that is being relayed."""

    def pass_on(self, data: bytes) -> None:
        """Take a part that is not the last."""
        ...


class StreamRelay:
    """Relays a stream of events. A caller that has left is no longer written to; the tap reads on."""

    __slots__ = ("_read", "reply", "tap")

    def __init__(self, reply: Reply, tap: StreamTap, read: Callable[[], bool]) -> None:
        """Relay to a reply that has begun. ``read`` is called at the stream's end; it says whether that may go out."""
        self.reply = reply
        self.tap = tap
        self._read = read

    def pass_on(self, data: bytes) -> None:
        """Write on what the tap lets through."""
        tap = self.tap
        out = tap.feed(data)
        if tap.finished and not self._read():
            return
        if out and not self.reply.gone:
            self.reply.send(out)


class BodyRelay:
    """Relays a plain body and keeps it, to read its usage at the end."""

    __slots__ = ("_kept", "_parts", "reply")

    def __init__(self, reply: Reply) -> None:
        """Relay to a reply that has begun."""
        self.reply = reply
        self._parts: list[bytes] = []
        self._kept = 0

    def pass_on(self, data: bytes) -> None:
        """Write on, and keep."""
        self.keep(data)
        if not self.reply.gone:
            self.reply.send(data)

    def keep(self, data: bytes) -> None:
        """Keep a part for the reading of usage, as long as there is room."""
        self._kept += len(data)
        if self._kept <= READ_BODY_MAX:
            self._parts.append(data)
        else:
            self._parts.clear()

    def body(self) -> bytes:
        """What was kept; nothing when it was too long."""
        return b"".join(self._parts)
