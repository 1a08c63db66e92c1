"""What is sent and what comes back: one kilobyte each way, shaped like openai-python and Azure OpenAI in 2026."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

API_VERSION = "2024-10-21"
BODY_BYTES = 1024

SDK_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip, deflate",
    "Content-Type": "application/json",
    "User-Agent": "AsyncAzureOpenAI/Python 3.54.0",
    "X-Stainless-Arch": "x64",
    "X-Stainless-Async": "async:asyncio",
    "X-Stainless-Lang": "python",
    "X-Stainless-OS": "Linux",
    "X-Stainless-Package-Version": "3.54.0",
    "X-Stainless-Read-Timeout": "600",
    "X-Stainless-Retry-Count": "0",
    "X-Stainless-Runtime": "CPython",
    "X-Stainless-Runtime-Version": "3.12.1",
}
"""What openai-python sends beside ``Host``, ``Content-Length`` and the credential."""

AZURE_HEADERS = {
    "apim-request-id": "f93b3050-6f1c-4b0e-9a58-2f1f4d3a7c11",
    "x-request-id": "13ca6804-54b6-4bd7-8b2c-0e3f5d6a7b8c",
    "x-ms-region": "East US 2",
    "x-ms-deployment-name": "gpt-4o",
    "x-ms-rai-invoked": "true",
    "x-ms-is-spilled-over": "false",
    "azureml-model-session": "d20260330170902-0e618f323d34",
    "skip-error-remapping": "true",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
    "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
    "x-ratelimit-limit-requests": "12000",
    "x-ratelimit-limit-tokens": "12000000",
    "x-ratelimit-remaining-requests": "11999",
    "x-ratelimit-remaining-tokens": "11999860",
    "x-ratelimit-reset-requests": "5",
    "x-ratelimit-reset-tokens": "7",
    "x-ratelimit-renewalperiod-requests": "60",
    "x-ratelimit-renewalperiod-tokens": "60",
    "x-ratelimit-abusepenalty-active": "False",
}
"""A recorded chat answer of March 2026; limits raised so that no client of them slows down."""

_SAFE = {name: {"filtered": False, "severity": "safe"} for name in ("hate", "self_harm", "sexual", "violence")}


@dataclass(frozen=True)
class Route:
    """How to reach one upstream through one contestant (or directly)."""

    port: int
    path: str
    model: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """The credential, and what the contestant needs to be told."""
    scheme: str = "http"
    """``https`` only for the direct way to a TLS upstream: contestants are called in plain HTTP."""

    def all_headers(self) -> dict[str, str]:
        """The SDK's headers and this route's own."""
        return {**SDK_HEADERS, **self.headers}


def azure_path(model: str) -> str:
    """The path an Azure OpenAI client calls."""
    return f"/openai/deployments/{model}/chat/completions?api-version={API_VERSION}"


def request_body(model: str, *, stream: bool = False) -> bytes:
    """A chat request, padded to ``BODY_BYTES`` with text a user might have pasted."""
    question = "Summarise the following note for the support team and list what is still open. "
    filler = "The customer reports that the second invoice of the month was charged twice and asks for a refund. "
    body = {
        "messages": [
            {"role": "system", "content": "You are a helpful assistant of the support desk."},
            {"role": "user", "content": question},
        ],
        "model": model,
        "max_tokens": 256,
        "temperature": 0.2,
    }
    if stream:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    missing = BODY_BYTES - len(json.dumps(body))
    body["messages"][1]["content"] = question + (filler * 20)[:missing]  # type: ignore[index]
    return json.dumps(body).encode()


def answer_body() -> bytes:
    """A chat answer of about one kilobyte, in Azure's shape."""
    text = "The second invoice was charged twice; a refund is open and the customer waits for a date."
    answer = {
        "choices": [
            {
                "content_filter_results": _SAFE,
                "finish_reason": "stop",
                "index": 0,
                "logprobs": None,
                "message": {"annotations": [], "content": text, "refusal": None, "role": "assistant"},
            }
        ],
        "created": 1774890542,
        "id": "chatcmpl-DQ5pYk8yq3o6cJ1eC0bZr7v1nM2hX",
        "model": "gpt-4o-2024-11-20",
        "object": "chat.completion",
        "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": _SAFE}],
        "system_fingerprint": "fp_b54fe76834",
        "usage": {
            "completion_tokens": 21,
            "completion_tokens_details": {"audio_tokens": 0, "reasoning_tokens": 0},
            "prompt_tokens": 187,
            "prompt_tokens_details": {"audio_tokens": 0, "cached_tokens": 0},
            "total_tokens": 208,
        },
    }
    return json.dumps(answer, separators=(",", ":")).encode()
