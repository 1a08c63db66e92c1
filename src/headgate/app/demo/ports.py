"""The ports of ``headgate up``: four in a row, or four free ones."""

import socket
from contextlib import ExitStack

from msgspec import Struct

from headgate.core.errors import CannotListenError

HOST = "127.0.0.1"
FIRST_PORT = 8080
PORTS = 4
PORT_MAX = 65535


class DemoPorts(Struct, frozen=True):
    """Where each part listens."""

    gate: int
    control: int
    eastus: int
    westus: int


def ports_from(first: int) -> DemoPorts:
    """Return four ports in a row from ``first`` on; four free ones when it is 0."""
    if first == 0:
        return _free_ports()
    if first < 0 or first + PORTS - 1 > PORT_MAX:
        raise CannotListenError(f"--port {first}: `headgate up` takes {PORTS} ports from it on, up to {PORT_MAX}")
    return DemoPorts(first, first + 1, first + 2, first + 3)


def require_free(ports: dict[str, int]) -> None:
    """Raise ``CannotListenError`` when a port is taken; ``ports`` gives what each is for."""
    taken = {use: port for use, port in ports.items() if not _is_free(port)}
    if taken:
        listed = ", ".join(f"{port} ({use})" for use, port in taken.items())
        choice = f"choose another with --port (it takes {PORTS} in a row; 0 finds free ones)"
        raise CannotListenError(f"in use: port {listed}; {choice}")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do, so that connections of a former run that still linger are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _free_ports() -> DemoPorts:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(PORTS)]
        for probe in probes:
            probe.bind((HOST, 0))
        return DemoPorts(*(probe.getsockname()[1] for probe in probes))
