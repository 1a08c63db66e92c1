"""The heads of answers towards the caller, and Headgate's own answers."""

import math
from typing import Final

from headgate.core.deployment import Deployment
from headgate.core.refusal import Refusal
from headgate.pipeline.ports import Reply
from headgate.wire.openai_error import error_body
from headgate.wire.response_head import ResponseHead

_REASONS: Final = {
    200: b"OK",
    400: b"Bad Request",
    401: b"PermissionDenied",
    403: b"Forbidden",
    404: b"Not Found",
    405: b"Method Not Allowed",
    408: b"Request Timeout",
    413: b"Content Too Large",
    415: b"Unsupported Media Type",
    417: b"Expectation Failed",
    429: b"Too Many Requests",
    431: b"Request Header Fields Too Large",
    500: b"Internal Server Error",
    501: b"Not Implemented",
    502: b"Bad Gateway",
    503: b"Service Unavailable",
    504: b"Gateway Timeout",
    505: b"HTTP Version Not Supported",
}


def relayed_head(head: ResponseHead, exchange_id: str, deployment: Deployment, attempts: int) -> bytes:
    """The head of a backend's answer on its way to the caller: its own headers and three of Headgate's."""
    return b"HTTP/1.1%b\r\n%bx-headgate-request-id: %b\r\nx-headgate-deployment: %b\r\nx-headgate-attempts: %d\r\n" % (
        head.status_line[8:],
        head.passed,
        exchange_id.encode(),
        deployment.key.encode(),
        attempts,
    )


def own_head(status: int, *, exchange_id: str = "", content_type: bytes = b"application/json") -> bytes:
    """The head of an answer of Headgate itself."""
    head = b"HTTP/1.1 %d %b\r\ncontent-type: %b\r\n" % (status, _REASONS[status], content_type)
    return head + b"x-headgate-request-id: %b\r\n" % exchange_id.encode() if exchange_id else head


def refusal_head(refusal: Refusal, *, exchange_id: str = "", attempts: int | None = None) -> bytes:
    """The head of a refusal, with both ``retry-after`` headers where waiting would help.

    ``retry-after`` is whole seconds rounded up, ``retry-after-ms`` exact: clients prefer the latter.
    """
    head = own_head(refusal.status, exchange_id=exchange_id)
    if attempts is not None:
        head += b"x-headgate-attempts: %d\r\n" % attempts
    if refusal.retry_after_seconds is not None:
        seconds = max(refusal.retry_after_seconds, 0.001)
        head += b"retry-after: %d\r\nretry-after-ms: %d\r\n" % (math.ceil(seconds), math.ceil(seconds * 1000))
    for name, value in refusal.headers:
        head += b"%b: %b\r\n" % (name, value)
    return head


def refuse(reply: Reply, refusal: Refusal, *, exchange_id: str = "", attempts: int | None = None) -> None:
    """Answer with a refusal."""
    if refusal.close:
        reply.close_after()
    body = error_body(refusal)
    reply.whole(refusal_head(refusal, exchange_id=exchange_id, attempts=attempts), len(body), body)
