"""The object ``response`` in all its states: queued, in progress, completed, incomplete, failed, cancelled."""

import json
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from headgate.core.usage import Usage
from headgate.simulator.apis import reasoning
from headgate.simulator.apis.call import Call
from headgate.simulator.apis.response_items import Item, content_filters
from headgate.simulator.apis.token_usage import responses_usage
from headgate.simulator.profiles import Profile

Status = Literal["queued", "in_progress", "completed", "incomplete", "failed", "cancelled"]


def escaped_json(value: Any) -> bytes:  # noqa: ANN401 (any JSON value)
    """Compact JSON in ASCII: this API escapes what chat sends as UTF-8 (recorded)."""
    return json.dumps(value, separators=(",", ":")).encode()


def pretty_json(value: Any) -> bytes:  # noqa: ANN401 (any JSON value)
    """Pretty-printed JSON, as plain answers are recorded."""
    return msgspec.json.format(escaped_json(value), indent=2)


class ResponseObject:
    """One response: what it echoes of its request, its id, its output and usage."""

    def __init__(
        self,
        *,
        call: Call,
        request: dict[str, Any],
        response_id: str,
        items: list[Item],
        usage: Usage,
        seconds: float = 0.0,
        empty: bool = False,
    ) -> None:
        """Take the request as plain values; ``seconds`` is how long writing takes in the background.

        ``empty``: nothing is written, because nothing was to be.
        """
        self._call = call
        self._request = request
        self._seconds = seconds
        self._empty = empty
        self.id = response_id
        self.items = items
        self.usage = usage

    @property
    def incomplete(self) -> bool:
        """Whether the caller's maximum cut it off."""
        last = self.items[-1] if self.items else None
        if last is None:
            return not self._empty
        return last.kind == "reasoning" or last.done.get("status") == "incomplete"

    def finished(self) -> dict[str, Any]:
        """The response with its output and usage."""
        return self.state(
            "incomplete" if self.incomplete else "completed",
            completed_at=None if self.incomplete else int(self._call.created + self._seconds),
            content_filters=content_filters(
                self._call.shapes,
                sum(len(each.text) for each in self.items if each.kind == "message"),
                prompted=not _brings_results(self._request.get("input")),
            ),
            incomplete_details={"reason": "max_output_tokens"} if self.incomplete else None,
            output=[item.done for item in self.items],
            service_tier="default",
            usage=responses_usage(self.usage, self._call.shapes.profile),
        )

    def at(self, now: float, cancelled_at: float | None) -> dict[str, Any]:
        """The response as it is seen at a Unix time, while it is written in the background or afterwards."""
        if cancelled_at is not None:
            return self.state("cancelled")
        elapsed = now - self._call.created
        if elapsed >= self._seconds:
            return self.finished()
        return self.state("in_progress" if elapsed >= self._call.settings.latency.first_token_seconds else "queued")

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
            "previous_response_id": asked.get("previous_response_id"),
            "prompt_cache_key": None,
            "prompt_cache_retention": None,
            "reasoning": self._reasoning(),
            "safety_identifier": None,
            "service_tier": "auto",
            "store": asked.get("store") is not False,
            "temperature": _given(asked.get("temperature"), 1.0),
            "text": _text_options(asked.get("text")),
            "tool_choice": asked.get("tool_choice") or "auto",
            "tools": asked.get("tools") or [],
            "top_logprobs": asked.get("top_logprobs") or 0,
            "top_p": _given(asked.get("top_p"), 1.0),
            "truncation": "disabled",
            "usage": None,
            "user": asked.get("user"),
            "metadata": asked.get("metadata") or {},
        }
        for name in _not_yet(self._call.shapes.profile):
            response.pop(name, None)
            changed.pop(name, None)
        if self._call.shapes.profile.response_phases:
            response = _inserted(response, "model", self._of_july())
        if self._call.shapes.profile.tool_usage:
            response = _inserted(response, "tool_choice", {"tool_usage": _TOOL_USAGE})
        return response | changed

    def _of_july(self) -> dict[str, Any]:
        """Members since July 2026; their values are recorded of GPT-5.4 to 5.6, their places in August."""
        model = self._call.settings.model
        told: dict[str, Any] = {
            "moderation": None,
            "prompt_cache_retention": "24h" if model.startswith(_CACHED_FOR_A_DAY) else "in_memory",
        }
        if reasoning.efforts_of(model) is not None:
            usual = {"context": reasoning.context(model), "mode": "standard", **self._reasoning()}
            told["reasoning"] = {name: usual[name] for name in sorted(usual)}
        return told

    def _reasoning(self) -> dict[str, Any]:
        asked = _given_members(self._request.get("reasoning"))
        return {"effort": reasoning.unasked(self._call.settings), "summary": None} | asked


def _not_yet(profile: Profile) -> Iterator[str]:
    """The members that came later."""
    if not profile.response_completion:
        yield "completed_at"
    if not profile.response_penalties:
        yield from ("frequency_penalty", "presence_penalty")


def _brings_results(given: object) -> bool:
    last = given[-1] if isinstance(given, list) and given else None
    return isinstance(last, dict) and last.get("type") == "function_call_output"


def _inserted(response: dict[str, Any], after: str, members: dict[str, Any]) -> dict[str, Any]:
    """The response with members that it has not yet after one that it has; those it has change in their places."""
    found: dict[str, Any] = {}
    for name, value in response.items():
        found[name] = members.get(name, value)
        if name == after:
            found |= {each: added for each, added in members.items() if each not in response}
    return found


_CACHED_FOR_A_DAY = "gpt-5.5"
_TOOL_USAGE: dict[str, Any] = {
    "image_gen": {
        "input_tokens": 0,
        "input_tokens_details": {"image_tokens": 0, "text_tokens": 0},
        "output_tokens": 0,
        "output_tokens_details": {"image_tokens": 0, "text_tokens": 0},
        "total_tokens": 0,
    },
    "web_search": {"num_requests": 0},
}


def _given(value: float | None, default: float) -> float:
    return default if value is None else float(value)


def _given_members(value: dict[str, Any] | None) -> dict[str, Any]:
    return {name: member for name, member in (value or {}).items() if member is not None}


def _text_options(options: dict[str, Any] | None) -> dict[str, Any]:
    options = options or {}
    asked = _given_members(options.get("format"))
    return {"format": asked or {"type": "text"}, "verbosity": options.get("verbosity") or "medium"}
