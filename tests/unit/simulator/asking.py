"""Asking a simulated resource, and reading what it answered."""

import json
from typing import Any

from headgate.simulator.exchange import Exchange, Request
from tests.unit.simulator.settings_for_tests import KEY

DATED = "?api-version=2024-10-21"
HELLO: dict[str, Any] = {"messages": [{"role": "user", "content": "Hello"}]}


def request(
    body: Any = HELLO, *, target: str = f"/openai/deployments/gpt-4o/chat/completions{DATED}", **headers: str
) -> Request:
    names = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Request(method="POST", target=target.encode(), headers={b"api-key": KEY.encode()} | names, body=content)


def to(deployment: str, api: str = "chat/completions") -> str:
    return f"/openai/deployments/{deployment}/{api}{DATED}"


def code(exchange: Exchange) -> tuple[int, str]:
    return exchange.answer.status, json.loads(exchange.answer.body)["error"]["code"]


def headers_of(exchange: Exchange) -> dict[str, str]:
    lines = exchange.answer.headers.decode().split("\r\n")[:-1]
    return dict(line.split(": ", 1) for line in lines)
