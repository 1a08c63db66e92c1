"""The recorded exchanges of Azure OpenAI, as tests replay them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

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


def _read_all() -> Iterator[Recording]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in sorted(RECORDINGS.rglob("*.yaml")):
        interactions = yaml.load(path.read_text(), Loader=loader)["interactions"]  # noqa: TID251 - a safe loader
        yield from (_recording(path, number, each) for number, each in enumerate(interactions))


def _recording(path: Path, number: int, each: dict[str, Any]) -> Recording:
    request, response = each["request"], each["response"]
    status = response["status"]
    return Recording(
        name=f"{path.stem}#{number}",
        path=urlsplit(request.get("uri") or request["url"]).path,
        request=_body(request),
        status=status["code"] if isinstance(status, dict) else int(str(status).split()[0]),
        response=_body(response),
    )


def _body(message: dict[str, Any]) -> bytes:
    body = message["body"]
    text = body["string"] if isinstance(body, dict) else body
    if isinstance(text, bytes):
        return text
    return (text or "").encode()
