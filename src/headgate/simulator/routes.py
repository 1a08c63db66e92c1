"""Which API a request target means, and where it names its deployment."""

import functools
from urllib.parse import parse_qs, unquote

from msgspec import Struct

_MODEL_APIS = {
    "chat/completions": "chat.completions",
    "completions": "completions",
    "embeddings": "embeddings",
    "images/generations": "images.generations",
    "audio/transcriptions": "audio.transcriptions",
    "audio/translations": "audio.translations",
    "audio/speech": "audio.speech",
}
_OPERATIONS = {
    "chat.completions": "ChatCompletions_Create",
    "completions": "Completions_Create",
    "embeddings": "Embeddings_Create",
    "responses": "Responses_Create",
    "images.generations": "ImageGenerations_Create",
    "audio.transcriptions": "Audio_Transcriptions",
    "audio.translations": "Audio_Translations",
    "audio.speech": "Audio_Speech",
}


class Route(Struct, frozen=True):
    """What a request target means on a resource."""

    api: str
    """``chat.completions``, ``models``, …"""
    deployment: str = ""
    """As the path names it; empty when the body does."""
    version: str = "v1"
    """The dated api-version, or ``v1``."""
    item: str = ""
    """The id after ``/models/`` or ``/responses/``."""

    @property
    def operation(self) -> str:
        """The operation's name in the limiter's messages."""
        return _OPERATIONS.get(self.api, self.api)


@functools.lru_cache(maxsize=4096)
def read(method: str, target: bytes) -> Route | None:
    """Find the API of a request; None when there is none at this path, method and api-version."""
    path, _, query = target.decode("latin-1").partition("?")
    if path.startswith("//"):
        path = path[1:]  # an endpoint with a trailing slash: Azure takes it (recorded)
    if path.startswith("/openai/v1/"):
        return _by_body(method, path.removeprefix("/openai/v1/"), "v1")
    if path.startswith("/v1/"):
        return _by_body(method, path.removeprefix("/v1/"), "v1")
    version = parse_qs(query).get("api-version", [""])[0]
    if not version or not path.startswith("/openai/"):
        return None
    rest = path.removeprefix("/openai/")
    if not rest.startswith("deployments/"):
        return _by_body(method, rest, version, apis={})
    deployment, _, operation = rest.removeprefix("deployments/").partition("/")
    api = _MODEL_APIS.get(operation)
    if api is None or method != "POST" or not deployment:
        return None
    return Route(api=api, deployment=unquote(deployment), version=version)


def _by_body(method: str, rest: str, version: str, apis: dict[str, str] = _MODEL_APIS) -> Route | None:
    """Paths that name no deployment: dated ones know only responses and models."""
    if method == "POST":
        api = apis.get(rest) or ("responses" if rest == "responses" else None)
        return Route(api=api, version=version) if api else None
    kind, _, item = rest.partition("/")
    if method == "GET" and kind == "models" and "/" not in item:
        return Route(api="models", version=version, item=unquote(item))
    if method in {"GET", "DELETE"} and kind == "responses" and item:
        return Route(api="responses.stored", version=version, item=unquote(item.partition("/")[0]))
    return None
