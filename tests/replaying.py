"""What a replayed recording should look like on the far side of a gate, and the configuration it is replayed with."""

import hashlib
from typing import Any

from headgate.core.usage import Usage
from tests.recordings import Recording
from tests.replay_upstream import replayed_headers

KEY = "hg-replay"
BACKEND = "recorded"
ADDED = ("x-headgate-request-id", "x-headgate-deployment", "x-headgate-attempts")

_INSTEAD = {401: 502, 403: 502, 408: 504, 429: 429, 404: 502}
"""What a caller gets when the only deployment answers so: docs/architecture.md, the table of answers."""


def configuration(recordings: list[Recording], endpoint: str) -> dict[str, Any]:
    """One backend with every deployment that was recorded, each callable by its own name."""
    names = sorted({recording.deployment for recording in recordings})
    return {
        "gate": {"listen": "127.0.0.1:0"},
        "control": {"listen": "127.0.0.1:0"},
        "data": "./data",
        "backends": {
            BACKEND: {
                "endpoint": endpoint,
                "credential": {"kind": "api-key", "key": "the-backends-own"},
                "deployments": {name: {"model": name} for name in names},
            }
        },
        "models": {name: {"pools": [[f"{BACKEND}/{name}"]]} for name in names},
        "use_cases": {"replay": {"callers": ["key:replay"], "models": names}},
        "keys": {"replay": {"sha256": hashlib.sha256(KEY.encode()).hexdigest()}},
    }


def request_bytes(recording: Recording) -> bytes:
    """The recorded request, with a key of the gate."""
    head = (
        f"{recording.method} {recording.target} HTTP/1.1\r\nHost: gate\r\napi-key: {KEY}\r\n"
        f"Content-Type: {recording.content_type}\r\nContent-Length: {len(recording.request)}\r\n\r\n"
    )
    return head.encode() + recording.request


def is_relayed(recording: Recording) -> bool:
    """Whether the caller gets this answer, or one of the gate's own instead of it."""
    if recording.status == 404:
        return b"DeploymentNotFound" not in recording.response
    return recording.status < 500 and recording.status not in _INSTEAD


def status_instead(recording: Recording) -> int:
    """The status of the gate's own answer."""
    return _INSTEAD.get(recording.status, 502)


def expected_headers(recording: Recording) -> list[tuple[str, str]]:
    """The headers that must reach the caller, with their values, names in lower case."""
    return [(name.lower(), value) for name, value in replayed_headers(recording)]


def expected_usage(recording: Recording) -> Usage | None:
    """The recorded usage, read here by itself; None where nothing was recorded."""
    usage = recording.usage()
    if usage is None:
        return None
    prompt = usage.get("prompt_tokens_details") or usage.get("input_tokens_details") or {}
    completion = usage.get("completion_tokens_details") or usage.get("output_tokens_details") or {}
    return Usage(
        prompt_tokens=usage.get("prompt_tokens", usage.get("input_tokens", 0)),
        cached_tokens=prompt.get("cached_tokens", 0),
        completion_tokens=usage.get("completion_tokens", usage.get("output_tokens", 0)),
        reasoning_tokens=completion.get("reasoning_tokens", 0),
        audio_prompt_tokens=prompt.get("audio_tokens", 0),
        audio_completion_tokens=completion.get("audio_tokens", 0),
    )
