"""Addresses to listen on, as a configuration writes them."""

import ipaddress
from typing import Final, NamedTuple

_EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, never bound


class Address(NamedTuple):
    """A host to listen on and its port."""

    host: str
    """An IPv4 or IPv6 address without brackets, or a host name."""
    port: int
    """0 lets the system choose."""

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    def overlaps(self, other: "Address") -> bool:
        """Whether not both can be listened on."""
        same_host = self.host == other.host or bool({self.host, other.host} & _EVERYWHERE)
        return same_host and self.port == other.port != 0


def parse_address(text: str) -> Address:
    """Read ``host:port`` or ``[ipv6]:port``; raises ``ValueError`` that says what is wrong, without the text."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isascii() or not port.isdigit() or int(port) > 65_535:
        raise ValueError("expected host:port, such as 127.0.0.1:8080 or [::1]:8080")
    if host.startswith("[") and host.endswith("]"):
        return Address(_ipv6(host[1:-1]), int(port))
    if ":" in host:
        raise ValueError("an IPv6 address stands in brackets: [::1]:8080")
    if host in {"", "*"}:
        raise ValueError(f"write 0.0.0.0:{port} to listen on every interface")
    return Address(host, int(port))


def _ipv6(text: str) -> str:
    try:
        return str(ipaddress.IPv6Address(text))
    except ValueError:
        raise ValueError("between the brackets stands no IPv6 address") from None


def is_loopback(host: str) -> bool:
    """Whether a host is this machine: a loopback address, or ``localhost``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
