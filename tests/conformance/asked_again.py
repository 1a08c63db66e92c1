"""A recorded exchange of Azure OpenAI, and the same request put to the simulator as it was in that month.

What was true of the recorded resource is read off its answer: model, limits, content filter, whether the key was
good, whether the limit was reached. All else is the simulator's own.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

from headgate.simulator.exchange import Request
from headgate.simulator.faults import Faults
from headgate.simulator.profiles import PROFILES
from headgate.simulator.resource import Resource
from headgate.simulator.settings import DeploymentSettings, LatencySettings, ResourceSettings
from headgate.simulator.truth import Truth
from tests.recordings import Recording, recorded_exchanges

KEY = "recorded-key"
MODEL_PATHS = re.compile(r"/(chat/completions|completions|embeddings|responses|images/generations|audio/\w+)$")
ASYNCHRONOUS = b'"content_filter_offsets"'


class Exchanged(NamedTuple):
    """An answer, recorded or simulated."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def streamed(self) -> bool:
        return self.body.startswith((b"data:", b"event:"))

    @property
    def documents(self) -> list[Any]:
        """The JSON of the answer: of its body, or of its events."""
        if not self.streamed:
            return [json.loads(self.body)] if self.body.lstrip()[:1] in {b"{", b"["} else []
        lines = self.body.decode().replace("\r\n", "\n").split("\n")
        data = [line.removeprefix("data:").strip() for line in lines if line.startswith("data:")]
        return [json.loads(text) for text in data if text != "[DONE]"]


class StandingClock:
    """The moment of a recording."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds


def comparable() -> Iterator[Recording]:
    """The recordings of requests to a model of Azure OpenAI, from the first profile on."""
    for recording in recorded_exchanges():
        of_azure = "/openai/" in recording.path and MODEL_PATHS.search(recording.path.rstrip("/"))
        if of_azure and recording.method == "POST" and when(recording).strftime("%Y-%m") >= min(PROFILES):
            yield recording


def when(recording: Recording) -> datetime:
    """The moment of an answer; of one without a date, long ago: nothing is known of it."""
    date = recording.header("date")
    return parsedate_to_datetime(date) if date else datetime(1970, 1, 1, tzinfo=UTC)


def original(recording: Recording) -> Exchanged:
    headers = {name.lower(): value for name, value in reversed(recording.headers)}
    return Exchanged(recording.status, headers, recording.response)


def simulated(recording: Recording) -> Exchanged:
    """Ask the simulator what was asked then."""
    resource = _resource(recording)
    answer = resource.serve(_request(recording)).answer
    head = answer.headers.decode().split("\r\n")[:-1]
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head)}
    headers |= {"content-type": answer.content_type.decode()} if answer.content_type else {}
    headers |= {"transfer-encoding": "chunked"} if answer.chunked or answer.events else {"content-length": "0"}
    body = b"".join(event for event, _ in answer.events) if answer.events else answer.body
    return Exchanged(answer.status, headers | {"date": recording.header("date") or ""}, body)


def _resource(recording: Recording) -> Resource:
    moment = when(recording)
    there = _is_there(recording)
    settings = ResourceSettings(
        region="eastus2",
        keys=[KEY],
        profile=moment.strftime("%Y-%m"),
        deployments={recording.deployment: _deployment(recording)} if there else {},
    )
    clock = StandingClock(moment.timestamp())
    return Resource("recorded", settings, faults=Faults(), truth=Truth(10), clock=clock)


def _is_there(recording: Recording) -> bool:
    return recording.status != 404 or b"DeploymentNotFound" not in recording.response


def _deployment(recording: Recording) -> DeploymentSettings:
    model, version = _model(recording)
    answer = recording.response
    provisioned = recording.header("azure-openai-deployment-utilization") is not None
    limited = any(name.lower().startswith("x-ratelimit-remaining") for name, _ in recording.headers)
    throttled = recording.status == 429 or (recording.status == 200 and recording.header("retry-after") is not None)
    if ASYNCHRONOUS in answer and b'"choices"' in answer:
        content_filter = "asynchronous"
    elif b'"content_filter_results"' in answer and not re.search(rb'"(severity|detected)"', answer):
        content_filter = "off"
    else:
        content_filter = "default"
    return DeploymentSettings(
        model=model,
        version=version,
        kind="provisioned" if provisioned else "standard",
        ptu=50 if provisioned else None,
        tokens_per_minute=1 if throttled and not provisioned else 120_000 if limited else None,
        content_filter=content_filter,
        reasoning_tokens=64 if _reasons(recording) else 0,
        latency=LatencySettings(first_token_seconds=0, between_tokens_seconds=0),
    )


def _reasons(recording: Recording) -> bool:
    answer = recording.response.replace(b": ", b":")
    return b'"type":"reasoning"' in answer or re.search(rb'"reasoning_tokens":[1-9]', answer) is not None


def _model(recording: Recording) -> tuple[str, str]:
    named = [each["model"] for each in original(recording).documents if each.get("model")]
    name = recording.header("x-ms-served-model") or (named[-1] if named else recording.deployment)
    version = re.search(r"-(\d{4}-\d\d-\d\d)$", name)
    return (name.removesuffix(version.group(0)), version.group(1)) if version else (name, "")


def _request(recording: Recording) -> Request:
    headers = {b"api-key": KEY.encode() if recording.status != 401 else b"wrong"}
    headers[b"content-type"] = (recording.content_type or "application/json").encode()
    client = recording.header("x-ms-client-request-id")
    if client not in {None, "Not-Set", recording.header("apim-request-id")}:
        headers[b"x-ms-client-request-id"] = b"0f63a0ff"
    if recording.status == 400 and b"ResponsibleAIPolicyViolation" in recording.response:
        headers[b"x-simulator-fault"] = b'{"kind":"content_filter"}'
    target = recording.target if "?" in recording.target or "/v1/" in recording.path else _dated(recording.target)
    return Request("POST", target.encode(), headers, _without_thoughts(recording.request))


def _without_thoughts(body: bytes) -> bytes:
    """Thoughts that Azure has sealed can be opened by nobody else: they are left out."""
    if b'"encrypted_content"' not in body:
        return body
    asked = json.loads(body)
    return json.dumps({**asked, "input": [each for each in asked["input"] if each.get("type") != "reasoning"]}).encode()


def _dated(target: str) -> str:
    """Some recorders leave the query out."""
    return f"{target}?api-version=2024-10-21"
