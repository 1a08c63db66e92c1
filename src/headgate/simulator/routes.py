"""Which API a request target means, and where it names its deployment."""

import functools
from urllib.parse import parse_qs, unquote

from msgspec import Struct

from headgate.simulator import state_routes

_MODEL_APIS = {
    "chat/completions": "chat.completions",
    "completions": "completions",
    "embeddings": "embeddings",
    "images/generations": "images.generations",
    "images/edits": "images.edits",
    "audio/transcriptions": "audio.transcriptions",
    "audio/translations": "audio.translations",
    "audio/speech": "audio.speech",
}
_DATED_APIS = {"responses": "responses"}
_V1_APIS = _MODEL_APIS | _DATED_APIS
_REALTIME = {"/openai/realtime", "/openai/v1/realtime", "/v1/realtime"}
_RESPONSES_SOCKET = {"/openai/v1/responses", "/v1/responses"}
OPERATIONS = {
    "chat.completions": "ChatCompletions_Create",
    "completions": "Completions_Create",
    "embeddings": "Embeddings_Create",
    "responses": "Responses_Create",
    "images.generations": "ImageGenerations_Create",
    "images.edits": "ImageEdits_Create",
    "audio.transcriptions": "Audio_Transcriptions",
    "audio.translations": "Audio_Translations",
    "audio.speech": "Audio_Speech",
    "realtime": "Realtime_Create",
}
"""By API: what a model answers."""


class Route(Struct, frozen=True):
    """What a request target means on a resource."""

    api: str
    """``chat.completions``, ``models``, …"""
    deployment: str = ""
    """As the path names it; empty when the body does."""
    version: str = "v1"
    """The dated api-version, or ``v1``."""
    items: tuple[str, ...] = ()
    """The ids in the path, outermost first; of ``/models/`` the name."""

    @property
    def item(self) -> str:
        """The first of them, or nothing."""
        return self.items[0] if self.items else ""

    @property
    def operation(self) -> str:
        """The operation's name in the limiter's messages."""
        return OPERATIONS.get(self.api, self.api)


@functools.lru_cache(maxsize=4096)
def read(method: str, target: bytes) -> Route | None:
    """Find the API of a request; None when there is none at this path, method and api-version."""
    path, _, query = target.decode("latin-1").partition("?")
    if path.startswith("//"):
        path = path[1:]  # an endpoint with a trailing slash: Azure takes it (recorded)
    if method == "GET" and path in _REALTIME:
        return _realtime(query, dated=path == "/openai/realtime")
    if method == "GET" and path in _RESPONSES_SOCKET:
        return Route(api="responses.socket")
    if path.startswith("/openai/v1/"):
        return _by_body(method, path.removeprefix("/openai/v1/"), "v1")
    if path.startswith("/v1/"):
        return _by_body(method, path.removeprefix("/v1/"), "v1")
    version = parse_qs(query).get("api-version", [""])[0]
    if not version or not path.startswith("/openai/"):
        return None
    rest = path.removeprefix("/openai/")
    if not rest.startswith("deployments/"):
        return _by_body(method, rest, version, apis=_DATED_APIS)
    deployment, _, operation = rest.removeprefix("deployments/").partition("/")
    api = _MODEL_APIS.get(operation)
    if api is None or method != "POST" or not deployment:
        return None
    return Route(api=api, deployment=unquote(deployment), version=version)


def _realtime(query: str, *, dated: bool) -> Route | None:
    """The query names the deployment: as ``deployment`` beside a dated api-version, else as ``model``."""
    named = parse_qs(query)
    version = named.get("api-version", [""])[0]
    if dated and not version:
        return None
    deployment = named.get("deployment" if dated else "model", [""])[0]
    return Route(api="realtime", deployment=deployment, version=version if dated else "v1")


def _by_body(method: str, rest: str, version: str, apis: dict[str, str] = _V1_APIS) -> Route | None:
    """Paths that name no deployment: dated ones know only responses, models and what is kept."""
    if method == "POST" and (api := apis.get(rest)):
        return Route(api=api, version=version)
    kind, _, name = rest.partition("/")
    if method == "GET" and kind == "models" and "/" not in name:
        return Route(api="models", version=version, items=(unquote(name),) if name else ())
    kept = state_routes.read(method, rest)
    return Route(api=kept[0], version=version, items=kept[1]) if kept else None
