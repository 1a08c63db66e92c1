"""The names of the beta protocol: what dated api-versions speak (reference: until the GA protocol of August 2025).

Inside, everything has the names of GA; what comes in and goes out is translated here.
"""

from typing import Any

Json = dict[str, Any]

_EVENTS = {
    "response.output_audio.delta": "response.audio.delta",
    "response.output_audio.done": "response.audio.done",
    "response.output_audio_transcript.delta": "response.audio_transcript.delta",
    "response.output_audio_transcript.done": "response.audio_transcript.done",
    "response.output_text.delta": "response.text.delta",
    "response.output_text.done": "response.text.done",
    "conversation.item.added": "conversation.item.created",
}
_UNKNOWN_EVENTS = {"conversation.item.done"}
_PARTS = {"output_text": "text", "output_audio": "audio"}
_PARTS_HEARD = {beta: ga for ga, beta in _PARTS.items()}
_FORMATS = {
    "pcm16": {"type": "audio/pcm", "rate": 24000},
    "g711_ulaw": {"type": "audio/pcmu"},
    "g711_alaw": {"type": "audio/pcma"},
}
_FORMAT_NAMES = {"audio/pcm": "pcm16", "audio/pcmu": "g711_ulaw", "audio/pcma": "g711_alaw"}
_INPUT = {
    "input_audio_format": "format",
    "input_audio_transcription": "transcription",
    "input_audio_noise_reduction": "noise_reduction",
    "turn_detection": "turn_detection",
}
_OUTPUT = {"output_audio_format": "format", "voice": "voice", "speed": "speed"}
_TEMPERATURE = 0.8


def heard(event: Json) -> Json:
    """A client's event in the names of GA."""
    event = dict(event)
    if isinstance(event.get("session"), dict):
        event["session"] = {"type": "realtime", **_settings_heard(event["session"])}
    if isinstance(event.get("response"), dict):
        event["response"] = _settings_heard(event["response"])
        if isinstance(event["response"].get("input"), list):
            event["response"]["input"] = [_item_heard(item) for item in event["response"]["input"]]
    if "item" in event:
        event["item"] = _item_heard(event["item"])
    return event


def said(event: Json) -> Json | None:
    """A server's event in the names of the beta; None for one it does not have."""
    if event["type"] in _UNKNOWN_EVENTS:
        return None
    event = {**event, "type": _EVENTS.get(event["type"], event["type"])}
    event.pop("obfuscation", None)
    if "session" in event:
        event["session"] = _session_said(event["session"])
    if "response" in event:
        event["response"] = _response_said(event["response"])
    if "item" in event:
        event["item"] = _item_said(event["item"])
    if "part" in event:
        event.pop("content", None)
    return event


def _settings_heard(settings: Json) -> Json:
    named: Json = {}
    sides: dict[str, Json] = {"input": {}, "output": {}}
    for name, value in settings.items():
        side = "input" if name in _INPUT else "output"
        if member := _INPUT.get(name) or _OUTPUT.get(name):
            known = _FORMATS.get(value) if member == "format" and isinstance(value, str) else None
            sides[side][member] = known or ({"type": value} if member == "format" else value)
        elif name == "modalities":
            named["output_modalities"] = ["audio"] if isinstance(value, list) and "audio" in value else ["text"]
        elif name == "max_response_output_tokens":
            named["max_output_tokens"] = value
        else:
            named[name] = value
    if audio := {side: members for side, members in sides.items() if members}:
        named["audio"] = audio
    return named


def _item_heard(item: Any) -> Any:  # noqa: ANN401 (checked afterwards)
    if not isinstance(item, dict) or not isinstance(item.get("content"), list):
        return item
    content = [
        {**part, "type": _PARTS_HEARD.get(str(part.get("type")), part.get("type"))} if isinstance(part, dict) else part
        for part in item["content"]
    ]
    return {**item, "content": content}


def _item_said(item: Json) -> Json:
    item = {"object": "realtime.item", **item}
    if "content" in item:
        item["content"] = [{**part, "type": _PARTS.get(part["type"], part["type"])} for part in item["content"]]
    return item


def _session_said(session: Json) -> Json:
    listens, speaks = session["audio"]["input"], session["audio"]["output"]
    return {
        "id": session["id"],
        "object": session["object"],
        "model": session["model"],
        "expires_at": session["expires_at"],
        "modalities": _modalities(session),
        "instructions": session["instructions"],
        "voice": speaks["voice"],
        "input_audio_format": _FORMAT_NAMES[listens["format"]["type"]],
        "output_audio_format": _FORMAT_NAMES[speaks["format"]["type"]],
        "input_audio_transcription": listens["transcription"],
        "input_audio_noise_reduction": listens["noise_reduction"],
        "turn_detection": listens["turn_detection"],
        "tools": session["tools"],
        "tool_choice": session["tool_choice"],
        "temperature": session.get("temperature", _TEMPERATURE),
        "max_response_output_tokens": session["max_output_tokens"],
        "speed": speaks["speed"],
    }


def _response_said(response: Json) -> Json:
    speaks = response["audio"]["output"]
    return {
        "object": response["object"],
        "id": response["id"],
        "status": response["status"],
        "status_details": response["status_details"],
        "output": [_item_said(item) for item in response["output"]],
        "conversation_id": response["conversation_id"],
        "modalities": _modalities(response),
        "voice": speaks["voice"],
        "output_audio_format": _FORMAT_NAMES[speaks["format"]["type"]],
        "temperature": _TEMPERATURE,
        "max_output_tokens": response["max_output_tokens"],
        "usage": response["usage"],
        "metadata": response["metadata"],
    }


def _modalities(shown: Json) -> list[str]:
    return ["audio", "text"] if "audio" in shown["output_modalities"] else ["text"]
