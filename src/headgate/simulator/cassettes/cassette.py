"""A folder of recorded exchanges, one JSON file each, without the secrets that were sent.

Credentials are left out by name, and whatever a caller presented as one is struck out of everything else, so that a
cassette can be shared as it is.
"""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec import Struct

from headgate.core.errors import HeadgateError
from headgate.simulator.exchange import Request

STRUCK = b"REDACTED"
EXCHANGES_MAX = 10_000
"""In one folder: each is read when a replay begins."""
_REQUEST_HEADERS = {b"content-type", b"accept", b"user-agent", b"openai-beta"}
_FRAMING = {"content-length", "transfer-encoding", "connection", "keep-alive", "content-encoding"}
_ANSWER_SECRETS = {"set-cookie", "www-authenticate"}
_SECRET_PARAMETERS = {"api-key", "sig", "code", "token"}
_SECRET_BYTES_MIN = 8
"""A shorter credential is no secret, and would strike out half of the text."""


class Recorded(Struct, frozen=True):
    """One exchange as it lies in a file. Bodies that are no text are in base64."""

    method: str
    target: str
    request_headers: dict[str, str]
    request_body: str
    status: int
    headers: list[tuple[str, str]]
    body: str
    body_is_base64: bool = False

    @property
    def content(self) -> bytes:
        """The answer's body."""
        return base64.b64decode(self.body) if self.body_is_base64 else self.body.encode()


_DECODER = msgspec.json.Decoder(Recorded)


def strike(request: Request, status: int, headers: list[tuple[str, str]], body: bytes) -> Recorded:
    """An exchange ready to be kept: known credentials left out, and struck out wherever else they stand."""
    secrets = _secrets(request)
    struck = _without(secrets, body)
    kept = {name.decode(): _text(secrets, request.headers[name]) for name in _REQUEST_HEADERS & set(request.headers)}
    try:
        text, is_base64 = struck.decode(), False
    except UnicodeDecodeError:
        text, is_base64 = base64.b64encode(struck).decode(), True
    return Recorded(
        method=request.method,
        target=_text(secrets, plain_target(request.target).encode()),
        request_headers=kept,
        request_body=_text(secrets, request.body),
        status=status,
        headers=[
            (name, _text(secrets, value.encode("latin-1")))
            for name, value in headers
            if name.lower() not in _FRAMING | _ANSWER_SECRETS
        ],
        body=text,
        body_is_base64=is_base64,
    )


def plain_target(target: bytes) -> str:
    """Path and query in the order of names, without parameters that hold credentials."""
    path, _, query = target.decode("latin-1").partition("?")
    kept = sorted((name, value) for name, value in parse_qsl(query) if name.lower() not in _SECRET_PARAMETERS)
    return f"{path}?{urlencode(kept)}" if kept else path


def write(folder: Path, number: int, recorded: Recorded) -> Path:
    """Keep an exchange; its number is its place in the order."""
    digest = hashlib.sha256(f"{recorded.method} {recorded.target} {recorded.request_body}".encode()).hexdigest()[:8]
    path = folder / f"{number:05d}-{recorded.status}-{digest}.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(recorded), indent=2) + b"\n")
    return path


def read_all(folder: Path) -> list[Recorded]:
    """The exchanges of a folder, in their order.

    Raises:
        HeadgateError: when there is no such folder, a file is no cassette, or there are too many.
    """
    if not folder.is_dir():
        raise HeadgateError(f"{folder}: there is no such folder of cassettes")
    paths = sorted(folder.glob("*.json"))
    if len(paths) > EXCHANGES_MAX:
        raise HeadgateError(f"{folder}: {len(paths)} cassettes; {EXCHANGES_MAX} at most")
    return [_read(path) for path in paths]


def _read(path: Path) -> Recorded:
    try:
        return _DECODER.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HeadgateError(f"{path}: not a cassette: {error}") from error


def _secrets(request: Request) -> list[bytes]:
    query = dict(parse_qsl(request.target.partition(b"?")[2].decode("latin-1")))
    presented = [request.headers.get(b"api-key", b""), *_credentials(request.headers)]
    presented += [value.encode() for name, value in query.items() if name.lower() in _SECRET_PARAMETERS]
    return [secret for secret in presented if len(secret) >= _SECRET_BYTES_MIN]


def _credentials(headers: Mapping[bytes, bytes]) -> list[bytes]:
    return [headers.get(b"authorization", b"").partition(b" ")[2].strip(), headers.get(b"cookie", b"")]


def _without(secrets: list[bytes], content: bytes) -> bytes:
    for secret in secrets:
        content = content.replace(secret, STRUCK)
    return content


def _text(secrets: list[bytes], content: bytes) -> str:
    return _without(secrets, content).decode(errors="replace")
