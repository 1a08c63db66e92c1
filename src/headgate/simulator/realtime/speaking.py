"""One response in a realtime conversation, as its events tell it, in the order recorded in July 2026."""

import base64
from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct

from headgate.core.usage import Usage
from headgate.simulator import ids
from headgate.simulator.obfuscation import Obfuscation
from headgate.simulator.realtime import sound
from headgate.simulator.realtime.items import Item, Items, Prompt
from headgate.simulator.writing import Written

AUDIO_TOKENS_PER_TEXT_TOKEN = 4
"""A fifth of a second for each, at a token for 50 ms (OpenAI, "Managing realtime costs"); recorded: five."""

Json = dict[str, Any]
Said = tuple[Json, int]
"""An event, and the text tokens it brings."""
Stop = Literal["client_cancelled", "turn_detected"]


class Reply(Struct, frozen=True):
    """What the model says, and what it was given."""

    written: Written
    prompt: Prompt
    cached_tokens: int
    audio: bool
    """Spoken, or only written."""


class Speaking:
    """Says it. Stopped in the middle, it ends with what was said."""

    def __init__(self, reply: Reply, settings: Json, items: Items | None) -> None:
        """``items`` is the conversation it belongs to; None for a response beside it."""
        self.id = ids.of("resp_", 21)
        self._reply = reply
        self._settings = settings
        self._items = items
        self._stopped: Stop | None = None
        self._produced = 0
        self._spoken = 0
        self._output: list[Json] = []
        self._obfuscation = Obfuscation()

    @property
    def usage(self) -> Usage:
        """Of what was said so far."""
        prompt, audio = self._reply.prompt, self._spoken * AUDIO_TOKENS_PER_TEXT_TOKEN
        return Usage(
            prompt_tokens=prompt.token_count,
            cached_tokens=min(self._reply.cached_tokens, prompt.text_tokens),
            audio_prompt_tokens=prompt.audio_tokens,
            image_prompt_tokens=prompt.image_tokens,
            completion_tokens=self._produced + audio,
            audio_completion_tokens=audio,
        )

    @property
    def spoken_ms(self) -> int:
        """How long it takes to play what was said so far."""
        return self._spoken * sound.VOICE_MS

    def stop(self, why: Stop) -> None:
        """Say no more: the events that are left only end what was begun."""
        self._stopped = why

    def events(self) -> Iterator[Said]:
        """All of them."""
        yield {"type": "response.created", "response": self._shown("in_progress", None, None)}, 0
        for index, part in enumerate(self._reply.written.parts):
            if not self._stopped:
                yield from self._call(index, part) if part.tool else self._message(index, part)
        status, details = self._ending()
        yield {"type": "response.done", "response": self._shown(status, details, usage_json(self.usage))}, 0

    def _ending(self) -> tuple[str, Json | None]:
        if self._stopped:
            return "cancelled", {"type": "cancelled", "reason": self._stopped}
        reasons = {"length": "max_output_tokens", "content_filter": "content_filter"}
        if reason := reasons.get(self._reply.written.finish):
            return "incomplete", {"type": "incomplete", "reason": reason}
        return "completed", None

    def _message(self, index: int, part: Written) -> Iterator[Said]:
        item = Item({"id": ids.of("item_", 21), "type": "message", "status": "in_progress"})
        item.shown |= {"role": "assistant", "content": []}
        yield from self._begun(index, item)
        place = {**self._place(index, item), "content_index": 0}
        kind, member = ("audio", "transcript") if self._reply.audio else ("text", "text")
        empty = {"type": kind, member: ""}
        yield {"type": "response.content_part.added", **place, "part": empty, "content": empty}, 0
        said: list[str] = []
        for token in part.tokens:
            if self._stopped:
                break
            said.append(token)
            yield from self._spoken_token(place, token)
        text = "".join(said)
        item.text = text
        if self._reply.audio:
            item.spoken_ms = len(said) * sound.VOICE_MS
            item.audio_tokens = len(said) * AUDIO_TOKENS_PER_TEXT_TOKEN // 2
            yield {"type": "response.output_audio.done", **place}, 0
            yield {"type": "response.output_audio_transcript.done", **place, "transcript": text}, 0
        else:
            yield {"type": "response.output_text.done", **place, "text": text}, 0
        whole = {"type": kind, member: text}
        yield {"type": "response.content_part.done", **place, "part": whole, "content": whole}, 0
        item.shown["content"] = [{"type": f"output_{kind}", member: text}]
        yield from self._finished(index, item, complete=len(said) == len(part.tokens) and part.finish == "stop")

    def _spoken_token(self, place: Json, token: str) -> Iterator[Said]:
        self._produced += 1
        padding = self._obfuscation.pad(len(token)).decode()
        if not self._reply.audio:
            yield {"type": "response.output_text.delta", **place, "delta": token, "obfuscation": padding}, 1
            return
        self._spoken += 1
        delta = {"delta": token, "obfuscation": padding}
        yield {"type": "response.output_audio_transcript.delta", **place, **delta}, 1
        voice = sound.voice(self._settings["audio"]["output"]["format"]["type"])
        yield {"type": "response.output_audio.delta", **place, "delta": base64.b64encode(voice).decode()}, 0

    def _call(self, index: int, part: Written) -> Iterator[Said]:
        call_id = ids.of("call_", 16)
        item = Item({"id": ids.of("item_", 21), "type": "function_call", "status": "in_progress"})
        item.shown |= {"name": part.tool, "call_id": call_id, "arguments": ""}
        yield from self._begun(index, item)
        place = {**self._place(index, item), "call_id": call_id}
        said: list[str] = []
        for token in part.tokens:
            if self._stopped:
                break
            said.append(token)
            self._produced += 1
            padding = self._obfuscation.pad(len(token)).decode()
            delta = {"delta": token, "obfuscation": padding}
            yield {"type": "response.function_call_arguments.delta", **place, **delta}, 1
        arguments = "".join(said)
        item.text = f"{part.tool}{arguments}"
        item.shown["arguments"] = arguments
        done = {"name": part.tool, "arguments": arguments}
        yield {"type": "response.function_call_arguments.done", **place, **done}, 0
        yield from self._finished(index, item, complete=len(said) == len(part.tokens) and part.finish == "tool_calls")

    def _place(self, index: int, item: Item) -> Json:
        return {"response_id": self.id, "item_id": item.id, "output_index": index}

    def _begun(self, index: int, item: Item) -> Iterator[Said]:
        shown = dict(item.shown)
        yield {"type": "response.output_item.added", **self._of_response(index), "item": shown}, 0
        if self._items is not None:
            before = self._items.add(item)
            yield {"type": "conversation.item.added", "previous_item_id": before, "item": shown}, 0

    def _finished(self, index: int, item: Item, *, complete: bool) -> Iterator[Said]:
        item.shown["status"] = "completed" if complete else "incomplete"
        shown = dict(item.shown)
        self._output.append(shown)
        if self._items is not None:
            before = self._items.before_model(item.id)
            yield {"type": "conversation.item.done", "previous_item_id": before, "item": shown}, 0
        yield {"type": "response.output_item.done", **self._of_response(index), "item": shown}, 0

    def _of_response(self, index: int) -> Json:
        return {"response_id": self.id, "output_index": index}

    def _shown(self, status: str, details: Json | None, usage: Json | None) -> Json:
        conversation_id = self._items.id if self._items is not None else None
        return shown_response(
            self._settings,
            response_id=self.id,
            status=status,
            details=details,
            output=list(self._output),
            conversation_id=conversation_id,
            usage=usage,
        )


