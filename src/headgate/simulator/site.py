"""One resource's port: its open connections, and who answers what."""

from collections.abc import Callable
from typing import Protocol

from headgate.simulator.control import PREFIX, Control
from headgate.simulator.exchange import Exchange, Request


class OpenConnection(Protocol):
    """What a site asks of the connections to it."""

    def end(self) -> None:
        """Close it."""
        ...


class Serving(Protocol):
    """Who answers: a resource, or the cloud around them."""

    def serve(self, request: Request) -> Exchange:
        """Decide the answer to a request."""
        ...


class Site:
    """A resource, or the cloud, behind one port; on a resource's the control API too."""

    def __init__(
        self, serving: Serving, control: Control | None, *, date_line: Callable[[], bytes], connections_max: int
    ) -> None:
        """Answer for one of them; ``date_line`` gives the ``Date`` header."""
        self._serving = serving
        self._control = control
        self._connections: set[OpenConnection] = set()
        self._connections_max = connections_max
        self.date_line = date_line

    def serve(self, request: Request) -> Exchange:
        """Decide the answer to a request."""
        if self._control is not None and request.target.startswith(PREFIX):
            return self._control.serve(request)
        return self._serving.serve(request)

    def admit(self, connection: OpenConnection) -> bool:
        """Take a new connection, unless there are too many."""
        if len(self._connections) >= self._connections_max:
            return False
        self._connections.add(connection)
        return True

    def leave(self, connection: OpenConnection) -> None:
        """A connection has ended."""
        self._connections.discard(connection)

    def end_connections(self) -> None:
        """Close all that are open."""
        for connection in tuple(self._connections):
            connection.end()
