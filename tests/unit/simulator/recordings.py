"""Recorded exchanges of Azure OpenAI, and the same requests put to the simulator."""

import json
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import yaml

from headgate.simulator.exchange import Request
from headgate.simulator.faults import Faults
from headgate.simulator.resource import Resource
from headgate.simulator.settings import DeploymentSettings, ResourceSettings
from headgate.simulator.truth import Truth
from tests.requirements import RECORDINGS
from tests.unit.simulator.conftest import StandingClock
from tests.unit.simulator.settings_for_tests import AT_ONCE

KEY = "recorded-key"


class Exchanged(NamedTuple):
    """A request with the answer to it, recorded or simulated."""

    name: str
    target: str
    request: bytes
    status: int
    headers: dict[str, str]
    body: str

    @property
    def date(self) -> str:
        """Year and month: ``2026-03``."""
        return parsedate_to_datetime(self.headers["date"]).strftime("%Y-%m")

    @property
    def streamed(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/event-stream")

    @property
    def documents(self) -> list[Any]:
        """The JSON of the answer: of its body, or of its events."""
        if not self.streamed:
            return [json.loads(self.body)]
        data = [line.removeprefix("data: ") for line in self.body.split("\n") if line.startswith("data: ")]
        return [json.loads(text) for text in data if text != "[DONE]"]


def recorded() -> Iterator[Exchanged]:
    for path in sorted(RECORDINGS.rglob("*.yaml")):
        cassette = yaml.load(path.read_text(), Loader=yaml.CSafeLoader)  # noqa: TID251 (a safe loader)
        for number, interaction in enumerate(cassette["interactions"]):
            yield _exchanged(f"{path.stem}[{number}]", interaction)


def _exchanged(name: str, interaction: dict[str, Any]) -> Exchanged:
    request, response = interaction["request"], interaction["response"]
    headers = {key.lower(): value if isinstance(value, str) else value[0] for key, value in response["headers"].items()}
    body = response["body"] if isinstance(response["body"], str) else response["body"].get("string", "")
    sent = request["body"]
    status = response["code"] if "code" in response else response["status"]["code"]
    return Exchanged(
        name=name,
        target=re.sub(r"^https://[^/]+", "", request.get("uri") or request["url"]),
        request=sent.encode() if isinstance(sent, str) else sent or b"",
        status=status,
        headers=headers,
        body=body.decode() if isinstance(body, bytes) else body,
    )


def simulated(original: Exchanged) -> Exchanged:
    """Put a recorded request to a resource that has what the recorded one had."""
    answer = _resource(original).serve(_request(original)).answer
    head = answer.headers.decode().split("\r\n")[:-1]
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head)}
    headers |= {"content-type": answer.content_type.decode()} if answer.content_type else {}
    headers |= {"transfer-encoding": "chunked"} if answer.chunked or answer.events else {"content-length": "0"}
    body = b"".join(event for event, _ in answer.events) if answer.events else answer.body
    return Exchanged(original.name, original.target, original.request, answer.status, headers, body.decode())


def _resource(original: Exchanged) -> Resource:
    deployments = {}
    if original.status == 200:
        in_path = re.search(r"/deployments/([^/]+)/", original.target)
        name = in_path.group(1) if in_path else json.loads(original.request)["model"]
        model, version = _model(original)
        deployments[name] = DeploymentSettings(model=model, version=version, tokens_per_minute=120_000, latency=AT_ONCE)
    settings = ResourceSettings(region="eastus2", keys=[KEY], deployments=deployments)
    return Resource("recorded", settings, faults=Faults(), truth=Truth(10), clock=StandingClock())


def _model(original: Exchanged) -> tuple[str, str]:
    named: str = original.documents[-1]["model"]
    version = re.search(r"-(\d{4}-\d\d-\d\d)$", named)
    return (named.removesuffix(version.group(0)), version.group(1)) if version else (named, "")


def _request(original: Exchanged) -> Request:
    headers = {b"api-key": KEY.encode() if original.status != 401 else b"wrong"}
    if "x-ms-client-request-id" in original.headers:
        headers[b"x-ms-client-request-id"] = b"0f63a0ff"
    return Request("POST", original.target.encode(), headers, original.request)
