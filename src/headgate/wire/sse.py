"""The tap beside a stream: reads usage, model, errors and text from server-sent events, and never alters them.

The one exception is asked for: the usage chunk that Headgate itself requested is swallowed. Bytes may be cut anywhere.
Most events are recognised without being decoded (``plain_event``); a tap costs about a microsecond for each.
"""

import json
import re
from typing import Final

import msgspec

from headgate.core.usage import Usage
from headgate.wire.error_code import plain_text
from headgate.wire.plain_event import RECOGNISERS, never_plain
from headgate.wire.sse_frames import event_data, event_end, is_one_line, rescan_from
from headgate.wire.stream_event import (
    FAILED,
    LAST_TYPES,
    decode_event,
    error_in,
    has_output,
    text_in,
    usage_in,
)
from headgate.wire.stream_shape import StreamEvent

HELD_BYTES_MAX: Final = 262_144
"""The largest event that is held to be read whole. (The largest text events recorded are 31 KB: a ``response.created``
that repeats the request.) Of a longer one, a picture in base64, only the end is kept, where the usage stands."""
LONG_TAIL_BYTES: Final = 16_384
"""How much of the end of a longer event is kept: a usage object and its neighbours are below 2 KB."""
TEXT_BYTES_MAX: Final = 1_048_576
"""Text kept for counting tokens: twice the longest completion of any model; past it, bytes are only counted."""
MODEL_EVENTS_MAX: Final = 8
"""Events of a chat stream that are decoded in search of the model's name; it is in the second on Azure."""

_LAST_USAGE: Final = re.compile(rb'.*"usage"\s*:\s*(?=\{)', re.DOTALL)
_LONG_TYPE: Final = re.compile(rb'(?:^event: ?|"type"\s*:\s*")([a-z_.]+)')
_raw_decoder: Final = json.JSONDecoder()


