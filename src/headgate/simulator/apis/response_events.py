"""The events of a streamed response: each numbered, each with its name, and no ``[DONE]`` at the end."""

from collections.abc import Iterator
from typing import Any

import msgspec

from headgate.simulator import tokens
from headgate.simulator.answer import Event
from headgate.simulator.apis import logprobs
from headgate.simulator.apis.response_items import Item, text_part
from headgate.simulator.apis.response_object import ResponseObject, escaped_json
from headgate.simulator.obfuscation import Obfuscation


class ResponseEvents:
    """Makes the events of one stream."""

    def __init__(self, response: ResponseObject, *, obfuscated: bool) -> None:
        """Number from 0, without gaps."""
        self._response = response
        self._padding = Obfuscation() if obfuscated else None
        self._number = -1

    def events(self, *, background: bool = False) -> Iterator[Event]:
        """The whole sequence of an answer, in the recorded order."""
        response = self._response
        yield self._event("response.created", response=response.state("queued" if background else "in_progress")), 0
        if background:
            yield self._event("response.queued", response=response.state("queued")), 0
        yield self._event("response.in_progress", response=response.state("in_progress")), 0
        for index, item in enumerate(response.items):
            yield from self._item(item, index)
        finished = response.finished()
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

    def _item(self, item: Item, index: int) -> Iterator[Event]:
        opened = item.done | _EMPTY[item.kind]
        yield self._event("response.output_item.added", item=opened, output_index=index), item.thought
        match item.kind:
            case "message":
                yield from self._message(item, index)
            case "function_call":
                yield from self._function(item, index)
            case "file_search_call":
                yield from self._file_search(item, index)
            case "reasoning":
                yield from self._summary(item, index)
        yield self._event("response.output_item.done", item=item.done, output_index=index), 0

    def _message(self, item: Item, index: int) -> Iterator[Event]:
        item_id = item.done["id"]
        place: dict[str, Any] = {"item_id": item_id, "output_index": index, "content_index": 0}
        yield self._event("response.content_part.added", **place, part=text_part("", [], [])), 0
        for token in item.tokens:
            told = b"[]" if item.told_of_others is None else _told(token, item.told_of_others)
            yield self._delta("output_text", token, item_id=item_id, index=index, told=told), 1
        (part,) = item.done["content"]
        for number, annotation in enumerate(part["annotations"]):
            added = {**place, "annotation_index": number, "annotation": annotation}
            yield self._event("response.output_text.annotation.added", **added), 0
        yield self._event("response.output_text.done", **place, logprobs=part["logprobs"], text=item.text), 0
        yield self._event("response.content_part.done", **place, part={**part, "logprobs": []}), 0

    def _function(self, item: Item, index: int) -> Iterator[Event]:
        item_id = item.done["id"]
        for token in item.tokens:
            yield self._delta("function_call_arguments", token, item_id=item_id, index=index), 1
        place = {"item_id": item_id, "output_index": index}
        yield self._event("response.function_call_arguments.done", **place, arguments=item.text), 0

    def _file_search(self, item: Item, index: int) -> Iterator[Event]:
        for stage in ("in_progress", "searching", "completed"):
            yield self._event(f"response.file_search_call.{stage}", item_id=item.done["id"], output_index=index), 0

    def _summary(self, item: Item, index: int) -> Iterator[Event]:
        for number, part in enumerate(item.done["summary"]):
            place = {"item_id": item.done["id"], "output_index": index, "summary_index": number}
            empty = {"type": "summary_text", "text": ""}
            yield self._event("response.reasoning_summary_part.added", **place, part=empty), 0
            for piece in tokens.split(part["text"]):
                padding = {"obfuscation": self._padding.pad(len(piece)).decode()} if self._padding else {}
                yield self._event("response.reasoning_summary_text.delta", **place, delta=piece, **padding), 0
            yield self._event("response.reasoning_summary_text.done", **place, text=part["text"]), 0
            yield self._event("response.reasoning_summary_part.done", **place, part=part), 0

    def _delta(self, of: str, token: str, *, item_id: str, index: int, told: bytes = b"[]") -> bytes:
        """Written by hand: there is one for every token; ``told`` are log probabilities of a text."""
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
            b'"logprobs":%b,' % told if of_text else b"",
            b'"obfuscation":"%b",' % self._padding.pad(len(token)) if self._padding else b"",
            index,
            self._number,
        )

    def _event(self, kind: str, **members: Any) -> bytes:  # noqa: ANN401 (members of any kind)
        self._number += 1
        told = {**members, "sequence_number": self._number}
        event = {"type": kind, **{name: told[name] for name in sorted(told)}}
        return b"event: %b\ndata: %b\n\n" % (kind.encode(), escaped_json(event))


def _told(token: str, others: int) -> bytes:
    return msgspec.json.encode(logprobs.of_response([token], others))


_EMPTY: dict[str, dict[str, Any]] = {
    "message": {"status": "in_progress", "content": []},
    "function_call": {"status": "in_progress", "arguments": ""},
    "file_search_call": {"status": "in_progress", "queries": [], "results": None},
    "reasoning": {"summary": []},
}
"""What an item lacks when it is added."""
