"""Reading the head of an HTTP/1.1 message whose framing llhttp has already judged.

llhttp refuses what is malformed (both lengths, folded lines, bare line feeds, null bytes, bad names). What is left
to say here is which lines travel on, which are ours, and what a gateway must refuse although it is well formed.

Header lines repeat from message to message, so what was concluded about a line is remembered. Only short lines are,
never one that carries a credential, and never more than ``_REMEMBERED_MAX`` of them.
"""

from collections.abc import Callable, Mapping
from itertools import compress

from msgspec import Struct

HEAD_END = b"\r\n\r\n"
_REMEMBERED_MAX = 4096
_REMEMBERED_LINE_MAX = 256

_PASS, _DROP, _FORWARD = 0, 1, 2
# Request headers that travel on and are read on the way: up to and with _CONTENT_TYPE.
_CLIENT_REQUEST_ID, _TRACEPARENT, _CONTENT_TYPE = 3, 4, 5
_API_KEY, _AUTHORIZATION, _CONTENT_LENGTH, _TRANSFER_ENCODING = 6, 7, 8, 9
_CONTENT_ENCODING, _HOST, _EXPECT = 10, 11, 12
_CONNECTION, _CLOSES, _KEEPS_ALIVE, _RETRY_AFTER, _RETRY_AFTER_MS, _REQUEST_ID, _APIM_REQUEST_ID = range(13, 20)

_PASSED = frozenset((_PASS, _CONTENT_TYPE, _RETRY_AFTER, _RETRY_AFTER_MS, _REQUEST_ID, _APIM_REQUEST_ID))
"""Kinds of response lines that reach the caller."""

_REQUEST_KINDS: Mapping[bytes, int] = {
    b"api-key": _API_KEY,
    b"authorization": _AUTHORIZATION,
    b"content-length": _CONTENT_LENGTH,
    b"transfer-encoding": _TRANSFER_ENCODING,
    b"content-type": _CONTENT_TYPE,
    b"content-encoding": _CONTENT_ENCODING,
    b"host": _HOST,
    b"expect": _EXPECT,
    b"x-ms-client-request-id": _CLIENT_REQUEST_ID,
    b"traceparent": _TRACEPARENT,
    b"accept": _FORWARD,
    b"accept-language": _FORWARD,
    b"aoai-copy-ft-checkpoints": _FORWARD,
    b"aoai-evals": _FORWARD,
    b"idempotency-key": _FORWARD,
    b"openai-beta": _FORWARD,
    b"tracestate": _FORWARD,
    b"user-agent": _FORWARD,
    b"x-ms-useragent": _FORWARD,
}
"""Every request header that means something here; all others stay behind (an allow-list)."""

