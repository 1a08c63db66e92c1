"""The recorded exchanges of Azure OpenAI, as tests replay them."""

import base64
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import yaml

from tests.requirements import RECORDINGS


class Recording(NamedTuple):
    """One recorded exchange."""

    name: str
    """The cassette and the number of the exchange in it."""
    path: str
    request: bytes
    status: int
    response: bytes
    method: str = "POST"
    query: str = ""
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    """Of the answer, in their order, as they were recorded."""
    content_type: str = "application/json"
    """Of the request."""

    @property
    def target(self) -> str:
        """Path and query, as they were asked for."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def deployment(self) -> str:
        """The deployment that the path names, or else the body."""
        _, _, rest = self.path.partition("/deployments/")
        return rest.partition("/")[0] or str(json.loads(self.request)["model"])

    def header(self, name: str) -> str | None:
        """The value of a header of the answer, by its name in lower case."""
        return next((value for known, value in self.headers if known.lower() == name), None)

    @property
    def api(self) -> str:
        """The name that ``headgate.wire.paths`` gives the API."""
        last = self.path.removesuffix("/")
        if last.endswith("/chat/completions"):
            return "chat.completions"
        return last.rpartition("/")[2]

    @property
    def is_stream(self) -> bool:
        return self.response.startswith((b"data:", b"event:"))

    def answer(self) -> dict[str, Any]:
        """The answer as the standard library decodes it: for a stream, the last event that states usage."""
        if not self.is_stream:
            return dict(json.loads(self.response))
        chunks = [json.loads(line[6:]) for line in self.response.split(b"\n") if line.startswith(b"data: {")]
        return next((chunk for chunk in reversed(chunks) if chunk.get("usage")), {})

    def usage(self) -> dict[str, Any] | None:
        """The recorded usage object."""
        return self.answer().get("usage")


def recorded_exchanges() -> list[Recording]:
    """Every recorded exchange with an answer; empty where the recordings are not here."""
    return list(_read_all()) if RECORDINGS.is_dir() else []


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """A safe loader that knows how Ruby writes what is no text."""


_Loader.add_constructor("!binary", lambda loader, node: base64.b64decode(loader.construct_scalar(node)))


def _read_all() -> Iterator[Recording]:
    for path in sorted((*RECORDINGS.rglob("*.yaml"), *RECORDINGS.rglob("*.yml"))):
        cassette = yaml.load(path.read_text(), Loader=_Loader)  # noqa: TID251 - a safe loader
        interactions = cassette.get("interactions") or cassette.get("http_interactions") or []
        exchanges = (each for each in interactions if "request" in each)  # conversations are for tests/conformance
        yield from (_recording(path, number, each) for number, each in enumerate(exchanges))


def _recording(path: Path, number: int, each: dict[str, Any]) -> Recording:
    request, response = each["request"], each["response"]
    url = urlsplit(request.get("uri") or request["url"])
    status, reason = _status(response["status"])
    asked = dict(_headers(request))
    return Recording(
        name=f"{path.stem}#{number}",
        path=url.path,
        request=_body(request),
        status=status,
        response=_body(response),
        method=request.get("method", "POST").upper(),
        query=url.query or urlencode(request.get("form") or {}, doseq=True),
        reason=reason,
        headers=_headers(response),
        content_type=next((value for name, value in asked.items() if name.lower() == "content-type"), ""),
    )


def _status(status: Any) -> tuple[int, str]:
    """VCR keeps code and message apart, go-vcr writes ``200 OK``."""
    if isinstance(status, dict):
        return int(status["code"]), str(status.get("message") or "")
    code, _, reason = str(status).partition(" ")
    return int(code), reason


def _headers(message: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Names with one value each; a header that came several times is several."""
    found = (message.get("headers") or {}).items()
    return tuple(
        (name, str(value)) for name, values in found for value in (values if isinstance(values, list) else [values])
    )


def _body(message: dict[str, Any]) -> bytes:
    body = message.get("body")
    if isinstance(body, dict) and "base64_string" in body:
        return base64.b64decode(body["base64_string"])
    text = body.get("string") if isinstance(body, dict) else body
    content = text if isinstance(text, bytes) else (text or "").encode()
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
