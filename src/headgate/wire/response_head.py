"""Reading the head of a response: what passes, what is read on the way, and whether its framing is as plain as can be.

Nearly all answers that are no streams are ``HTTP/1.1`` with one ``Content-Length`` and sound lines. Those are framed by
counting; whatever differs in the least is ``plain`` no longer, and llhttp judges it.
"""

import re
from collections.abc import Callable, Mapping
from itertools import compress

from msgspec import Struct

from headgate.wire.header_lines import LineKinds, value_of

_PASS, _DROP = 0, 1
_CONTENT_LENGTH, _TRANSFER_ENCODING, _CONTENT_TYPE, _CONNECTION, _CLOSES, _KEEPS_ALIVE = range(2, 8)
_RETRY_AFTER, _RETRY_AFTER_MS, _REQUEST_ID, _APIM_REQUEST_ID, _UPGRADE, _ODD = range(8, 14)
"""``_ODD`` is a line that is no sound header: llhttp has to say what is to become of it."""

_PASSED = frozenset((_PASS, _ODD, _CONTENT_TYPE, _RETRY_AFTER, _RETRY_AFTER_MS, _REQUEST_ID, _APIM_REQUEST_ID))
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
    b"upgrade": _UPGRADE,
    b"x-headgate-attempts": _DROP,
    b"x-headgate-deployment": _DROP,
    b"x-headgate-request-id": _DROP,
}
"""Response headers that end at this hop (RFC 9110 §7.6.1) or are read on the way; all others pass."""

_FRAMED_OTHERWISE = frozenset((_TRANSFER_ENCODING, _UPGRADE, _ODD))
_LAYOUTS_MAX = 512
_NEVER_THE_SAME = frozenset((_REQUEST_ID, _APIM_REQUEST_ID))
_lines = LineKinds(_KINDS, otherwise=_PASS)
_SOUND_LINE = re.compile(rb"(?:[A-Za-z0-9_-]+:[^\r\n\0]*)?")
"""A header line, or the empty line that stands for the status line; asked in one call: each ``in`` costs 0.2 us."""
_STATUS_LINE = re.compile(rb"HTTP/1\.1 [2-9][0-9][0-9](?: [\t -~\x80-\xff]*)?")
_BODILESS = frozenset((204, 304))
_LENGTH_DIGITS_MAX = 15


class ResponseHead(Struct):
    """A backend's status and the headers that matter."""

    status: int
    status_line: bytes
    passed: bytes = b""
    """The header lines that reach the caller as they came, each ended with CRLF; lengths and framing left out."""
    content_length: int = -1
    """-1 when not said."""
    chunked: bool = False
    plain: bool = False
    """Whether the body is framed by ``content_length`` alone, and everything in the head is sound."""
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
    """What to do with the lines of a head whose headers come in one certain order: indices of lines, 0 for none."""

    passed: tuple[bool, ...]
    length: int
    content_type: int
    request_id: int
    request_id_value: int
    """Where the value begins in that line."""
    noted: tuple[tuple[Callable[[ResponseHead, bytes], None], int], ...]
    """What notes a line that comes seldom, and its index."""
    plain: bool
    chunked: bool
    closes: bool
    keeps_alive: bool


_layouts: dict[tuple[int | None, ...], _Layout] = {}
_statuses: dict[bytes, tuple[int, bool, bool]] = {}
"""By status line seen before: its number, whether it can begin a plain head, and whether it is HTTP/1.1."""


