"""Reading the head of an HTTP/1.1 message whose framing llhttp has already judged.

llhttp refuses what is malformed (both lengths, folded lines, bare line feeds, null bytes, bad names). What is left
to say here is which lines travel on, which are ours, and what a gateway must refuse although it is well formed.

Header lines repeat from message to message, so what was concluded about a line is remembered. Only short lines are,
never one that carries a credential, and never more than ``_REMEMBERED_MAX`` of them.
"""

from collections.abc import Mapping

from msgspec import Struct

HEAD_END = b"\r\n\r\n"
_REMEMBERED_MAX = 4096
_REMEMBERED_LINE_MAX = 256

_DROP, _FORWARD, _PASS = 0, 1, 2
_API_KEY, _AUTHORIZATION, _CONTENT_LENGTH, _TRANSFER_ENCODING, _CONTENT_TYPE = 10, 11, 12, 13, 14
_CONTENT_ENCODING, _HOST, _EXPECT, _UPGRADE, _CLIENT_REQUEST_ID, _TRACEPARENT = 15, 16, 17, 18, 19, 20
_CONNECTION, _RETRY_AFTER, _RETRY_AFTER_MS, _APIM_REQUEST_ID, _REQUEST_ID = 21, 22, 23, 24, 25

_REQUEST_KINDS: Mapping[bytes, int] = {
    b"api-key": _API_KEY,
    b"authorization": _AUTHORIZATION,
    b"content-length": _CONTENT_LENGTH,
    b"transfer-encoding": _TRANSFER_ENCODING,
    b"content-type": _CONTENT_TYPE,
    b"content-encoding": _CONTENT_ENCODING,
    b"host": _HOST,
    b"expect": _EXPECT,
    b"upgrade": _UPGRADE,
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
    b"content-encoding": _CONTENT_ENCODING,
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

_requests_remembered: dict[bytes, tuple[int, bytes]] = {}
_responses_remembered: dict[bytes, tuple[int, bytes]] = {}


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
    chunked: bool = False
    expect_continue: bool = False
    api_key: bytes = b""
    bearer: bytes = b""
    content_type: bytes = b""
    client_request_id: bytes = b""
    traceparent: bytes = b""
    forward: bytes = b""
    """The allow-listed header lines as they came, each ended with CRLF."""


class ResponseHead(Struct):
    """A backend's status and the headers that matter."""

    status: int
    status_line: bytes
    content_length: int = -1
    """-1 when not said."""
    chunked: bool = False
    closes: bool = False
    """Whether the connection ends with this answer."""
    content_type: bytes = b""
    content_encoding: bytes = b""
    retry_after: bytes = b""
    retry_after_ms: bytes = b""
    request_id: bytes = b""
    """``apim-request-id``, else ``x-request-id``."""
    passed: bytes = b""
    """The header lines that reach the caller as they came, each ended with CRLF; lengths and framing left out."""

    @property
    def is_event_stream(self) -> bool:
        """Whether the body is a stream of server-sent events."""
        return self.content_type.startswith(b"text/event-stream")


def _conclude(line: bytes, kinds: Mapping[bytes, int], otherwise: int) -> tuple[int, bytes]:
    name, _, value = line.partition(b":")
    return kinds.get(name.lower(), otherwise), value.strip(b" \t")


def _remember(remembered: dict[bytes, tuple[int, bytes]], line: bytes, concluded: tuple[int, bytes]) -> None:
    if len(line) > _REMEMBERED_LINE_MAX:
        return
    if len(remembered) >= _REMEMBERED_MAX:
        remembered.clear()
    remembered[line] = concluded


def read_request_head(raw: bytes) -> RequestHead:
    """Read a request head, without its final empty line.

    Raises:
        HeadError: for a target, host or coding that a gateway must not act on.
    """
    lines = raw.split(b"\r\n")
    request_line = lines[0].split(b" ")
    if len(request_line) != 3:
        raise HeadError(400, "invalid_request_line", "The request line is not 'METHOD target HTTP/1.1'.")
    head = RequestHead(method=request_line[0], target=request_line[1], http_1_0=request_line[2] == b"HTTP/1.0")
    if not head.http_1_0 and request_line[2] != b"HTTP/1.1":
        raise HeadError(505, "http_version_not_supported", "Only HTTP/1.1 and HTTP/1.0 are spoken here.")
    if not head.target.startswith(b"/"):
        raise HeadError(400, "invalid_target", "The request target must be a path: '/openai/…', not a URL.")
    forward = []
    hosts = 0
    for line in lines[1:]:
        concluded = _requests_remembered.get(line)
        if concluded is None:
            concluded = _conclude(line, _REQUEST_KINDS, _DROP)
            if concluded[0] not in (_API_KEY, _AUTHORIZATION, _CLIENT_REQUEST_ID, _TRACEPARENT):
                _remember(_requests_remembered, line, concluded)
        kind = concluded[0]
        if kind == _DROP:
            continue
        if kind == _FORWARD:
            forward.append(line)
        elif kind == _HOST:
            hosts += 1
        else:
            _note_in_request(head, kind, line, concluded[1], forward)
    if hosts != 1 and not (hosts == 0 and head.http_1_0):
        raise HeadError(400, "invalid_host", f"Exactly one Host header is needed; there are {hosts}.")
    forward.append(b"")
    head.forward = b"\r\n".join(forward)
    return head


def _note_in_request(head: RequestHead, kind: int, line: bytes, value: bytes, forward: list[bytes]) -> None:
    if kind == _CONTENT_TYPE:
        head.content_type = value
        forward.append(line)
    elif kind == _CONTENT_LENGTH:
        head.content_length = int(value)
    elif kind == _API_KEY:
        head.api_key = value
    elif kind == _AUTHORIZATION:
        scheme, _, token = value.partition(b" ")
        if scheme.lower() == b"bearer":
            head.bearer = token.strip(b" ")
    elif kind == _CLIENT_REQUEST_ID:
        head.client_request_id = value[:128]
        forward.append(line)
    elif kind == _TRACEPARENT:
        head.traceparent = value[:64]
        forward.append(line)
    elif kind == _TRANSFER_ENCODING:
        if value.lower() != b"chunked":
            raise HeadError(501, "unsupported_transfer_encoding", "The only transfer coding spoken here is 'chunked'.")
        if head.http_1_0:
            raise HeadError(400, "invalid_transfer_encoding", "HTTP/1.0 has no transfer codings.")
        head.chunked = True
    elif kind == _EXPECT:
        if value.lower() != b"100-continue":
            raise HeadError(417, "expectation_failed", "The only expectation met here is '100-continue'.")
        head.expect_continue = True
    elif kind == _CONTENT_ENCODING:
        if value.lower() != b"identity":
            raise HeadError(415, "unsupported_content_encoding", "Send the body as it is, without content-encoding.")
    elif kind == _UPGRADE:
        raise HeadError(501, "upgrade_not_supported", "Protocol upgrades are not served here.")


def read_response_head(raw: bytes) -> ResponseHead:
    """Read a response head, without its final empty line."""
    lines = raw.split(b"\r\n")
    status_line = lines[0]
    head = ResponseHead(
        status=int(status_line[9:12]), status_line=status_line, closes=not status_line.startswith(b"HTTP/1.1")
    )
    passed = []
    for line in lines[1:]:
        concluded = _responses_remembered.get(line)
        if concluded is None:
            concluded = _conclude(line, _RESPONSE_KINDS, _PASS)
            _remember(_responses_remembered, line, concluded)
        kind = concluded[0]
        if kind == _PASS:
            passed.append(line)
        elif kind != _DROP:
            _note_in_response(head, kind, line, concluded[1], passed)
    passed.append(b"")
    head.passed = b"\r\n".join(passed)
    return head


def _note_in_response(head: ResponseHead, kind: int, line: bytes, value: bytes, passed: list[bytes]) -> None:
    if kind == _CONTENT_LENGTH:
        head.content_length = int(value)
    elif kind == _TRANSFER_ENCODING:
        head.chunked = True
    elif kind == _CONNECTION:
        options = value.lower()
        head.closes = b"close" in options or (head.closes and b"keep-alive" not in options)
    else:
        passed.append(line)
        if kind == _CONTENT_TYPE:
            head.content_type = value
        elif kind == _APIM_REQUEST_ID or (kind == _REQUEST_ID and not head.request_id):
            head.request_id = value
        elif kind == _RETRY_AFTER:
            head.retry_after = value
        elif kind == _RETRY_AFTER_MS:
            head.retry_after_ms = value
        elif kind == _CONTENT_ENCODING:
            head.content_encoding = value
