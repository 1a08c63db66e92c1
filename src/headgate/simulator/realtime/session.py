"""How a realtime session is set: as it begins (recorded in July 2026), and as the client changes it."""

from copy import deepcopy
from typing import Any

from headgate.simulator import errors, ids
from headgate.simulator.realtime.asks import ResponseAsk, SessionAsk

SECONDS_MAX = 1800
"""A session ends after half an hour (Microsoft Learn, 2026)."""
_INSTRUCTIONS = "Your knowledge cutoff is 2023-10. You are a helpful, witty, and friendly AI."
_SERVER_DETECTION = {
    "type": "server_vad",
    "threshold": 0.5,
    "prefix_padding_ms": 300,
    "silence_duration_ms": 200,
    "idle_timeout_ms": None,
    "create_response": True,
    "interrupt_response": True,
}
_SEMANTIC_DETECTION = {
    "type": "semantic_vad",
    "eagerness": "auto",
    "create_response": True,
    "interrupt_response": True,
}
_TRANSCRIPTION = {"model": None, "language": None, "prompt": None}
_PCM = {"type": "audio/pcm", "rate": 24000}
_TOOLS_MAX = 128
_OF_A_RESPONSE = ("output_modalities", "instructions", "tools", "tool_choice", "parallel_tool_calls")

Json = dict[str, Any]


class Session:
    """The settings of one conversation; ``shown`` is what ``session.created`` and ``session.updated`` tell."""

    def __init__(self, model: str, *, now: float) -> None:
        """Start with the service's own settings."""
        self.spoke = False
        """Whether the model has been heard: its voice is then settled."""
        self.shown: Json = {
            "type": "realtime",
            "object": "realtime.session",
            "id": ids.of("sess_", 21),
            "model": model,
            "output_modalities": ["audio"],
            "instructions": _INSTRUCTIONS,
            "tools": [],
            "tool_choice": "auto",
            "max_output_tokens": "inf",
            "tracing": None,
            "truncation": "auto",
            "prompt": None,
            "expires_at": int(now) + SECONDS_MAX,
            "audio": {
                "input": {
                    "format": _PCM,
                    "transcription": None,
                    "noise_reduction": None,
                    "turn_detection": _SERVER_DETECTION,
                },
                "output": {"format": _PCM, "voice": "alloy", "speed": 1.0},
            },
            "include": None,
        }

    @property
    def input(self) -> Json:
        """How it listens."""
        found: Json = self.shown["audio"]["input"]
        return found

    @property
    def detection(self) -> Json | None:
        """How turns are told apart; None when the client says where they end."""
        found: Json | None = self.input["turn_detection"]
        return found

    def update(self, ask: SessionAsk, raw: Json) -> None:
        """Change what was asked for; all of it or nothing.

        Raises:
            AzureError: a 400 for what cannot be.
        """
        _check_modalities(ask, "session")
        if len(ask.tools or ()) > _TOOLS_MAX:
            raise errors.invalid(f"A session has at most {_TOOLS_MAX} tools.", param="session.tools")
        voice = ask.audio.output.voice if ask.audio and ask.audio.output else None
        if self.spoke and voice and voice != self.shown["audio"]["output"]["voice"]:
            message = "Cannot update a conversation's voice if assistant audio is present."
            raise errors.invalid(message, param="session.audio.output.voice", code="cannot_update_voice")
        changed = {name: value for name, value in raw.items() if name not in ("type", "model", "audio", "object", "id")}
        shown = self.shown | {name: value for name, value in changed.items() if value is not None}
        shown["audio"] = _merged_audio(self.shown["audio"], raw.get("audio") or {})
        self.shown = shown

    def for_response(self, ask: ResponseAsk | None, raw: Json) -> Json:
        """The settings of one response: the session's, and what is special about it.

        Raises:
            AzureError: a 400 for what cannot be.
        """
        if ask is None:
            return self.shown
        _check_modalities(ask, "response")
        settings = {**self.shown, "audio": _merged_audio(self.shown["audio"], raw.get("audio") or {})}
        named = (*_OF_A_RESPONSE, "max_output_tokens", "metadata")
        return settings | {name: raw[name] for name in named if raw.get(name) is not None}


def _check_modalities(ask: SessionAsk | ResponseAsk, where: str) -> None:
    if ask.output_modalities is not None and len(set(ask.output_modalities)) != 1:
        message = f"Invalid modalities: {ask.output_modalities}. Supported combinations are: ['text'] and ['audio']."
        raise errors.invalid(message, param=f"{where}.output_modalities", code="invalid_value")


def _merged_audio(shown: Json, raw: Json) -> Json:
    """Members that are null switch something off: detection, transcription, noise reduction."""
    merged = deepcopy(shown)
    for side, members in raw.items():
        for name, value in (members or {}).items():
            if value is not None or name in ("turn_detection", "transcription", "noise_reduction"):
                merged[side][name] = _whole(name, value)
    return merged


def _whole(name: str, value: Any) -> Any:  # noqa: ANN401 (any JSON value)
    if value is None:
        return None
    if name == "turn_detection":
        usual = _SERVER_DETECTION if value["type"] == "server_vad" else _SEMANTIC_DETECTION
        return usual | {member: given for member, given in value.items() if given is not None}
    if name == "transcription":
        return _TRANSCRIPTION | value
    if name == "format":
        return _PCM if value["type"] == "audio/pcm" else {"type": value["type"]}
    return value
