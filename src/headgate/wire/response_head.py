"""Reading the head of a response whose framing llhttp judges beside it: what passes, and what is read on the way."""

from collections.abc import Callable, Mapping
from itertools import compress

from msgspec import Struct

from headgate.wire.header_lines import LineKinds, value_of

_PASS, _DROP = 0, 1
_CONTENT_LENGTH, _TRANSFER_ENCODING, _CONTENT_TYPE, _CONNECTION, _CLOSES, _KEEPS_ALIVE = range(2, 8)
_RETRY_AFTER, _RETRY_AFTER_MS, _REQUEST_ID, _APIM_REQUEST_ID = range(8, 12)

_PASSED = frozenset((_PASS, _CONTENT_TYPE, _RETRY_AFTER, _RETRY_AFTER_MS, _REQUEST_ID, _APIM_REQUEST_ID))
"""Kinds of response lines that reach the caller."""

_KINDS: Mapping[bytes, int] = {
    b"content-length": _CONTENT_LENGTH,
    b"transfer-encoding": _TRANSFER_ENCODING,
    b"content-type": _CONTENT_TYPE,
    b"connection": _CONNECTION,
    b"retry-after": _RETRY_AFTER,
    b"retry-after-ms": _RETRY_AFTER_MS,
    b"apim-request-id": _APIM_REQUEST_ID,
    b"x-request-id": _REQUEST_ID,
    b"keep-alive": _DROP,
    b"proxy-authenticate": _DROP,
    b"proxy-connection": _DROP,
    b"te": _DROP,
    b"trailer": _DROP,
    b"upgrade": _DROP,
    b"x-headgate-attempts": _DROP,
    b"x-headgate-deployment": _DROP,
    b"x-headgate-request-id": _DROP,
}
"""Response headers that end at this hop (RFC 9110 §7.6.1) or are read on the way; all others pass."""

_LAYOUTS_MAX = 512
_lines = LineKinds(_KINDS, otherwise=_PASS)


class ResponseHead(Struct):
    """A backend's status and the headers that matter."""

    status: int
    status_line: bytes
    passed: bytes = b""
    """The header lines that reach the caller as they came, each ended with CRLF; lengths and framing left out."""
    content_length: int = -1
    """-1 when not said."""
    chunked: bool = False
    closes: bool = False
    """Whether the connection ends with this answer."""
    content_type: bytes = b""
    retry_after: bytes = b""
    retry_after_ms: bytes = b""
    request_id: str = ""
    """``apim-request-id``, else ``x-request-id``."""

    @property
    def is_event_stream(self) -> bool:
        """Whether the body is a stream of server-sent events."""
        return self.content_type.startswith(b"text/event-stream")


class _Layout(Struct, frozen=True):
    """What to do with the lines of a head whose headers come in one certain order."""

    passed: tuple[bool, ...]
    noted: tuple[tuple[Callable[[ResponseHead, bytes], None], int], ...]
    """What notes a line, and its index."""


_layouts: dict[tuple[int | None, ...], _Layout] = {}


def read_response_head(raw: bytes) -> ResponseHead:
    """Read a response head, without its final empty line.

    A backend sends its headers in few different orders. What to do with the lines of an order is remembered, so that
    they are looked up and gathered in C, and Python sees only those that say something here.

    Raises:
        ValueError: when it does not begin with a status line.
    """
    lines = raw.split(b"\r\n")
    status_line = lines[0]
    status = int(status_line[9:12])
    lines[0] = b""
    kinds = (*map(_lines.remembered, lines),)
    if None in kinds:
        kinds = tuple(_response_kind(line) if kind is None else kind for line, kind in zip(lines, kinds, strict=True))
    layout = _layouts.get(kinds) or _layout(kinds)
    lines.append(b"")
    head = ResponseHead(status, status_line, b"\r\n".join(compress(lines, layout.passed))[2:])
    if not status_line.startswith(b"HTTP/1.1"):
        head.closes = True
    for note, index in layout.noted:
        note(head, lines[index])
    return head


def _layout(kinds: tuple[int | None, ...]) -> _Layout:
    """Conclude what to do with lines of these kinds, and remember it; the line after the last one always passes."""
    layout = _Layout(
        passed=(*(kind in _PASSED for kind in kinds), True),
        noted=tuple(
            (_RESPONSE_NOTES[kind], index)
            for index, kind in enumerate(kinds)
            if kind is not None and kind > _DROP and not (kind == _REQUEST_ID and _APIM_REQUEST_ID in kinds)
        ),
    )
    if len(_layouts) >= _LAYOUTS_MAX:
        _layouts.clear()
    _layouts[kinds] = layout
    return layout


def _response_kind(line: bytes) -> int:
    """Conclude what kind of response header a line holds; ``Connection`` is told apart by its options."""
    kind = _lines.conclude(line)
    if kind == _CONNECTION:
        options = value_of(line).lower()
        kind = _CLOSES if b"close" in options else _KEEPS_ALIVE if b"keep-alive" in options else _DROP
        _lines.remember(line, kind)
    return kind


def _note_response_length(head: ResponseHead, line: bytes) -> None:
    head.content_length = int(line[len("content-length:") :])  # int() takes the white space around


def _note_chunked(head: ResponseHead, line: bytes) -> None:
    del line
    head.chunked = True


def _note_closes(head: ResponseHead, line: bytes) -> None:
    del line
    head.closes = True


def _note_keeps_alive(head: ResponseHead, line: bytes) -> None:
    del line
    head.closes = False


def _note_response_type(head: ResponseHead, line: bytes) -> None:
    head.content_type = line[len("content-type:") :].strip(b" \t")


def _note_request_id(head: ResponseHead, line: bytes) -> None:
    head.request_id = value_of(line)[:128].decode("latin-1")


def _note_retry_after(head: ResponseHead, line: bytes) -> None:
    head.retry_after = value_of(line)


def _note_retry_after_ms(head: ResponseHead, line: bytes) -> None:
    head.retry_after_ms = value_of(line)


_RESPONSE_NOTES: Mapping[int, Callable[[ResponseHead, bytes], None]] = {
    _CONTENT_LENGTH: _note_response_length,
    _TRANSFER_ENCODING: _note_chunked,
    _CLOSES: _note_closes,
    _KEEPS_ALIVE: _note_keeps_alive,
    _CONTENT_TYPE: _note_response_type,
    _REQUEST_ID: _note_request_id,
    _APIM_REQUEST_ID: _note_request_id,
    _RETRY_AFTER: _note_retry_after,
    _RETRY_AFTER_MS: _note_retry_after_ms,
}
