"""The handshake of a realtime conversation: a request that becomes a WebSocket (RFC 6455, section 4)."""

import base64
import hashlib

from headgate.core.clock import Clock
from headgate.simulator import errors
from headgate.simulator.errors import AzureError
from headgate.simulator.exchange import Request, Upgraded
from headgate.simulator.realtime.dialogue import Dialogue
from headgate.simulator.realtime.model import Model
from headgate.simulator.routes import Route

_ACCEPTED_WITH = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""RFC 6455, section 1.3."""
_PROTOCOL = b"realtime"


def opened(request: Request, route: Route, model: Model, *, headers: bytes, clock: Clock) -> Upgraded:
    """The WebSocket that a request asks for; ``headers`` are the resource's, dated api-versions speak the beta.

    Raises:
        AzureError: a 400 when it asks for none, 426 for another version of it, 501 when wsproto is not installed.
    """
    _check(request)
    try:
        from headgate.simulator.realtime.socket import Socket
    except ModuleNotFoundError as error:
        message = "Realtime needs a package that is not installed: pip install 'headgate[simulator]'."
        raise AzureError(501, errors.envelope("NotImplemented", message)) from error
    in_beta = route.version != "v1"
    head = _head(request, headers)
    return Socket(
        lambda loop, send: Dialogue(model, in_beta=in_beta, now=clock.now(), loop=loop, send=send),
        head=head,
    )


def _check(request: Request) -> None:
    upgrade = request.headers.get(b"upgrade", b"").lower()
    if upgrade != b"websocket":
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
