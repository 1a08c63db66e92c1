"""What is said over a WebSocket, as the socket sees it, and the socket, as what is said sees it."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from headgate.simulator.errors import AzureError
from headgate.simulator.faults import Fault
from headgate.simulator.truth import Ending


class Line(Protocol):
    """Where messages go."""

    def send(self, message: bytes) -> None:
        """Send one, as text."""
        ...

    def strike(self, fault: Fault) -> None:
        """Have a fault of the connection strike what is sent from now on."""
        ...


class Talks(Protocol):
    """What is said."""

    def begin(self) -> None:
        """The other side listens."""
        ...

    def hear(self, message: bytes) -> None:
        """It has sent a message."""
        ...

    def fail(self, error: AzureError) -> None:
        """Tell it an error."""
        ...

    def pause(self) -> None:
        """It reads too slowly."""
        ...

    def resume(self) -> None:
        """It has read."""
        ...

    def end(self, ended: Ending) -> None:
        """It is gone."""
        ...


TalkMaker = Callable[[asyncio.AbstractEventLoop, Line], Talks]
"""Makes what is said, given the loop and where its messages go."""


class Lifetime(Struct, frozen=True):
    """How long a connection lasts."""

    seconds: int
    expired: AzureError
    """What is said when it is over."""
