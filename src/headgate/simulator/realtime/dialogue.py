"""A realtime conversation: client events in, server events out. Knows no socket and no WebSocket.

The order of events is that of the recordings (July 2026); wordings of errors are the service's as reported.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec

from headgate.simulator import errors, ids
from headgate.simulator.apis.call import convert, read
from headgate.simulator.errors import AzureError
from headgate.simulator.realtime import asks, beta, items, sound, transcription
from headgate.simulator.realtime.idleness import NUDGE, Idleness, Silence
from headgate.simulator.realtime.items import Items
from headgate.simulator.realtime.listening import Ear, Heard
from headgate.simulator.realtime.model import Model, Taken
from headgate.simulator.realtime.session import Session
from headgate.simulator.realtime.speaking import Json, Speaking, Stop, shown_response
from headgate.simulator.truth import Ending
from headgate.simulator.websocket.turn import Turn

_ANY = msgspec.json.Decoder(dict[str, Any])


class Dialogue:
    """One conversation with one model."""

    def __init__(
        self,
        model: Model,
        *,
        in_beta: bool,
        now: float,
        loop: asyncio.AbstractEventLoop,
        send: Callable[[bytes], None],
    ) -> None:
        """``send`` takes each server event, as JSON."""
        self._model = model
        self._in_beta = in_beta
        self._loop = loop
        self._send = send
        self._session = Session(model.name, now=now)
        self._items = Items()
        self._ear = Ear()
        self._idleness = Idleness()
        self._unwritten: list[tuple[items.Item, str, bytes]] = []
        self._turn_item = ""
        self._turn: Turn[Json] | None = None
        self._speaking: Speaking | None = None
        self._taken: Taken | None = None
        self._handlers: dict[type[asks.Event], Callable[[Any, Json], None]] = {
            asks.SessionUpdate: self._update,
            asks.ItemCreate: self._create_item,
            asks.ItemRetrieve: self._retrieve_item,
            asks.ItemTruncate: self._truncate_item,
            asks.ItemDelete: self._delete_item,
            asks.AudioAppend: self._append,
            asks.AudioCommit: self._commit,
            asks.AudioClear: self._clear,
            asks.ResponseCreate: self._create_response,
            asks.ResponseCancel: self._cancel_response,
        }

    def begin(self) -> None:
        """Say that the session is there."""
        self._say({"type": "session.created", "session": self._session.shown})

    def hear(self, message: bytes) -> None:
        """Take one client event; what is wrong with it is said, and the conversation goes on."""
        event_id: object = None
        try:
            raw = read(message, _ANY)
            event_id = raw.get("event_id")
            kind = raw.get("type")
            if kind not in asks.TYPES:
                known = ", ".join(f"'{each}'" for each in asks.TYPES)
                text = f"Invalid value: '{kind}'. Supported values are: {known}."
                raise errors.invalid(text, param="type", code="invalid_value")
            raw = beta.heard(raw) if self._in_beta else raw
            event: asks.Event = convert(raw, asks.ClientEvent)
            self._handlers[type(event)](event, raw)
        except AzureError as error:
            self._say(error_event(error, event_id))

    def fail(self, error: AzureError) -> None:
        """Say that something is wrong that no event of the client brought about."""
        self._say(error_event(error, None))

    def pause(self) -> None:
        """The other side reads too slowly."""
        if self._turn is not None:
            self._turn.pause()

    def resume(self) -> None:
        """It has read."""
        if self._turn is not None:
            self._turn.resume()

    def end(self, ended: Ending) -> None:
        """The connection is gone; what was said until then is counted."""
        if self._turn is not None:
            self._turn.drop()
        self._settle(ended)

    def _say(self, event: Json) -> None:
        event = {"type": event["type"], "event_id": ids.of("event_", 21), **event}
        translated = beta.said(event) if self._in_beta else event
        if translated is not None:
            self._send(msgspec.json.encode(translated))

    def _update(self, event: asks.SessionUpdate, raw: Json) -> None:
        if event.session.temperature is not None and not self._in_beta:
            text = "Unknown parameter: 'session.temperature'."
            raise errors.invalid(text, param="session.temperature", code="unknown_parameter")
        self._session.update(event.session, raw["session"])
        self._say({"type": "session.updated", "session": self._session.shown})

    def _create_item(self, event: asks.ItemCreate, raw: Json) -> None:
        if event.item.type == "item_reference":
            raise errors.invalid("Invalid value: 'item_reference'.", param="item.type", code="invalid_value")
        call_id = event.item.call_id
        if event.item.type == "function_call_output" and call_id and not self._items.has_call(call_id):
            text = f"Tool call ID '{call_id}' not found in conversation."
            raise errors.invalid(text, param="item.call_id", code="invalid_tool_call_id")
        item = items.made(event.item, raw["item"], kind=self._input_format)
        self._tell_item(item, self._items.add(item, after=event.previous_item_id))

    def _tell_item(self, item: items.Item, before: str | None) -> None:
        told = {"previous_item_id": before, "item": item.shown}
        self._say({"type": "conversation.item.added", **told})
        self._say({"type": "conversation.item.done", **told})

    def _retrieve_item(self, event: asks.ItemRetrieve, _raw: Json) -> None:
        item = self._items.find(event.item_id, doing="retrieving", code="retrieve")
        self._say({"type": "conversation.item.retrieved", "item": item.shown})

    def _delete_item(self, event: asks.ItemDelete, _raw: Json) -> None:
        self._items.delete(event.item_id)
        self._say({"type": "conversation.item.deleted", "item_id": event.item_id})

    def _truncate_item(self, event: asks.ItemTruncate, _raw: Json) -> None:
        """What was not heard is forgotten; its words too, as nobody knows where they would be cut."""
        item = self._items.find(event.item_id, doing="truncating", code="truncate")
        item.truncate(event.content_index, event.audio_end_ms)
        place = {"item_id": item.id, "content_index": event.content_index, "audio_end_ms": event.audio_end_ms}
        self._say({"type": "conversation.item.truncated", **place})

    @property
    def _input_format(self) -> str:
        found: str = self._session.input["format"]["type"]
        return found

    def _append(self, event: asks.AudioAppend, _raw: Json) -> None:
        piece = items.decoded(event.audio, "audio")
        if len(piece) > asks.APPENDED_BYTES_MAX:
            text = f"Invalid 'audio': at most {asks.APPENDED_BYTES_MAX} bytes at a time."
            raise errors.invalid(text, param="audio", code="invalid_value")
        self._ear.append(piece)
        detection = self._session.detection
        if detection is not None:
            for heard in self._ear.listen(self._input_format, detection):
                self._notice(heard, detection)
            if self._turn is None and not self._ear.hears_voice:
                silence = self._idleness.noticed(self._ear.now_ms(self._input_format), detection)
                if silence is not None:
                    self._nudge(silence)

    def _notice(self, heard: Heard, detection: Json) -> None:
        if heard.what == "started":
            self._idleness.end()
            self._turn_item = ids.of("item_", 21)
            started = {"audio_start_ms": heard.at_ms, "item_id": self._turn_item}
            self._say({"type": "input_audio_buffer.speech_started", **started})
            if detection["interrupt_response"]:
                self._stop("turn_detected")
            return
        stopped = {"audio_end_ms": heard.at_ms, "item_id": self._turn_item}
        self._say({"type": "input_audio_buffer.speech_stopped", **stopped})
        self._take_in(self._ear.take_turn(self._input_format))
        if detection["create_response"] and self._turn is None:
            self._respond(None, {})
        self._write_down()

    def _nudge(self, silence: Silence) -> None:
        """Nobody has spoken for too long: have the model speak, about that silence (recorded order)."""
        self._turn_item = ids.of("item_", 21)
        times = {"audio_start_ms": silence.start_ms, "audio_end_ms": silence.end_ms}
        self._say({"type": "input_audio_buffer.timeout_triggered", **times, "item_id": self._turn_item})
        nudge = items.told(NUDGE)
        self._tell_item(nudge, self._items.add(nudge))
        self._ear.take_turn(self._input_format)
        self._take_in(b"", (silence.end_ms - silence.start_ms) / 1000)
        self._respond(None, {})
        self._write_down()

    def _commit(self, _event: asks.AudioCommit, _raw: Json) -> None:
        self._take_in(self._ear.take_all(self._input_format))
        self._write_down()

    def _clear(self, _event: asks.AudioClear, _raw: Json) -> None:
        self._ear.clear(self._input_format)
        self._say({"type": "input_audio_buffer.cleared"})

    def _take_in(self, audio: bytes, seconds: float | None = None) -> None:
        """Make a message of what was said (in so many seconds), to be written down if the session wants that."""
        item_id, self._turn_item = self._turn_item or ids.of("item_", 21), ""
        wanted = self._session.input["transcription"]
        text = "".join(self._model.understood(audio))
        item = items.heard(item_id, text, self._seconds(audio) if seconds is None else seconds)
        before = self._items.add(item)
        self._say({"type": "input_audio_buffer.committed", "previous_item_id": before, "item_id": item_id})
        self._tell_item(item, before)
        if wanted is not None:
            self._unwritten.append((item, wanted["model"], audio))

    def _seconds(self, audio: bytes) -> float:
        return sound.milliseconds(self._input_format, len(audio)) / 1000

    def _write_down(self) -> None:
        """Write down what was said: where it is answered, the answer has begun by then (recorded)."""
        unwritten, self._unwritten = self._unwritten, []
        for item, name, audio in unwritten:
            for event in transcription.events(item, self._model.transcript(name, audio, self._seconds(audio))):
                self._say(event)

    def _create_response(self, event: asks.ResponseCreate, raw: Json) -> None:
        if self._speaking is not None:
            text = (
                f"Conversation already has an active response in progress: {self._speaking.id}. Wait until the "
                "response is finished before creating a new one."
            )
            raise errors.invalid(text, code="conversation_already_has_active_response")
        self._respond(event.response, raw.get("response") or {})

    def _respond(self, ask: asks.ResponseAsk | None, raw: Json) -> None:
        settings = self._session.for_response(ask, raw)
        beside = ask is not None and ask.conversation == "none"
        given = self._items.listed() if ask is None or ask.input is None else self._given(ask.input, raw["input"])
        prompt = items.prompt_of(given, settings, tokens_max=self._model.prompt_tokens_max)
        taken = self._model.answer(prompt, settings)
        if isinstance(taken, str):
            self._refuse(settings, taken, None if beside else self._items.id)
            return
        self._session.spoke = self._session.spoke or taken.reply.audio
        self._taken = taken
        self._speaking = Speaking(taken.reply, settings, None if beside else self._items)
        events = self._speaking.events()
        self._turn = Turn(self._loop, events, taken.pacing, say=self._say_of_response)
        self._turn.start()

    def _given(self, given: list[asks.ItemAsk], raw: list[Json]) -> list[items.Item]:
        """The items that one response is given in place of the conversation."""
        return [
            self._items.find(ask.id or "", doing="retrieving", code="retrieve")
            if ask.type == "item_reference"
            else items.made(ask, each, kind=self._input_format)
            for ask, each in zip(given, raw, strict=True)
        ]

    def _refuse(self, settings: Json, message: str, conversation_id: str | None) -> None:
        error = {"type": "too_many_requests", "code": "rate_limit_exceeded", "message": message}
        about: Json = {
            "response_id": ids.of("resp_", 21),
            "conversation_id": conversation_id,
            "output": [],
            "usage": None,
        }
        begun = shown_response(settings, **about, status="in_progress", details=None)
        self._say({"type": "response.created", "response": begun})
        failed = shown_response(settings, **about, status="failed", details={"type": "failed", "error": error})
        self._say({"type": "response.done", "response": failed})

    def _cancel_response(self, event: asks.ResponseCancel, _raw: Json) -> None:
        if self._speaking is None or event.response_id not in (None, self._speaking.id):
            text = "Cancellation failed: no active response found"
            raise errors.invalid(text, code="response_cancel_not_active")
        self._stop("client_cancelled")

    def _stop(self, why: Stop) -> None:
        if self._speaking is not None and self._turn is not None:
            self._speaking.stop(why)
            self._turn.say_the_rest()

    def _say_of_response(self, event: Json) -> None:
        """Who is told that a response is done finds it counted."""
        if event["type"] == "response.done":
            if self._speaking is not None and self._speaking.spoken_ms:
                self._idleness.begin(self._ear.now_ms(self._input_format) + self._speaking.spoken_ms)
            self._settle("served")
        self._say(event)
        if event["type"] == "response.created":
            self._write_down()

    def _settle(self, ended: Ending) -> None:
        if self._taken is not None and self._speaking is not None:
            self._model.settle(self._taken, ended, self._speaking.usage)
        self._turn = self._speaking = self._taken = None


def error_event(error: AzureError, event_id: object) -> Json:
    """An error as the conversation tells it: with the id of the client's event, where there is one."""
    told = msgspec.json.decode(error.body)["error"]
    shown = {"type": told.get("type") or "server_error", "code": told.get("code"), "message": told["message"]}
    return {"type": "error", "error": {**shown, "param": told.get("param"), "event_id": event_id}}
