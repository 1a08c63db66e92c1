"""The events of a streamed response: each numbered, each with its name, and no ``[DONE]`` at the end."""

from collections.abc import Iterator
from typing import Any

import msgspec

from headgate.core.usage import Usage
from headgate.simulator.answer import Event
from headgate.simulator.apis.response_object import ResponseObject, escaped_json, text_part
from headgate.simulator.obfuscation import Obfuscation
from headgate.simulator.writing import Written

_NOTHING_WRITTEN = Written(tokens=[], finish="stop")


class ResponseEvents:
    """Makes the events of one stream."""

    def __init__(self, response: ResponseObject, *, obfuscated: bool) -> None:
        """Number from 0, without gaps."""
        self._response = response
        self._padding = Obfuscation() if obfuscated else None
        self._number = -1

    def events(self, written: Written, usage: Usage) -> Iterator[Event]:
        """The whole sequence of an answer, in the recorded order."""
        response = self._response
        yield self._event("response.created", response=response.state("in_progress")), 0
        yield self._event("response.in_progress", response=response.state("in_progress")), 0
        index = 0
        if usage.reasoning_tokens:
            item = response.reasoning_item()
            yield self._event("response.output_item.added", item=item, output_index=0), usage.reasoning_tokens
            yield self._event("response.output_item.done", item=item, output_index=0), 0
            index = 1
        yield from self._function(written, index) if written.tool else self._message(written, index)
        finished = response.finished(written, usage)
        yield self._event(f"response.{finished['status']}", response=finished), 0

    def throttled(self, message: str) -> Iterator[Event]:
        """What Azure streams, with status 200, when the limit is reached (captured in August 2026)."""
        code = "rate_limit_exceeded"
        yield self._event("response.created", response=self._response.state("in_progress")), 0
        error = {
            "type": "too_many_requests",
            "code": code,
            "headers": {"x-ms-fe-error": "true"},
            "message": message,
            "param": None,
        }
        yield self._event("error", error=error), 0
        failed = self._response.state("failed", error={"code": code, "message": message})
        yield self._event("response.failed", response=failed), 0

    def _message(self, written: Written, index: int) -> Iterator[Event]:
        item_id = self._response.message_id
        place: dict[str, Any] = {"item_id": item_id, "output_index": index, "content_index": 0}
        opened = self._response.message_item(_NOTHING_WRITTEN) | {"status": "in_progress", "content": []}
        yield self._event("response.output_item.added", item=opened, output_index=index), 0
        yield self._event("response.content_part.added", **place, part=text_part("")), 0
        for token in written.tokens:
            yield self._delta("output_text", token, item_id=item_id, index=index), 1
        yield self._event("response.output_text.done", **place, logprobs=[], text=written.text), 0
        yield self._event("response.content_part.done", **place, part=text_part(written.text)), 0
        item = self._response.message_item(written)
        yield self._event("response.output_item.done", item=item, output_index=index), 0

    def _function(self, written: Written, index: int) -> Iterator[Event]:
        item_id = self._response.function_id
        item = self._response.function_item(written)
        opened = item | {"status": "in_progress", "arguments": ""}
        yield self._event("response.output_item.added", item=opened, output_index=index), 0
        for token in written.tokens:
            yield self._delta("function_call_arguments", token, item_id=item_id, index=index), 1
        place = {"item_id": item_id, "output_index": index}
        yield self._event("response.function_call_arguments.done", **place, arguments=written.text), 0
        yield self._event("response.output_item.done", item=item, output_index=index), 0

    def _delta(self, of: str, token: str, *, item_id: str, index: int) -> bytes:
        """Written by hand: there is one for every token."""
        self._number += 1
        of_text = of == "output_text"
        return (
            b'event: response.%b.delta\ndata: {"type":"response.%b.delta",%b"delta":%b,"item_id":"%b",%b%b'
            b'"output_index":%d,"sequence_number":%d}\n\n'
        ) % (
            of.encode(),
            of.encode(),
            b'"content_index":0,' if of_text else b"",
            msgspec.json.encode(token),
            item_id.encode(),
            b'"logprobs":[],' if of_text else b"",
            b'"obfuscation":"%b",' % self._padding.pad(len(token)) if self._padding else b"",
            index,
            self._number,
        )

    def _event(self, kind: str, **members: Any) -> bytes:  # noqa: ANN401 (members of any kind)
        self._number += 1
        event = {"type": kind, **members, "sequence_number": self._number}
        return b"event: %b\ndata: %b\n\n" % (kind.encode(), escaped_json(event))
