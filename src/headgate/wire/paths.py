"""Azure OpenAI's paths: which API a request means, where its model is named, and the same path on a backend.

Three prefixes are served (Azure OpenAI data-plane reference): ``/openai/deployments/{model}/…?api-version=`` and
other dated ``/openai/…`` paths, ``/openai/v1/…``, and ``/v1/…`` for clients of OpenAI itself. Paths that are not
known here are API ``other``: they pass through when a backend can be chosen for them.
"""

import functools
import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import unquote

Family = Literal["deployments", "dated", "v1"]

_API_OF_PATH: Final = {
    "/chat/completions": "chat.completions",
    "/completions": "completions",
    "/embeddings": "embeddings",
    "/responses": "responses",
    "/images/generations": "images.generations",
    "/images/edits": "images.edits",
    "/audio/transcriptions": "audio.transcriptions",
    "/audio/translations": "audio.translations",
    "/audio/speech": "audio.speech",
}

_SAFE_PATH: Final = re.compile(
    r"(?:/(?:[a-z0-9._~:@!$&'()*+,;=-]|%(?:2[0-9abc]|3[a-f]|40|5[bde]|60|7[b-e]|[89a-f][0-9a-f]))+)*/?", re.IGNORECASE
)
"""Only what must be escaped may be: an escaped letter, dot or slash could mean another path to a backend than here."""
_SAFE_QUERY: Final = re.compile(r"[!\"$-~]*")
_DOT_SEGMENT: Final = re.compile(r"/\.{1,2}(?:/|$)")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_CREDENTIALS_IN_QUERY: Final = frozenset({"api-key", "subscription-key", "access_token", "code"})


@dataclass(frozen=True, slots=True)
class Route:
    """What a request target means."""

    api: str
    """``chat.completions``, …, ``models`` for the list of models, ``other`` for what is only passed on."""
    family: Family
    rest: str
    """The path after the deployment (``deployments``), after ``/openai`` (``dated``) or after ``/v1`` (``v1``)."""
    model: str = ""
    """The model as the path names it; empty when it is in the body or nowhere."""
    query: str = ""
    """The query to send on: as it came, without credentials."""
    api_version: str = ""


_BEFORE_MODEL: Final = ("/openai/deployments/", "/openai/v1/deployments/", "/v1/deployments/")
"""What stands before a model in a path. The latter two are what Azure's client classes make of a base URL that already
ends in ``/v1`` (openai for Node, 6 and 7); they mean the first."""


@functools.lru_cache(maxsize=2048)
def read_target(target: bytes) -> Route | None:
    """Say what a request target means; None when it is under no prefix that is served.

    Raises:
        ValueError: for a target with characters or dot segments that no client of these APIs sends.
    """
    path, _, query = target.decode("ascii").partition("?")
    if path.startswith("//"):
        path = path[1:]  # an endpoint with a trailing slash; Azure accepts it too (recorded exchanges)
    if not _SAFE_PATH.fullmatch(path) or _DOT_SEGMENT.search(path) or not _SAFE_QUERY.fullmatch(query):
        raise ValueError("The path has characters, empty segments or dot segments that no path here has.")
    query = _without_credentials(query)
    version = next((part[12:] for part in query.split("&") if part.startswith("api-version=")), "")
    plain = path.lower()  # Azure's paths are not case-sensitive: another spelling must not be another route here
    before_model = next((prefix for prefix in _BEFORE_MODEL if plain.startswith(prefix)), "")
    if before_model:
        model, slash, rest = path[len(before_model) :].partition("/")
        if not slash or not _NAME.fullmatch(model):
            return None
        return _route("deployments", "/" + rest, model, query, version)
    if plain.startswith("/openai/v1/"):
        return _route("v1", path[len("/openai/v1") :], "", query, version)
    if plain.startswith("/v1/"):
        return _route("v1", path[len("/v1") :], "", query, version)
    if plain.startswith("/openai/"):
        return _route("dated", path[len("/openai") :], "", query, version)
    return None


def _without_credentials(query: str) -> str:
    parts = query.split("&")
    return "&".join(part for part in parts if unquote(part.partition("=")[0]).lower() not in _CREDENTIALS_IN_QUERY)


def _route(family: Family, rest: str, model: str, query: str, version: str) -> Route:
    plain = rest.lower()
    api = _API_OF_PATH.get(plain, "other")
    if family != "deployments" and (plain == "/models" or plain.startswith("/models/")):
        api = "models"
    return Route(api=api, family=family, rest=rest, model=model, query=query, api_version=version)


def path_on_azure(route: Route, deployment: str) -> str:
    """The path and query of a route on an Azure OpenAI resource."""
    if route.family == "deployments":
        path = f"/openai/deployments/{deployment}{route.rest}"
    else:
        path = f"/openai/v1{route.rest}" if route.family == "v1" else f"/openai{route.rest}"
    return f"{path}?{route.query}" if route.query else path


def path_on_openai(route: Route) -> str:
    """The path and query of a route on a resource that speaks OpenAI's own paths, after its ``/v1``.

    Dated api-versions mean nothing there, so only a v1 query travels.
    """
    return f"{route.rest}?{route.query}" if route.query and route.family == "v1" else route.rest