def shown_response(
    settings: Json,
    *,
    response_id: str,
    status: str,
    details: Json | None,
    output: list[Json],
    conversation_id: str | None,
    usage: Json | None,
) -> Json:
    """The ``response`` member of events."""
    speaks = settings["audio"]["output"]
    return {
        "object": "realtime.response",
        "id": response_id,
        "status": status,
        "status_details": details,
        "output": output,
        "conversation_id": conversation_id,
        "output_modalities": settings["output_modalities"],
        "max_output_tokens": settings["max_output_tokens"],
        "audio": {"output": {"format": speaks["format"], "voice": speaks["voice"]}},
        "usage": usage,
        "metadata": settings.get("metadata"),
    }


def usage_json(usage: Usage) -> Json:
    """As ``response.done`` tells it (recorded)."""
    text = usage.prompt_tokens - usage.audio_prompt_tokens - usage.image_prompt_tokens
    return {
        "total_tokens": usage.total_tokens,
        "input_tokens": usage.prompt_tokens,
        "output_tokens": usage.completion_tokens,
        "input_token_details": {
            "text_tokens": text,
            "audio_tokens": usage.audio_prompt_tokens,
            "image_tokens": usage.image_prompt_tokens,
            "cached_tokens": usage.cached_tokens,
            "cached_tokens_details": {"text_tokens": usage.cached_tokens, "audio_tokens": 0, "image_tokens": 0},
        },
        "output_token_details": {
            "text_tokens": usage.completion_tokens - usage.audio_completion_tokens,
            "audio_tokens": usage.audio_completion_tokens,
        },
    }
