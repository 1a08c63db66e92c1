"""What roles allow (Microsoft Learn, "Azure built-in roles for AI + machine learning", 2026)."""

from fnmatch import fnmatchcase

_OPENAI = "Microsoft.CognitiveServices/accounts/OpenAI/"
_ACCOUNT = "Microsoft.CognitiveServices/accounts/"

_DATA_ACTIONS = {
    "Cognitive Services OpenAI User": (
        f"{_OPENAI}*/read",
        f"{_OPENAI}deployments/completions/action",
        f"{_OPENAI}deployments/chat/completions/action",
        f"{_OPENAI}deployments/embeddings/action",
        f"{_OPENAI}deployments/audio/action",
        f"{_OPENAI}deployments/realtime/action",
        f"{_OPENAI}responses/*",
        f"{_OPENAI}images/*/action",
        f"{_OPENAI}assistants/*",
    ),
    "Cognitive Services OpenAI Contributor": (f"{_OPENAI}*",),
    "Cognitive Services User": (f"{_ACCOUNT}*",),
    "Azure AI User": (f"{_ACCOUNT}*",),
    "Azure AI Developer": (f"{_OPENAI}*",),
}
_ACTIONS = {
    "Owner": ("*",),
    "Contributor": ("*",),
    "Reader": ("*/read",),
    "Cognitive Services Contributor": ("Microsoft.CognitiveServices/*",),
    "Cognitive Services User": ("Microsoft.CognitiveServices/*/read", f"{_ACCOUNT}listkeys/action"),
    "Cognitive Services OpenAI User": ("Microsoft.CognitiveServices/*/read",),
    "Cognitive Services OpenAI Contributor": ("Microsoft.CognitiveServices/*/read", f"{_ACCOUNT}deployments/*"),
    "Cognitive Services Usages Reader": ("Microsoft.CognitiveServices/locations/usages/read",),
}
ROLES = frozenset(_DATA_ACTIONS) | frozenset(_ACTIONS)
"""The roles that are known. Owner and Contributor manage; they do not call models."""

_OF_API = {
    "chat.completions": "deployments/chat/completions/action",
    "completions": "deployments/completions/action",
    "embeddings": "deployments/embeddings/action",
    "images.generations": "images/generations/action",
    "images.edits": "images/edits/action",
    "audio.transcriptions": "audio/action",
    "audio.translations": "audio/action",
    "audio.speech": "audio/action",
    "responses": "responses/write",
    "responses.socket": "responses/write",
    "realtime": "deployments/realtime/action",
    "models": "models/read",
}


def data_action(api: str, method: str) -> str:
    """What a call of an API needs: ``…/OpenAI/deployments/chat/completions/action``; of kept things by the method."""
    named = _OF_API.get(api)
    if named is None:
        verb = {"GET": "read", "DELETE": "delete"}.get(method, "write")
        named = f"{_kept_thing(api)}/{verb}"
    return _OPENAI + ("deployments/audio/action" if named == "audio/action" else named)


def _kept_thing(api: str) -> str:
    """What is kept, as data actions name it: threads and vector stores hang on assistants."""
    if api.startswith("threads."):
        return "/".join(("assistants", *api.split(".")[:-1]))
    kind = api.partition(".")[0]
    return f"assistants/{kind}" if kind == "vector_stores" else kind


def may_call(roles: list[str], action: str) -> bool:
    """Whether one of the roles has a data action."""
    return any(fnmatchcase(action, pattern) for role in roles for pattern in _DATA_ACTIONS.get(role, ()))


def may_manage(roles: list[str], action: str) -> bool:
    """Whether one of the roles has an action of management."""
    folded = action.lower()
    return any(fnmatchcase(folded, pattern.lower()) for role in roles for pattern in _ACTIONS.get(role, ()))
