"""A request to one of the cloud's services, and its refusals."""

from typing import Any
from urllib.parse import parse_qs, unquote

import msgspec
from msgspec import Struct

from headgate.core.errors import HeadgateError
from headgate.simulator.answer import Answer
from headgate.simulator.exchange import Request


class Asked(Struct, frozen=True):
    """A request, taken apart."""

    method: str
    parts: tuple[str, ...]
    """Of the path."""
    query: dict[str, str]
    form: dict[str, str]
    """Of a body of that kind."""
    body: bytes
    authorization: bytes
    base: str
    """Scheme and host the caller reached the cloud by."""


class CloudError(HeadgateError):
    """A request that is refused."""

    def __init__(self, status: int, body: dict[str, Any], *, headers: bytes = b"") -> None:
        """Keep the answer; ``headers`` are whole lines."""
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body
        self.headers = headers


def read(request: Request, *, scheme: str) -> Asked:
    """Take a request apart."""
    path, _, query = request.target.decode("latin-1").partition("?")
    host = request.headers.get(b"host", b"localhost").decode("latin-1")
    is_form = request.headers.get(b"content-type", b"").startswith(b"application/x-www-form-urlencoded")
    return Asked(
        method=request.method,
        parts=tuple(unquote(part) for part in path.split("/") if part),
        query=_last(query),
        form=_last(request.body.decode("latin-1")) if is_form else {},
        body=request.body,
        authorization=request.headers.get(b"authorization", b""),
        base=f"{scheme}://{host}",
    )


def answered(body: object, *, status: int = 200) -> Answer:
    """JSON, as every service of the cloud answers."""
    return Answer(status=status, body=msgspec.json.encode(body))


def refusal(status: int, code: str, message: str, *, headers: bytes = b"") -> CloudError:
    """The error of Resource Manager, Graph and Key Vault."""
    return CloudError(status, {"error": {"code": code, "message": message}}, headers=headers)


def _last(encoded: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(encoded).items()}
