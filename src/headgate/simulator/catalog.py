"""What is known of models: which APIs they answer, what a PTU carries, their quota ratio and vector length.

Sources: Microsoft Learn, "Provisioned throughput units (PTU) costs and billing" (input tokens per minute per PTU and
output ratio) and "Azure OpenAI quotas and limits" (requests per minute per 1,000 tokens per minute), 2026.
"""

import functools
from collections.abc import Iterable

from headgate.simulator.settings import DeploymentSettings, RequestsSlice

_CHAT = frozenset({"chat.completions", "completions", "responses"})
_APIS_BY_PREFIX = {
    "text-embedding": frozenset({"embeddings"}),
    "whisper": frozenset({"audio.transcriptions", "audio.translations"}),
    "gpt-4o-transcribe": frozenset({"audio.transcriptions"}),
    "gpt-4o-mini-transcribe": frozenset({"audio.transcriptions"}),
    "gpt-4o-mini-tts": frozenset({"audio.speech"}),
    "tts": frozenset({"audio.speech"}),
    "dall-e": frozenset({"images.generations"}),
    "gpt-realtime": frozenset({"realtime"}),
    "gpt-realtime-whisper": frozenset({"audio.transcriptions"}),
    "gpt-4o-realtime": frozenset({"realtime"}),
    "gpt-4o-mini-realtime": frozenset({"realtime"}),
    "gpt-image": frozenset({"images.generations", "images.edits"}),
}

_PTU_BY_PREFIX = {
    "gpt-5.4": (2_400, 6),
    "gpt-5.3": (3_400, 8),
    "gpt-5.2": (3_400, 8),
    "gpt-5.1": (4_750, 8),
    "gpt-5-mini": (23_750, 8),
    "gpt-5": (4_750, 8),
    "gpt-4.1-mini": (14_900, 4),
    "gpt-4.1-nano": (59_400, 4),
    "gpt-4.1": (3_000, 4),
    "gpt-4o-mini": (37_000, 4),
    "gpt-4o": (2_500, 4),
    "o3-mini": (2_500, 4),
    "o3": (3_000, 4),
    "o4-mini": (5_400, 4),
    "o1": (230, 4),
    "Llama-3.3-70B": (8_450, 4),
    "DeepSeek": (4_000, 4),
}
_PTU_OF_OTHERS = (2_500, 4)

_REQUESTS_PER_1000_TOKENS = {
    "gpt-5.2": 10.0,
    "gpt-5": 1.0,
    "gpt-4.1": 1.0,
    "gpt-4o-mini": 10.0,
    "o1-mini": 0.1,
    "o1": 1 / 6,
    "o3-mini": 0.1,
    "o3-pro": 0.1,
    "o3": 1.0,
    "o4-mini": 1.0,
}
_REQUESTS_PER_1000_TOKENS_OF_OTHERS = 6.0

_CONTEXT_TOKENS = 128_000
_LONG_CONTEXT_TOKENS = 1_047_576
_WITH_LONG_CONTEXT = ("gpt-4.1", "gpt-5.4")

_WITHOUT_FINGERPRINT = ("gpt-35", "gpt-5", "gpt-6", "o1", "o3", "o4")
"""Models whose answers have ``system_fingerprint: null`` (recorded 2024 to 2026)."""

_SPEAKING = "audio"
_WITHOUT_SIGHT = ("gpt-4", "gpt-4-32k", "o1-mini", "o3-mini")
_ALL_WITHOUT_SIGHT = ("gpt-35", "gpt-3.5")
"""Microsoft Learn, "Foundry models sold directly by Azure" (2026): what takes text alone."""

_EMBEDDING_DIMENSIONS = {"text-embedding-3-large": 3_072}
_EMBEDDING_DIMENSIONS_OF_OTHERS = 1_536

