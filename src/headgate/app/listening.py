"""The listening sockets, opened by the supervisor before any child starts.

An address in use is so one clear error at the start, and a worker that is restarted refuses no connection: its
socket stays open, new connections wait in its queue.
"""

import errno
import socket

from headgate.config.address import parse_address
from headgate.core.errors import CannotListenError

BACKLOG = 2048
"""Connections that may wait to be accepted, per socket; Linux cuts it to net.core.somaxconn (4096 by default)."""

_REASONS = {
    errno.EADDRINUSE: "the port is in use",
    errno.EACCES: "not allowed (ports below 1024 need a privilege)",
    errno.EADDRNOTAVAIL: "this machine does not have the address",
}


def socket_address(sock: socket.socket) -> str:
    """Write where a socket listens as ``host:port``, the real port also when 0 was asked for."""
    host, port = sock.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def listen(address: str, *, key: str, sockets: int = 1) -> list[socket.socket]:
    """Open ``sockets`` listening sockets that share ``address``; ``key`` is the setting to name in an error.

    Several share it with SO_REUSEPORT: the kernel spreads connections over them. Since that option would also let a
    second Headgate in, the address is first taken without it. All are open when this returns, or none.
    """
    host, port = parse_address(address)
    opened: list[socket.socket] = []
    try:
        family, place = _resolve(host, port)
        if sockets > 1:
            with _bound(family, place) as probe:
                place = (place[0], probe.getsockname()[1], *place[2:])
        for _ in range(sockets):
            opened.append(_bound(family, place, shared=sockets > 1))
            opened[-1].listen(BACKLOG)
            place = (place[0], opened[-1].getsockname()[1], *place[2:])
    except OSError as error:
        for sock in opened:
            sock.close()
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        raise CannotListenError(f"cannot listen on {address} ({key}): {reason}") from error
    return opened


def _resolve(host: str, port: int) -> tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int]]:
    """Find the family and address of a name or number."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, _, _, _, place = found[0]
    return family, place  # type: ignore[return-value]


def _bound(
    family: socket.AddressFamily, place: tuple[str, int] | tuple[str, int, int, int], *, shared: bool = False
) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sock.bind(place)
    except OSError:
        sock.close()
        raise
    return sock