_RESPONSE_KINDS: Mapping[bytes, int] = {
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

_requests_remembered: dict[bytes, int] = {}
_responses_remembered: dict[bytes, int] = {b"": _PASS}
_LAYOUTS_MAX = 512
_NEVER_REMEMBERED = frozenset({_API_KEY, _AUTHORIZATION, _CLIENT_REQUEST_ID, _TRACEPARENT})


class HeadError(Exception):
    """A well-formed head that must be refused all the same; the connection is closed after the answer."""

    def __init__(self, status: int, code: str, message: str) -> None:
        """Keep what the refusal will say."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


class RequestHead(Struct):
    """A request's line and the headers that matter."""

    method: bytes
    target: bytes
    http_1_0: bool = False
    content_length: int = 0
    """As the head says that was read; a caller's next request may share this value with another length."""
    chunked: bool = False
    expect_continue: bool = False
    api_key: bytes = b""
    bearer: bytes = b""
    content_type: bytes = b""
    client_request_id: str = ""
    traceparent: str = ""
    forward: bytes = b""
    """The allow-listed header lines as they came, each ended with CRLF."""


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


def _kind_of(line: bytes, kinds: Mapping[bytes, int], otherwise: int, remembered: dict[bytes, int]) -> int:
    """What kind of header a line holds, remembered for the next message."""
    kind = kinds.get(line.partition(b":")[0].lower(), otherwise)
    if kind not in _NEVER_REMEMBERED and len(line) <= _REMEMBERED_LINE_MAX:
        if len(remembered) >= _REMEMBERED_MAX:
            remembered.clear()
            remembered[b""] = _PASS
        remembered[line] = kind
    return kind


def _value_of(line: bytes) -> bytes:
    return line.partition(b":")[2].strip(b" \t")


def read_request_head(raw: bytes) -> RequestHead:
    """Read a request head, without its final empty line.

    Raises:
        HeadError: for a target, host or coding that a gateway must not act on.
    """
    lines = raw.split(b"\r\n")
    head = _read_request_line(lines[0])
    kind_of = _requests_remembered.get
    forward = []
    hosts = 0
    for line in lines[1:]:
        kind = kind_of(line)
        if kind is None:
            kind = _kind_of(line, _REQUEST_KINDS, _DROP, _requests_remembered)
        if kind == _DROP:
            continue
        if kind <= _CONTENT_TYPE:
            forward.append(line)
        if kind == _HOST:
            hosts += 1
        elif kind > _FORWARD:
            _NOTES[kind](head, _value_of(line))
    if hosts != 1 and not (hosts == 0 and head.http_1_0):
        raise HeadError(400, "invalid_host", f"Exactly one Host header is needed; there are {hosts}.")
    forward.append(b"")
    head.forward = b"\r\n".join(forward)
    return head


def _read_request_line(line: bytes) -> RequestHead:
    parts = line.split(b" ")
    if len(parts) != 3 or b"\n" in line:  # llhttp takes a bare line feed here for the end of an HTTP/0.9 request
        raise HeadError(400, "invalid_request_line", "The request line is not 'METHOD target HTTP/1.1'.")
    method, target, version = parts
    if version not in (b"HTTP/1.1", b"HTTP/1.0"):
        raise HeadError(505, "http_version_not_supported", "Only HTTP/1.1 and HTTP/1.0 are spoken here.")
    if not target.startswith(b"/"):
        raise HeadError(400, "invalid_target", "The request target must be a path: '/openai/…', not a URL.")
    return RequestHead(method=method, target=target, http_1_0=version == b"HTTP/1.0")


def _note_content_type(head: RequestHead, value: bytes) -> None:
    head.content_type = value


def _note_client_request_id(head: RequestHead, value: bytes) -> None:
    head.client_request_id = value[:128].decode("latin-1")


def _note_traceparent(head: RequestHead, value: bytes) -> None:
    head.traceparent = value[:64].decode("latin-1")


def _note_content_length(head: RequestHead, value: bytes) -> None:
    head.content_length = int(value)


def _note_api_key(head: RequestHead, value: bytes) -> None:
    head.api_key = value


def _note_authorization(head: RequestHead, value: bytes) -> None:
    scheme, _, token = value.partition(b" ")
    if scheme.lower() == b"bearer":
        head.bearer = token.strip(b" ")


def _note_transfer_encoding(head: RequestHead, value: bytes) -> None:
    if value.lower() != b"chunked":
        raise HeadError(501, "unsupported_transfer_encoding", "The only transfer coding spoken here is 'chunked'.")
    if head.http_1_0:
        raise HeadError(400, "invalid_transfer_encoding", "HTTP/1.0 has no transfer codings.")
    head.chunked = True


def _note_expect(head: RequestHead, value: bytes) -> None:
    if value.lower() != b"100-continue":
        raise HeadError(417, "expectation_failed", "The only expectation met here is '100-continue'.")
    head.expect_continue = True


def _note_content_encoding(head: RequestHead, value: bytes) -> None:
    del head
    if value.lower() != b"identity":
        raise HeadError(415, "unsupported_content_encoding", "Send the body as it is, without content-encoding.")


_NOTES: Mapping[int, Callable[[RequestHead, bytes], None]] = {
    _CONTENT_TYPE: _note_content_type,
    _CLIENT_REQUEST_ID: _note_client_request_id,
    _TRACEPARENT: _note_traceparent,
    _CONTENT_LENGTH: _note_content_length,
    _API_KEY: _note_api_key,
    _AUTHORIZATION: _note_authorization,
    _TRANSFER_ENCODING: _note_transfer_encoding,
    _EXPECT: _note_expect,
    _CONTENT_ENCODING: _note_content_encoding,
}


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
    kinds = (*map(_responses_remembered.get, lines),)
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
    kind = _kind_of(line, _RESPONSE_KINDS, _PASS, _responses_remembered)
    if kind == _CONNECTION:
        options = _value_of(line).lower()
        kind = _CLOSES if b"close" in options else _KEEPS_ALIVE if b"keep-alive" in options else _DROP
        _responses_remembered[line] = kind
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
    head.request_id = _value_of(line)[:128].decode("latin-1")


def _note_retry_after(head: ResponseHead, line: bytes) -> None:
    head.retry_after = _value_of(line)


def _note_retry_after_ms(head: ResponseHead, line: bytes) -> None:
    head.retry_after_ms = _value_of(line)


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