_DISPLAY_NAMES = {
    "australiaeast": "Australia East",
    "brazilsouth": "Brazil South",
    "canadacentral": "Canada Central",
    "canadaeast": "Canada East",
    "centralus": "Central US",
    "eastus": "East US",
    "eastus2": "East US 2",
    "francecentral": "France Central",
    "germanywestcentral": "Germany West Central",
    "italynorth": "Italy North",
    "japaneast": "Japan East",
    "koreacentral": "Korea Central",
    "northcentralus": "North Central US",
    "northeurope": "North Europe",
    "norwayeast": "Norway East",
    "polandcentral": "Poland Central",
    "southafricanorth": "South Africa North",
    "southcentralus": "South Central US",
    "southindia": "South India",
    "spaincentral": "Spain Central",
    "swedencentral": "Sweden Central",
    "switzerlandnorth": "Switzerland North",
    "uaenorth": "UAE North",
    "uksouth": "UK South",
    "westeurope": "West Europe",
    "westus": "West US",
    "westus2": "West US 2",
    "westus3": "West US 3",
}


def longest_prefix(names: Iterable[str], model: str) -> str | None:
    """Of names that a model's name begins with, the longest."""
    return max((name for name in names if model.startswith(name)), key=len, default=None)


def apis_of(model: str) -> frozenset[str]:
    """The APIs a model answers; a model of no known family is taken for a chat model."""
    prefix = longest_prefix(_APIS_BY_PREFIX, model)
    return _APIS_BY_PREFIX[prefix] if prefix else _CHAT


def ptu_capacity(model: str) -> tuple[int, int]:
    """Input tokens per minute of one PTU, and how many input tokens one output token weighs."""
    prefix = longest_prefix(_PTU_BY_PREFIX, model)
    return _PTU_BY_PREFIX[prefix] if prefix else _PTU_OF_OTHERS


def requests_per_minute(settings: DeploymentSettings) -> int | None:
    """The request quota of a pay-as-you-go deployment: as set, else from its token quota, else none."""
    if settings.requests_per_minute is not None or settings.tokens_per_minute is None:
        return settings.requests_per_minute
    return max(1, int(settings.tokens_per_minute * _requests_per_1000_tokens(settings.model) / 1000))


def requests_slice(settings: DeploymentSettings) -> RequestsSlice:
    """Within what time the request quota is judged: as set, else ten seconds for models of the classic ratio.

    Recorded in 2024: 119 requests remained of gpt-35-turbo at 120,000 tokens a minute, which are 720 requests a minute
    and 120 in ten seconds. Recorded in 2026: a renewal period of 60 s for models of other ratios; reported: 10 s for
    those of six to a thousand. Microsoft Learn, "Manage Azure OpenAI quota": "typically 1 or 10 seconds".
    """
    if settings.requests_slice is not None:
        return settings.requests_slice
    classic = _requests_per_1000_tokens(settings.model) == _REQUESTS_PER_1000_TOKENS_OF_OTHERS
    return "10s" if classic else "minute"


def _requests_per_1000_tokens(model: str) -> float:
    prefix = longest_prefix(_REQUESTS_PER_1000_TOKENS, model)
    return _REQUESTS_PER_1000_TOKENS[prefix] if prefix else _REQUESTS_PER_1000_TOKENS_OF_OTHERS


def context_tokens(settings: DeploymentSettings) -> int:
    """The longest prompt: as set, else the model's; provisioned ones take no long context (Microsoft Learn, 2026)."""
    if settings.context_tokens is not None:
        return settings.context_tokens
    if settings.model.startswith(_WITH_LONG_CONTEXT) and not settings.provisioned:
        return _LONG_CONTEXT_TOKENS
    return _CONTEXT_TOKENS


def has_fingerprint(model: str) -> bool:
    """Whether a model's answers carry a ``system_fingerprint``."""
    return not model.startswith(_WITHOUT_FINGERPRINT)


@functools.lru_cache(maxsize=1024)
def sees(model: str) -> bool:
    """Whether a model takes pictures; all do but the oldest, and the first small ones that think."""
    return not (model in _WITHOUT_SIGHT or model.startswith(_ALL_WITHOUT_SIGHT))


@functools.lru_cache(maxsize=1024)
def speaks(model: str) -> bool:
    """Whether chat with a model can be spoken: ``gpt-4o-audio-preview``, ``gpt-audio``."""
    return _SPEAKING in model


def embedding_dimensions(model: str) -> int:
    """The length of a model's vectors when the caller names none."""
    return _EMBEDDING_DIMENSIONS.get(model, _EMBEDDING_DIMENSIONS_OF_OTHERS)


def display_name(region: str) -> str:
    """``eastus`` as ``x-ms-region`` shows it: ``East US``; a region not known stays as it is."""
    return _DISPLAY_NAMES.get(region, region)
