"""What a caller said, written down: the events that tell it, in the order recorded in July 2026."""

from collections.abc import Iterator
from typing import Any

from headgate.simulator.obfuscation import Obfuscation
from headgate.simulator.realtime.items import Item
from headgate.simulator.realtime.model import Transcript

_PREFIX = "conversation.item.input_audio_transcription"

Json = dict[str, Any]


def events(item: Item, said: Transcript | None) -> Iterator[Json]:
    """Tell what was said in a message, token by token; None when there is nobody to write it down."""
    place = {"item_id": item.id, "content_index": 0}
    if said is None:
        message = f"Input transcription failed for item '{item.id}'."
        error = {"type": "server_error", "code": "DeploymentNotFound", "message": message, "param": None}
        yield {"type": f"{_PREFIX}.failed", **place, "error": error}
        return
    item.shown["content"] = [{"type": "input_audio", "transcript": said.text}]
    obfuscation = Obfuscation()
    for token in said.tokens:
        yield {"type": f"{_PREFIX}.delta", **place, "delta": token, "obfuscation": obfuscation.pad(len(token)).decode()}
    yield {"type": f"{_PREFIX}.completed", **place, "transcript": said.text, "usage": said.usage}
