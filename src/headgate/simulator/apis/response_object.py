"""The object ``response`` in all its states: in progress, completed, incomplete, failed."""

import json
from typing import Any, Literal

import msgspec

from headgate.core.usage import Usage
from headgate.simulator import ids
from headgate.simulator.apis.call import Call
from headgate.simulator.apis.token_usage import responses_usage
from headgate.simulator.shapes import Shapes
from headgate.simulator.writing import Written

Status = Literal["in_progress", "completed", "incomplete", "failed"]


def escaped_json(value: Any) -> bytes:  # noqa: ANN401 (any JSON value)
    """Compact JSON in ASCII: this API escapes what chat sends as UTF-8 (recorded)."""
    return json.dumps(value, separators=(",", ":")).encode()


class ResponseObject:
    """One response: what it echoes of its request, its ids, and its output."""

    def __init__(self, *, call: Call, request: dict[str, Any], ids: "ids.ResponseIds") -> None:
        """Take the request as plain values; draw the ids once."""
        self._call = call
        self._request = request
        self.id = ids.new("resp")
        self.message_id = ids.new("msg")
        self.function_id = ids.new("fc")
        self._reasoning_id = ids.new("rs")
        self._call_id = _new_call_id()

    def finished_json(self, written: Written, usage: Usage) -> bytes:
        """The plain answer: pretty-printed, as recorded."""
        return msgspec.json.format(escaped_json(self.finished(written, usage)), indent=2)

    def finished(self, written: Written, usage: Usage) -> dict[str, Any]:
        """The response with its output and usage."""
        incomplete = written.finish == "length"
        return self.state(
            "incomplete" if incomplete else "completed",
            completed_at=None if incomplete else self._call.created,
            content_filters=_content_filters(self._call.shapes, len(written.text)),
            incomplete_details={"reason": "max_output_tokens"} if incomplete else None,
            output=self.output(written, usage),
            service_tier="default",
            usage=responses_usage(usage, self._call.shapes.profile),
        )

    def output(self, written: Written, usage: Usage) -> list[dict[str, Any]]:
        """The items written: reasoning if there was any, then a message or a function call."""
        items = [self.reasoning_item()] if usage.reasoning_tokens else []
        items.append(self.function_item(written) if written.tool else self.message_item(written))
        return items

    def reasoning_item(self) -> dict[str, Any]:
        """Reasoning, of which nothing is shown."""
        return {"id": self._reasoning_id, "type": "reasoning", "summary": []}

    def message_item(self, written: Written) -> dict[str, Any]:
        """A message whose text is complete, or cut off."""
        return {
            "id": self.message_id,
            "type": "message",
            "status": "incomplete" if written.finish == "length" else "completed",
            "content": [text_part(written.text)],
            "role": "assistant",
        }

    def function_item(self, written: Written) -> dict[str, Any]:
        """A call of a function, with all its arguments."""
        return {
            "id": self.function_id,
            "type": "function_call",
            "status": "incomplete" if written.finish == "length" else "completed",
            "arguments": written.text,
            "call_id": self._call_id,
            "name": written.tool,
        }

    def state(self, status: Status, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 (members of any kind)
        """The whole object in a state; members in the recorded order."""
        asked = self._request
        response = {
            "id": self.id,
            "object": "response",
            "created_at": self._call.created,
            "status": status,
            "background": bool(asked.get("background")),
            "completed_at": None,
            "content_filters": None,
            "error": None,
            "frequency_penalty": 0.0,
            "incomplete_details": None,
            "instructions": asked.get("instructions"),
            "max_output_tokens": asked.get("max_output_tokens"),
            "max_tool_calls": None,
            "model": self._call.deployment,
            "output": [],
            "parallel_tool_calls": asked.get("parallel_tool_calls") is not False,
            "presence_penalty": 0.0,
            "previous_response_id": None,
            "prompt_cache_key": None,
            "prompt_cache_retention": None,
            "reasoning": {"effort": "medium" if self._call.settings.reasoning_tokens else None, "summary": None},
            "safety_identifier": None,
            "service_tier": "auto",
            "store": asked.get("store") is not False,
            "temperature": _given(asked.get("temperature"), 1.0),
            "text": _text_options(asked.get("text")),
            "tool_choice": asked.get("tool_choice") or "auto",
            "tools": asked.get("tools") or [],
            "top_logprobs": 0,
            "top_p": _given(asked.get("top_p"), 1.0),
            "truncation": "disabled",
            "usage": None,
            "user": asked.get("user"),
            "metadata": asked.get("metadata") or {},
        }
        if self._call.shapes.profile.response_extras:
            response |= _EXTRAS
        return response | changed


_EXTRAS: dict[str, Any] = {
    "moderation": None,
    "prompt_cache_retention": "in_memory",
    "tool_usage": {
        "image_gen": {
            "input_tokens": 0,
            "input_tokens_details": {"image_tokens": 0, "text_tokens": 0},
            "output_tokens": 0,
            "output_tokens_details": {"image_tokens": 0, "text_tokens": 0},
            "total_tokens": 0,
        },
        "web_search": {"num_requests": 0},
    },
}
"""Members since August 2026; their names are the reference's, their places are not known."""


def text_part(text: str) -> dict[str, Any]:
    """The content of a message."""
    return {"type": "output_text", "annotations": [], "logprobs": [], "text": text}


def _new_call_id() -> str:
    return ids.call().decode()


def _given(value: float | None, default: float) -> float:
    return default if value is None else float(value)


def _text_options(options: dict[str, Any] | None) -> dict[str, Any]:
    options = options or {}
    asked = {name: value for name, value in (options.get("format") or {}).items() if value is not None}
    return {"format": asked or {"type": "text"}, "verbosity": options.get("verbosity") or "medium"}


def _content_filters(shapes: Shapes, characters: int) -> list[dict[str, Any]]:
    return [
        _content_filter("prompt", shapes.prompt_results, characters=0),
        _content_filter("completion", shapes.completion_results, characters=characters),
    ]


def _content_filter(source: str, results: bytes, *, characters: int) -> dict[str, Any]:
    return {
        "blocked": False,
        "source_type": source,
        "content_filter_raw": [],
        "content_filter_results": json.loads(results),
        "content_filter_offsets": {"start_offset": 0, "end_offset": characters, "check_offset": 0},
    }
