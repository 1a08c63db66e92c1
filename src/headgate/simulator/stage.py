"""Where an answer is played: one connection, with its clock and its ways to end."""

import asyncio
import socket
import struct
from collections.abc import Callable

_FLUSH_POLL_SECONDS = 0.005
_FLUSH_POLLS_MAX = 200
"""One second at most: then the rest is thrown away with the connection."""
_LINGER_NOT = struct.pack("ii", 1, 0)
"""SO_LINGER without time: closing sends RST."""


class Stage:
    """One connection, as those who write to it see it."""

    def __init__(
        self,
        transport: asyncio.Transport,
        loop: asyncio.AbstractEventLoop,
        *,
        date_line: Callable[[], bytes],
        on_played: Callable[[], None],
    ) -> None:
        """``date_line`` gives the ``Date`` header; ``on_played`` is called after an answer that keeps it open."""
        self.transport = transport
        self.loop = loop
        self.date_line = date_line
        self.on_played = on_played

    def played(self, *, keep_alive: bool) -> None:
        """An answer was written whole: go on, or close once all bytes are out."""
        if keep_alive:
            self.on_played()
        else:
            self.transport.close()

    def close(self) -> None:
        """End it (FIN), after what was written."""
        self.transport.close()

    def reset(self) -> None:
        """End it at once (RST)."""
        if self.transport.is_closing():
            return
        connected = self.transport.get_extra_info("socket")
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        self.transport.abort()

    def reset_after_flush(self, polls: int = _FLUSH_POLLS_MAX) -> None:
        """Reset once the other side can have read what was written: a reset overtakes bytes still on the way."""
        if polls and self.transport.get_write_buffer_size():
            self.loop.call_later(_FLUSH_POLL_SECONDS, self.reset_after_flush, polls - 1)
        else:
            self.loop.call_later(_FLUSH_POLL_SECONDS, self.reset)
