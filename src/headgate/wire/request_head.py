"""Reading the head of a request whose framing llhttp has already judged.

llhttp refuses what is malformed (both lengths, folded lines, bare line feeds, null bytes, bad names). What is left
to say here is which lines travel on, which are ours, and what a gateway must refuse although it is well formed.
"""

from collections.abc import Callable, Mapping
from typing import Final

from headgate.core.credential import NOTHING_SENT, Credential
from headgate.wire.header_lines import LineKinds, value_of

_DROP, _FORWARD = 0, 1
# Lines that travel on and are read on the way: up to and with _CONTENT_TYPE.
_CLIENT_REQUEST_ID, _TRACEPARENT, _CONTENT_TYPE = 2, 3, 4
_API_KEY, _AUTHORIZATION, _CONTENT_LENGTH, _TRANSFER_ENCODING, _CONTENT_ENCODING, _HOST, _EXPECT = range(5, 12)

_KINDS: Final[Mapping[bytes, int]] = {
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

_lines: Final = LineKinds(
    _KINDS, otherwise=_DROP, forgotten=frozenset({_API_KEY, _AUTHORIZATION, _CLIENT_REQUEST_ID, _TRACEPARENT})
)


class HeadError(Exception):
    """A well-formed head that must be refused all the same; the connection is closed after the answer."""

    def __init__(self, status: int, code: str, message: str) -> None:
        """Keep what the refusal will say."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


class RequestHead:
    """A request's line and the headers that matter."""

    __slots__ = (
        "chunked",
        "client_request_id",
        "content_length",
        "content_type",
        "credential",
        "expect_continue",
        "forward",
        "http_1_0",
        "method",
        "target",
        "traceparent",
    )

    def __init__(self, method: bytes, target: bytes, *, http_1_0: bool = False) -> None:
        """Begin with the request line; the header lines are noted as they are read."""
        self.method = method
        self.target = target
        self.http_1_0 = http_1_0
        self.content_length = 0
        """As the head says that was read; a caller's next request may share this value with another length."""
        self.chunked = False
        self.expect_continue = False
        self.credential = NOTHING_SENT
        """The ``api-key`` header or, failing that, the bearer token. Clients of Azure send either; some send both with
        the same key (recorded: azure-ai-inference)."""
        self.content_type = b""
        self.client_request_id = ""
        self.traceparent = ""
        self.forward = b""
        """The allow-listed header lines as they came, each ended with CRLF."""


def read_request_head(raw: bytes) -> RequestHead:
    """Read a request head, without its final empty line.

    Raises:
        HeadError: for a target, host or coding that a gateway must not act on.
    """
    lines = raw.split(b"\r\n")
    head = _read_request_line(lines[0])
    kind_of = _lines.remembered
    forward = []
    hosts = 0
    for line in lines[1:]:
        kind = kind_of(line)
        if kind is None:
            kind = _lines.conclude(line)
        if kind == _DROP:
            continue
        if kind <= _CONTENT_TYPE:
            forward.append(line)
        if kind == _HOST:
            hosts += 1
        elif kind > _FORWARD:
            _NOTES[kind](head, value_of(line))
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
    if value:
        head.credential = Credential(value)


def _note_authorization(head: RequestHead, value: bytes) -> None:
    scheme, _, token = value.partition(b" ")
    if scheme.lower() == b"bearer" and not head.credential.secret:
        head.credential = Credential(token.strip(b" "))


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


_NOTES: Final[Mapping[int, Callable[[RequestHead, bytes], None]]] = {
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
