"""The head of an answer, and how its body is delimited."""

from http import HTTPStatus
from typing import Literal

from headgate.simulator.answer import Answer

Delimiting = Literal["length", "chunks", "close"]
"""How the end of a body is told: by its length, by chunks, by the end of the connection."""

LAST_CHUNK = b"0\r\n\r\n"

_REASONS = {status.value: status.phrase.encode() for status in HTTPStatus}


def delimiting(answer: Answer, *, until_close: bool, http_1_0: bool) -> Delimiting:
    """How this answer's body is delimited; HTTP/1.0 knows no chunks."""
    if until_close:
        return "close"
    if answer.events is None and not answer.chunked:
        return "length"
    return "close" if http_1_0 else "chunks"


def head(answer: Answer, how: Delimiting, *, date: bytes, keep_alive: bool) -> bytes:
    """Status line and headers, the recorded ones first."""
    return b"HTTP/1.1 %d %b\r\n%b%b%b%b%b%b\r\n" % (
        answer.status,
        answer.reason or _REASONS.get(answer.status, b"Unknown"),
        b"Content-Length: %d\r\n" % len(answer.body) if how == "length" else b"",
        b"Content-Type: %b\r\n" % answer.content_type if answer.content_type else b"",
        date,
        answer.headers,
        b"Transfer-Encoding: chunked\r\n" if how == "chunks" else b"",
        b"" if keep_alive else b"Connection: close\r\n",
    )


def chunk(piece: bytes) -> bytes:
    """One piece of a body in chunks."""
    return b"%x\r\n%b\r\n" % (len(piece), piece)
