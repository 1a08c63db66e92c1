"""What a gate answers by itself, without knowing who asks: its health, and methods that no API here has."""

from typing import Final

from headgate.core.refusal import Refusal
from headgate.pipeline.ports import Reply, Request
from headgate.pipeline.replies import own_head, refuse

_METHODS: Final = frozenset({b"GET", b"POST", b"DELETE", b"PUT", b"PATCH"})
_ALLOWED: Final = b"GET, POST, PUT, PATCH, DELETE"
_LIVE: Final = b'{"status":"live"}'
_READY: Final = b'{"status":"ready"}'
_DRAINING: Final = Refusal(503, "draining", "This gate is draining: it serves no new requests.", type="server_error")


def answer_locally(request: Request, reply: Reply, *, ready: bool) -> bool:
    """Answer if it is one of these; whether it was."""
    head = request.head
    if head.method not in _METHODS:
        _refuse_method(head.method, reply)
        return True
    if not head.target.startswith(b"/health/"):
        return False
    if head.target == b"/health/live":
        reply.whole(own_head(200), len(_LIVE), _LIVE)
    elif head.target != b"/health/ready":
        refuse(reply, Refusal(404, "404", "Resource not found"))
    elif ready:
        reply.whole(own_head(200), len(_READY), _READY)
    else:
        refuse(reply, _DRAINING)
    return True


def _refuse_method(method: bytes, reply: Reply) -> None:
    if method == b"HEAD":  # whose answer has no body, whatever it says (RFC 9110 §9.3.2)
        reply.close_after()
        reply.whole(own_head(405) + b"allow: " + _ALLOWED + b"\r\n", 0, b"")
        return
    message = f"The method {method.decode()} is not allowed here."
    refuse(reply, Refusal(405, "method_not_allowed", message, headers=((b"allow", _ALLOWED),), close=True))
