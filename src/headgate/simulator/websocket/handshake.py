"""The handshake of a WebSocket: a request that asks to go on as one (RFC 6455, section 4)."""

import base64
import hashlib

from headgate.simulator import errors
from headgate.simulator.errors import AzureError
from headgate.simulator.exchange import Request, Upgraded
from headgate.simulator.websocket.talk import Lifetime, TalkMaker

_ACCEPTED_WITH = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""RFC 6455, section 1.3."""
_PROTOCOL = b"realtime"


def asked_for(request: Request) -> bool:
    """Whether a request wants to become a WebSocket."""
    return request.headers.get(b"upgrade", b"").lower() == b"websocket"


def opened(request: Request, make_talk: TalkMaker, *, headers: bytes, lifetime: Lifetime) -> Upgraded:
    """The WebSocket that a request asks for; ``headers`` are the resource's.

    Raises:
        AzureError: a 400 when it asks for none, 426 for another version of it, 501 when wsproto is not installed.
    """
    _check(request)
    try:
        from headgate.simulator.websocket.socket import Socket
    except ModuleNotFoundError as error:
        message = "WebSocket needs a package that is not installed: pip install 'headgate[simulator]'."
        raise AzureError(501, errors.envelope("NotImplemented", message)) from error
    return Socket(make_talk, head=_head(request, headers), lifetime=lifetime)


def _check(request: Request) -> None:
    if not asked_for(request):
        raise errors.invalid("This path speaks WebSocket: ask for it with `Connection: Upgrade`, `Upgrade: websocket`.")
    if request.headers.get(b"sec-websocket-version") != b"13":
        raise AzureError(426, errors.envelope("426", "Only version 13 of WebSocket is spoken here."))
    try:
        key = base64.b64decode(request.headers.get(b"sec-websocket-key", b""), validate=True)
    except ValueError:
        key = b""
    if len(key) != 16:
        raise errors.invalid("`Sec-WebSocket-Key` is no base64 of 16 bytes.")


def _head(request: Request, headers: bytes) -> bytes:
    key = request.headers[b"sec-websocket-key"]
    accepted = base64.b64encode(hashlib.sha1(key + _ACCEPTED_WITH, usedforsecurity=False).digest())
    offered = [each.strip() for each in request.headers.get(b"sec-websocket-protocol", b"").split(b",")]
    chosen = b"Sec-WebSocket-Protocol: %b\r\n" % _PROTOCOL if _PROTOCOL in offered else b""
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: %b\r\n%b%b\r\n" % (accepted, chosen, headers)
    )