def read_response_head(raw: bytes) -> ResponseHead:
    """Read a response head, without its final empty line.

    A backend sends its headers in few different orders. What to do with the lines of an order is remembered, so that
    they are looked up and gathered in C, and Python sees only those that say something here.

    Raises:
        ValueError: when it does not begin with a status line.
    """
    lines = raw.split(b"\r\n")
    status_line = lines[0]
    status, plain, persistent = _statuses.get(status_line) or _read_status(status_line)
    lines[0] = b""
    known = [*map(_lines.remembered, lines)]
    while None in known:
        unseen = known.index(None)
        known[unseen] = _response_kind(lines[unseen])
    kinds = tuple(known)
    layout = _layouts.get(kinds) or _layout(kinds)
    lines.append(b"")
    digits = lines[layout.length][len("content-length:") :].strip(b" \t")
    head = ResponseHead(
        status,
        status_line,
        b"\r\n".join(compress(lines, layout.passed))[2:],
        int(digits) if layout.length else -1,
        layout.chunked,
        plain and layout.plain and digits.isdigit() and len(digits) <= _LENGTH_DIGITS_MAX,
        layout.closes or not (persistent or layout.keeps_alive),
        lines[layout.content_type][len("content-type:") :].strip(b" \t"),
        request_id=lines[layout.request_id][layout.request_id_value :].strip(b" \t")[:128].decode("latin-1"),
    )
    for note, index in layout.noted:
        note(head, lines[index])
    return head


def _read_status(line: bytes) -> tuple[int, bool, bool]:
    status = int(line[9:12])
    plain = _STATUS_LINE.fullmatch(line) is not None and status not in _BODILESS
    found = status, plain, line.startswith(b"HTTP/1.1")
    if len(_statuses) >= _LAYOUTS_MAX:
        _statuses.clear()
    _statuses[line] = found
    return found


def _layout(kinds: tuple[int | None, ...]) -> _Layout:
    """Conclude what to do with lines of these kinds, and remember it; the line after the last one always passes."""
    request_id = _APIM_REQUEST_ID if _APIM_REQUEST_ID in kinds else _REQUEST_ID
    layout = _Layout(
        passed=(*(kind in _PASSED for kind in kinds), True),
        length=_last(kinds, _CONTENT_LENGTH),
        content_type=_last(kinds, _CONTENT_TYPE),
        request_id=_last(kinds, request_id),
        request_id_value=len("apim-request-id:" if request_id == _APIM_REQUEST_ID else "x-request-id:"),
        noted=tuple(
            (_RESPONSE_NOTES[kind], index)
            for index, kind in enumerate(kinds)
            if kind is not None and kind in _RESPONSE_NOTES
        ),
        plain=kinds.count(_CONTENT_LENGTH) == 1 and not _FRAMED_OTHERWISE.intersection(kinds),
        chunked=_TRANSFER_ENCODING in kinds,
        closes=_CLOSES in kinds,
        keeps_alive=_KEEPS_ALIVE in kinds,
    )
    if len(_layouts) >= _LAYOUTS_MAX:
        _layouts.clear()
    _layouts[kinds] = layout
    return layout


def _last(kinds: tuple[int | None, ...], kind: int) -> int:
    """The index of the last line of a kind; 0, where the status line was, when there is none."""
    return max((index for index, each in enumerate(kinds) if each == kind), default=0)


def _response_kind(line: bytes) -> int:
    """Conclude what kind of response header a line holds; ``Connection`` is told apart by its options."""
    if _SOUND_LINE.fullmatch(line) is None:
        return _ODD
    name, _, value = line.partition(b":")
    kind = _KINDS.get(name.lower(), _PASS)
    if kind in _NEVER_THE_SAME:
        return kind
    if kind == _CONNECTION:
        options = value.lower()
        kind = _CLOSES if b"close" in options else _KEEPS_ALIVE if b"keep-alive" in options else _DROP
    _lines.remember(line, kind)
    return kind


def _note_retry_after(head: ResponseHead, line: bytes) -> None:
    head.retry_after = value_of(line)


def _note_retry_after_ms(head: ResponseHead, line: bytes) -> None:
    head.retry_after_ms = value_of(line)


_RESPONSE_NOTES: Mapping[int, Callable[[ResponseHead, bytes], None]] = {
    _RETRY_AFTER: _note_retry_after,
    _RETRY_AFTER_MS: _note_retry_after_ms,
}
