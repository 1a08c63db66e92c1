"""Reading the head of a response: what passes, what is read on the way, and whether its framing is as plain as can be.

Nearly all answers that are no streams are ``HTTP/1.1`` with one ``Content-Length`` and sound lines. Those are framed by
counting; whatever differs in the least is ``plain`` no longer, and llhttp judges it. Heads like one seen before are
read by ``wire.known_heads``, which takes less than half the time.
"""

import re
from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from headgate.wire.header_lines import value_of


class LineKind(IntEnum):
    """What a line of a response head is to us."""

    PASS = 0
    """Reaches the caller as it came."""
    DROP = 1
    """Ends at this hop."""
    CONTENT_LENGTH = 2
    TRANSFER_ENCODING = 3
    CONTENT_TYPE = 4
    CONNECTION = 5
    RETRY_AFTER = 6
    RETRY_AFTER_MS = 7
    REQUEST_ID = 8
    APIM_REQUEST_ID = 9
    UPGRADE = 10
    ODD = 11
    """No sound header: llhttp has to say what is to become of it."""


PASSED: Final = frozenset(
    (
        LineKind.PASS,
        LineKind.ODD,
        LineKind.CONTENT_TYPE,
        LineKind.RETRY_AFTER,
        LineKind.RETRY_AFTER_MS,
        LineKind.REQUEST_ID,
        LineKind.APIM_REQUEST_ID,
    )
)
"""Kinds of lines that reach the caller."""

_KINDS: Final[Mapping[bytes, LineKind]] = {
    b"content-length": LineKind.CONTENT_LENGTH,
    b"transfer-encoding": LineKind.TRANSFER_ENCODING,
    b"content-type": LineKind.CONTENT_TYPE,
    b"connection": LineKind.CONNECTION,
    b"retry-after": LineKind.RETRY_AFTER,
    b"retry-after-ms": LineKind.RETRY_AFTER_MS,
    b"apim-request-id": LineKind.APIM_REQUEST_ID,
    b"x-request-id": LineKind.REQUEST_ID,
    b"keep-alive": LineKind.DROP,
    b"proxy-authenticate": LineKind.DROP,
    b"proxy-connection": LineKind.DROP,
    b"te": LineKind.DROP,
    b"trailer": LineKind.DROP,
    b"upgrade": LineKind.UPGRADE,
    b"x-headgate-attempts": LineKind.DROP,
    b"x-headgate-deployment": LineKind.DROP,
    b"x-headgate-request-id": LineKind.DROP,
}
"""Response headers that end at this hop (RFC 9110 §7.6.1) or are read on the way; all others pass."""

_FRAMED_OTHERWISE: Final = frozenset((LineKind.TRANSFER_ENCODING, LineKind.UPGRADE, LineKind.ODD))
_STATUS_LINE: Final = re.compile(rb"HTTP/1\.1 [2-9][0-9][0-9](?: [\t -~\x80-\xff]*)?")
_SOUND_LINE: Final = re.compile(rb"[A-Za-z0-9_-]+:[^\r\n\0]*")
_BODILESS: Final = frozenset((204, 304))
_LENGTH_DIGITS_MAX: Final = 15


class ResponseHead:
    """A backend's status and the headers that matter."""

    __slots__ = (
        "chunked",
        "closes",
        "content_length",
        "content_type",
        "passed",
        "plain",
        "request_id",
        "retry_after",
        "retry_after_ms",
        "size",
        "status",
        "status_line",
    )

    def __init__(
        self,
        status: int,
        status_line: bytes,
        passed: bytes = b"",
        content_length: int = -1,
        *,
        size: int = 0,
        chunked: bool = False,
        plain: bool = False,
        closes: bool = False,
        content_type: bytes = b"",
        retry_after: bytes = b"",
        retry_after_ms: bytes = b"",
        request_id: str = "",
    ) -> None:
        """Keep what was read."""
        self.status = status
        self.status_line = status_line
        self.passed = passed
        """The header lines that reach the caller as they came, each ended with CRLF; lengths and framing left out."""
        self.content_length = content_length
        """-1 when not said."""
        self.size = size
        """Bytes of the head as it came, with its final empty line."""
        self.chunked = chunked
        self.plain = plain
        """Whether the body is framed by ``content_length`` alone, and everything in the head is sound."""
        self.closes = closes
        """Whether the connection ends with this answer."""
        self.content_type = content_type
        self.retry_after = retry_after
        self.retry_after_ms = retry_after_ms
        self.request_id = request_id
        """``apim-request-id``, else ``x-request-id``."""

    @property
    def is_event_stream(self) -> bool:
        """Whether the body is a stream of server-sent events."""
        return self.content_type.startswith(b"text/event-stream")


def read_response_head(raw: bytes) -> ResponseHead:
    """Read a response head, without its final empty line.

    Raises:
        ValueError: when it does not begin with a status line.
    """
    status_line, *lines = raw.split(b"\r\n")
    kinds = [line_kind(line) for line in lines]
    said = {kind: value_of(line) for kind, line in zip(kinds, lines, strict=True)}
    status = int(status_line[9:12])
    digits = said.get(LineKind.CONTENT_LENGTH, b"")
    options = b",".join(line.lower() for line, kind in zip(lines, kinds, strict=True) if kind == LineKind.CONNECTION)
    persistent = status_line.startswith(b"HTTP/1.1") or b"keep-alive" in options
    request_id = said.get(LineKind.APIM_REQUEST_ID, said.get(LineKind.REQUEST_ID, b""))
    return ResponseHead(
        status=status,
        status_line=status_line,
        passed=b"".join(line + b"\r\n" for line, kind in zip(lines, kinds, strict=True) if kind in PASSED),
        content_length=int(digits) if digits else -1,
        size=len(raw) + 4,
        chunked=LineKind.TRANSFER_ENCODING in said,
        plain=status not in _BODILESS
        and _STATUS_LINE.fullmatch(status_line) is not None
        and kinds.count(LineKind.CONTENT_LENGTH) == 1
        and is_plain_length(digits)
        and _FRAMED_OTHERWISE.isdisjoint(kinds),
        closes=b"close" in options or not persistent,
        content_type=said.get(LineKind.CONTENT_TYPE, b""),
        retry_after=said.get(LineKind.RETRY_AFTER, b""),
        retry_after_ms=said.get(LineKind.RETRY_AFTER_MS, b""),
        request_id=read_request_id(request_id),
    )


def line_kind(line: bytes) -> LineKind:
    """What kind of line this is."""
    if _SOUND_LINE.fullmatch(line) is None:
        return LineKind.ODD
    return _KINDS.get(line.partition(b":")[0].lower(), LineKind.PASS)


def is_plain_length(digits: bytes) -> bool:
    """Whether a content length is nothing but a number of a sensible size."""
    return digits.isdigit() and len(digits) <= _LENGTH_DIGITS_MAX


def read_request_id(value: bytes) -> str:
    """An id of a request as it is kept: whatever its bytes, and no longer than ids are."""
    return value[:128].decode("latin-1")
