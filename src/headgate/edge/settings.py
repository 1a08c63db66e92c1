"""What can be set about the listening side."""

from typing import Annotated

from msgspec import Meta, Struct

Seconds = Annotated[float, Meta(gt=0)]
Bytes = Annotated[int, Meta(ge=1)]


class TlsSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A certificate to listen with."""

    certificate: str
    """Path of the certificate chain, PEM."""
    key: str
    """Path of the private key, PEM."""


class GateSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The data plane's listening socket and the limits on what arrives there."""

    listen: str = "127.0.0.1:8080"
    """``host:port``; ``[::1]:8080`` for IPv6."""
    workers: Annotated[int, Meta(ge=1, le=64)] = 1
    """Gate processes; more than one needs ``shared: redis://…``."""
    tls: TlsSettings | None = None
    """Listen with TLS; without it, plain HTTP."""
    header_bytes_max: Bytes = 65_536
    """Request line and headers together; past it 431. (nginx: 32 KiB; Azure's front end: 64 KiB.)"""
    body_bytes_max: Bytes = 33_554_432
    """Past it 413. (Azure's largest inline audio is 25 MiB.)"""
    header_timeout_seconds: Seconds = 10.0
    """From a request's first byte to the end of its headers; past it 408."""
    body_timeout_seconds: Seconds = 60.0
    """From the end of the headers to the end of the body; past it 408."""
    idle_timeout_seconds: Seconds = 75.0
    """How long a connection may wait between requests. (nginx: 75 s.)"""
    write_timeout_seconds: Seconds = 60.0
    """How long a caller may leave its answer unread before its connection is ended."""
    connections_max: Annotated[int, Meta(ge=1)] = 10_000
    """Open connections per worker; past it new ones get 503."""
    drain_seconds: Seconds = 30.0
    """How long exchanges in flight may go on after SIGTERM."""
