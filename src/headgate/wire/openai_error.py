"""Errors in the shape that clients of OpenAI and Azure OpenAI read."""

import msgspec
from msgspec import Struct

from headgate.core.refusal import Refusal


class _Error(Struct):
    message: str
    type: str
    param: str | None
    code: str


class _Envelope(Struct):
    error: _Error


_encode = msgspec.json.Encoder().encode


def error_body(refusal: Refusal) -> bytes:
    """The JSON body ``{"error": {"message", "type", "param", "code"}}`` of a refusal."""
    return _encode(_Envelope(_Error(refusal.message, refusal.type, refusal.param, refusal.code)))


def error_event(refusal: Refusal, *, api: str) -> bytes:
    """The server-sent event that ends a stream which has already begun.

    Chat streams carry ``data: {"error": …}`` (recorded: Azure OpenAI mid-stream errors); streams of the Responses API
    carry an event named ``error`` (OpenAI's specification, ``ResponseErrorEvent``).
    """
    if api != "responses":
        return b"data: " + error_body(refusal) + b"\n\n"
    event = {"type": "error", "code": refusal.code, "message": refusal.message, "param": refusal.param}
    return b"event: error\ndata: " + _encode(event) + b"\n\n"
