"""A child's side of its life: what the supervisor says, and when to stop.

The channel is the child's standard input. Stopping is asked for by SIGTERM; a second one means hurry. When the
supervisor is gone the channel closes, which is a SIGTERM too: no child outlives its parent for longer than it takes
to drain.
"""

import asyncio
import signal
import socket
from collections.abc import Callable

from headgate.app.channel import Channel, ChannelClosedError
from headgate.app.messages import Ready, Rejected, Reload, Reloaded, Start, ToChild, decode_to_child
from headgate.core.errors import ConfigurationError
from headgate.settings import Settings


class ChildLink:
    """The channel to the supervisor, and the signals it sends."""

    def __init__(self, end: socket.socket) -> None:
        self._channel: Channel[ToChild] = Channel(end, decode_to_child)
        self._early: list[ToChild] = []
        self.stop = asyncio.Event()
        """Set when the child is to end in order."""
        self.hurry = asyncio.Event()
        """Set when it is to end at once, in as good an order as can be."""

    def wait_for_start(self) -> Start:
        """Block until the supervisor has said what to do; raises ``ChannelClosedError`` when it is gone."""
        # The file may hold megabytes of settings: they are read whole, however long the supervisor takes.
        while not self._early:
            self._early = self._channel.receive()
        start = self._early.pop(0)
        if not isinstance(start, Start):
            raise ChannelClosedError(f"the first message is {type(start).__name__}, not Start")
        return start

    def attach(self, reload: Callable[[Settings], None]) -> None:
        """Listen to the supervisor from the running event loop.

        ``reload`` is called with new settings; it changes everything, or raises ``ConfigurationError`` and nothing.
        """
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._on_stop)
        loop.add_reader(self._channel.fileno(), self._on_readable, reload)
        self._obey(self._early, reload)

    def say_ready(self) -> None:
        """Tell the supervisor that this child serves."""
        self._send(Ready())

    def _on_stop(self) -> None:
        if self.stop.is_set():
            self.hurry.set()
        self.stop.set()

    def _on_readable(self, reload: Callable[[Settings], None]) -> None:
        try:
            messages = self._channel.receive()
        except ChannelClosedError:
            asyncio.get_running_loop().remove_reader(self._channel.fileno())
            self.stop.set()
            return
        self._obey(messages, reload)

    def _obey(self, messages: list[ToChild], reload: Callable[[Settings], None]) -> None:
        for message in messages:
            if isinstance(message, Reload):
                self._send(_answer(message, reload))

    def _send(self, message: Ready | Reloaded | Rejected) -> None:
        try:
            self._channel.send(message)
        except ChannelClosedError:
            self.stop.set()


def _answer(message: Reload, reload: Callable[[Settings], None]) -> Reloaded | Rejected:
    try:
        reload(message.settings)
    except ConfigurationError as error:
        return Rejected(message.digest, tuple(error.mistakes))
    return Reloaded(message.digest)
