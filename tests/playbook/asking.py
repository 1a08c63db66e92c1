"""What callers ask, and what backends say: the bytes of the plays."""

import json
from typing import Any

from headgate.pipeline.ports import Request
from headgate.wire.request_head import read_request_head

KEY = "sesame"
STRANGERS_KEY = "open-barley"
"""Of a use case that may use no model."""
MESSAGES = [{"role": "user", "content": "Say hello"}]


def request(
    method: str,
    target: str,
    body: dict[str, Any] | bytes = b"",
    *,
    key: str = KEY,
    content_type: str = "application/json",
    **headers: str,
) -> Request:
    """Any request, with the head read as the edge reads it."""
    data = json.dumps(body).encode() if isinstance(body, dict) else body
    lines = [f"{method} {target} HTTP/1.1", "host: gate", f"content-length: {len(data)}"]
    lines += [f"api-key: {key}"] if key else []
    lines += [f"content-type: {content_type}"] if data else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return Request(read_request_head("\r\n".join(lines).encode()), data)


def chat(model: str = "gpt-4o", *, api_version: str = "2024-10-21", key: str = KEY, **body: Any) -> Request:
    """A chat completion, as clients of Azure send it."""
    target = f"/openai/deployments/{model}/chat/completions?api-version={api_version}"
    return request("POST", target, {"messages": MESSAGES, **body}, key=key)


def chat_v1(model: str = "gpt-4o", **body: Any) -> Request:
    """A chat completion, as clients of OpenAI send it."""
    return request("POST", "/openai/v1/chat/completions", {"model": model, "messages": MESSAGES, **body})


def response(model: str = "gpt-4o", **body: Any) -> Request:
    """A call of the Responses API."""
    return request("POST", "/openai/v1/responses", {"model": model, "input": "Say hello", **body})


def completion(prompt: int = 8, written: int = 2) -> dict[str, Any]:
    """A chat completion's answer."""
    return {
        "choices": [{"finish_reason": "stop", "index": 0, "message": {"role": "assistant", "content": "Hello!"}}],
        "model": "gpt-4o-2024-11-20",
        "object": "chat.completion",
        "usage": {"prompt_tokens": prompt, "completion_tokens": written, "total_tokens": prompt + written},
    }


def said(text: str) -> bytes:
    """An event of a chat stream with some text."""
    event = {"choices": [{"delta": {"content": text}, "finish_reason": None, "index": 0}], "model": "gpt-4o-2024-11-20"}
    return b"data: " + json.dumps(event, separators=(",", ":")).encode() + b"\n\n"


def usage_event(prompt: int = 8, written: int = 2) -> bytes:
    """The event of a chat stream that states usage."""
    usage = {"prompt_tokens": prompt, "completion_tokens": written, "total_tokens": prompt + written}
    event = {"choices": [], "model": "gpt-4o-2024-11-20", "usage": usage}
    return b"data: " + json.dumps(event, separators=(",", ":")).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"
EVENTS = "text/event-stream; charset=utf-8"


def response_event(kind: str, **members: Any) -> bytes:
    """An event of the Responses API."""
    event = {"type": kind, **members}
    return f"event: {kind}\ndata: {json.dumps(event, separators=(',', ':'))}\n\n".encode()


def error(code: str, message: str = "No.", **members: Any) -> dict[str, Any]:
    """An error's body."""
    return {"error": {"code": code, "message": message, **members}}