class StreamTap:
    """Reads one stream. Give it every byte in order, relay what ``feed`` returns, then what ``end`` returns."""

    __slots__ = (
        "_api",
        "_held",
        "_long",
        "_long_head",
        "_recognise",
        "_scanned",
        "_settled",
        "_swallow",
        "_text",
        "_text_beyond",
        "error_code",
        "events",
        "finished",
        "first_output",
        "served_model",
        "service_tier",
        "usage",
    )

    def __init__(self, api: str, *, swallow_usage: bool) -> None:
        """Read a stream of ``api`` (a name of ``headgate.wire.paths``).

        With ``swallow_usage`` events are relayed only when complete, and a chunk that holds nothing but usage is not.
        """
        self.usage: Usage | None = None
        """The last usage stated; None when none was."""
        self.served_model = ""
        self.service_tier = ""
        self.error_code = ""
        """The code of an error reported inside the stream."""
        self.finished = False
        """Whether the stream said that it is over; one that just stops was interrupted."""
        self.events = 0
        """Events that had data."""
        self.first_output = False
        """Whether a piece of the answer itself was seen."""
        self._api = api
        self._swallow = swallow_usage
        self._recognise = RECOGNISERS.get(api, never_plain)
        self._settled = api != "chat.completions"
        self._held = bytearray()
        self._scanned = 0
        self._long: bytearray | None = None
        self._long_head = b""
        self._text = bytearray()
        self._text_beyond = 0

    def feed(self, data: bytes) -> bytes:
        """Read bytes as they came; return those to relay now (the same object unless usage is to be swallowed)."""
        if not self._held and self._long is None:
            text = self._recognise(data) if self._settled else None
            if text is not None:
                self.events += 1
                if text:
                    self._keep(text)
                return data
            if is_one_line(data):
                return b"" if self._take(data) else data
        relayed = self._read(data)
        return b"".join(relayed) if self._swallow else data

    def end(self) -> bytes:
        """Read what is left when the stream is over; return the bytes that were still held back."""
        relayed = self._read(b"", last=True)
        rest = bytes(self._held)
        self._held.clear()
        if rest and not self._take(rest):
            relayed.append(rest)
        if self._long is not None:
            self._take_long(self._long)
            self._long = None
        return b"".join(relayed) if self._swallow else b""

    def text(self) -> str:
        """Return the completion's text seen so far, for counting its tokens."""
        quoted = b'"%b"' % bytes(self._text)
        try:
            return msgspec.json.decode(quoted, type=str)
        except (msgspec.DecodeError, UnicodeDecodeError):
            plain = quoted.decode("utf-8", "replace")
        try:
            return str(json.loads(plain, strict=False)).encode("utf-8", "replace").decode()
        except ValueError:
            return plain[1:-1]

    @property
    def inside_event(self) -> bool:
        """Whether the bytes so far end in the middle of an event."""
        return bool(self._held) or self._long is not None

    @property
    def text_bytes(self) -> int:
        """The length of the text in JSON, whether kept or not."""
        return len(self._text) + self._text_beyond

    @property
    def text_truncated(self) -> bool:
        """Whether ``text`` is only the beginning."""
        return self._text_beyond > 0

    def _read(self, data: bytes, *, last: bool = False) -> list[bytes]:
        """Take every event that is now complete, keep the rest; return the events to relay, if any are held at all."""
        relayed: list[bytes] = []
        if self._long is not None:
            data = self._read_long(data, relayed, last=last)
        buffer: bytes | bytearray = data
        if self._held:
            self._held += data
            buffer = self._held
        start = 0
        scan = self._scanned
        while end := event_end(buffer, scan, last=last):
            event = bytes(buffer[start:end])
            if not self._take(event):
                relayed.append(event)
            start = scan = end
        self._hold(buffer, start, relayed)
        return relayed

    def _hold(self, buffer: bytes | bytearray, start: int, relayed: list[bytes]) -> None:
        """Keep the bytes of an event that is not complete, unless it has become too long to be held."""
        if isinstance(buffer, bytearray):
            del buffer[:start]
        else:
            self._held = bytearray(buffer[start:])
        self._scanned = rescan_from(len(self._held))
        if len(self._held) > HELD_BYTES_MAX:
            relayed.append(bytes(self._held))
            self._long = self._held
            self._long_head = bytes(self._held[:256])
            self._held = bytearray()
            self._scanned = 0

    def _read_long(self, data: bytes, relayed: list[bytes], *, last: bool) -> bytes:
        """Pass on a long event, keeping its end; return the bytes that come after it."""
        tail = self._long
        assert tail is not None
        seen = len(tail)
        tail += data
        end = event_end(tail, rescan_from(seen), last=last)
        if not end:
            relayed.append(data)
            if len(tail) > 4 * LONG_TAIL_BYTES:
                del tail[:-LONG_TAIL_BYTES]
            return b""
        relayed.append(bytes(tail[seen:end]))
        after = bytes(tail[end:])
        del tail[end:]
        self._take_long(tail)
        self._long = None
        return after

    def _take_long(self, tail: bytearray) -> None:
        """Read the usage from the end of an event that was too long to be held."""
        self.events += 1
        kind = _LONG_TYPE.search(self._long_head)
        if kind is not None and kind[1].decode() in LAST_TYPES:
            self.finished = True
        found = _LAST_USAGE.match(tail, max(len(tail) - LONG_TAIL_BYTES, 0))
        if found is None:
            return
        try:
            usage, _ = _raw_decoder.raw_decode(tail[found.end() :].decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return
        self.usage = usage_in(StreamEvent(usage=usage), all_images=self._api.startswith("images.")) or self.usage

    def _take(self, event: bytes) -> bool:
        """Read one complete event; return whether it is the usage chunk that is to be swallowed."""
        payload = event_data(event)
        if not payload:
            return False
        self.events += 1
        if payload.startswith(b"[DONE]"):
            self.finished = True
            return False
        found = decode_event(payload)
        if found is None:
            return False
        self._note(found)
        return self._swallow and found.choices == [] and found.usage is not None

    def _note(self, event: StreamEvent) -> None:
        source = event if event.response is None else event.response
        self.served_model = plain_text(source.model) or self.served_model
        self.service_tier = plain_text(source.service_tier) or self.service_tier
        if source.usage is not None:
            self.usage = usage_in(event, all_images=self._api.startswith("images.")) or self.usage
        if code := error_in(event):
            self.error_code = self.error_code if code == FAILED and self.error_code else code
        if isinstance(event.type, str) and event.type in LAST_TYPES:
            self.finished = True
        if text := text_in(event):
            self._keep(msgspec.json.encode(text)[1:-1])
        elif not self.first_output:
            self.first_output = has_output(event)
        if not self._settled and (self.served_model or self.events >= MODEL_EVENTS_MAX):
            self._settled = True

    def _keep(self, text: bytes) -> None:
        self.first_output = True
        if self._text_beyond or len(self._text) + len(text) > TEXT_BYTES_MAX:
            self._text_beyond += len(text)
        else:
            self._text += text
