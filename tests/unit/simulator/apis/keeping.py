"""A resource that keeps things, asked as a client would ask it."""

import json
from typing import Any, NamedTuple

from headgate.simulator.exchange import Request
from headgate.simulator.faults import Faults
from headgate.simulator.resource import Resource
from headgate.simulator.truth import Truth
from tests.unit.simulator.conftest import StandingClock
from tests.unit.simulator.settings_for_tests import KEY, deployment, resource_settings

V1 = "/openai/v1/"


class Said(NamedTuple):
    """What the resource answered."""

    status: int
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        found: dict[str, Any] = self.json["error"]
        return found


class Keeper:
    """One resource with its clock and its count."""

    def __init__(self, name: str = "eastus", **deployments: Any) -> None:
        self.clock = StandingClock()
        self.truth = Truth(requests_kept=1000)
        self.faults = Faults()
        settings = resource_settings(**(deployments or {"gpt-4o": deployment()}))
        self.resource = Resource(name, settings, faults=self.faults, truth=self.truth, clock=self.clock)

    def get(self, path: str) -> Said:
        return self.ask("GET", path)

    def delete(self, path: str) -> Said:
        return self.ask("DELETE", path)

    def post(self, path: str, body: Any = None) -> Said:
        return self.ask("POST", path, body)

    def ask(self, method: str, path: str, body: Any = None, content_type: str = "application/json") -> Said:
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        headers = {b"api-key": KEY.encode(), b"content-type": content_type.encode()}
        target = path if path.startswith("/") else V1 + path
        exchange = self.resource.serve(Request(method, target.encode(), headers, content))
        answer = exchange.answer
        exchange.end_served()
        whole = b"".join(event for event, _ in answer.events) if answer.events is not None else answer.body
        return Said(answer.status, whole)

    def form(self, path: str, **fields: str | bytes) -> Said:
        parts = []
        for name, value in fields.items():
            filename = '; filename="notes.txt"' if isinstance(value, bytes) else ""
            content = value if isinstance(value, bytes) else value.encode()
            head = f'--b\r\nContent-Disposition: form-data; name="{name}"{filename}\r\n\r\n'.encode()
            parts.append(head + content + b"\r\n")
        body = b"".join(parts) + b"--b--\r\n"
        return self.ask("POST", path, body, content_type="multipart/form-data; boundary=b")

    def file(self, content: bytes, purpose: str = "assistants") -> str:
        file_id: str = self.form("files", purpose=purpose, file=content).json["id"]
        return file_id
