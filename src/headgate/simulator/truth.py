"""What was really served: one entry per request, and sums. Ledgers of gates are held against it."""

from collections import deque
from typing import Literal

from msgspec import Struct, field

from headgate.core.usage import Usage

Ending = Literal["in_flight", "served", "client_gone", "reset", "closed", "stalled", "stream_error"]
"""How a request ended.

``served``: the whole answer was written, whatever its status. ``client_gone``: the client left before that.
``reset``, ``closed``, ``stalled``, ``stream_error``: a fault ended it; ``stalled`` also while the stall lasts.
"""

NOTHING = Usage()
"""The usage of a request that is not billed."""


class ServedRequest(Struct):
    """One request that arrived, and what came of it."""

    number: int
    """From 1, in order of arrival, over all resources."""
    at: float
    """Unix seconds of arrival."""
    resource: str
    deployment: str
    """Empty when the request named none that exists."""
    api: str
    request_id: str
    """The request's ``x-headgate-request-id``."""
    attempt: str
    """The request's ``x-headgate-attempt``."""
    ended: Ending = "in_flight"
    status: int = 0
    """As sent; 0 when no head was sent."""
    stream: bool = False
    usage: Usage = NOTHING
    """What would be billed: prompt, cached, and completion tokens produced until it ended."""
    fault: str = ""
    """The kind of fault that struck."""


class DeploymentUsage(Struct):
    """Sums of one deployment."""

    requests: dict[str, int] = field(default_factory=dict)
    """Ended requests by status; ``0`` for those that got no head."""
    endings: dict[str, int] = field(default_factory=dict)
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    reasoning_tokens: int = 0
    image_prompt_tokens: int = 0
    image_completion_tokens: int = 0
    audio_prompt_tokens: int = 0
    audio_completion_tokens: int = 0
    images: int = 0
    seconds: float = 0.0
    characters: int = 0


class ResourceUsage(Struct):
    """Sums of one resource, by deployment; the empty name is for requests that reached none."""

    deployments: dict[str, DeploymentUsage] = field(default_factory=dict)


class UsageReport(Struct):
    """``GET /simulator/usage``."""

    resources: dict[str, ResourceUsage]
    in_flight: int


class RequestsReport(Struct):
    """``GET /simulator/requests``."""

    requests: list[ServedRequest]
    last: int
    """The number of the last request there is: the next ``since``."""


_SUMMED = tuple(name for name in DeploymentUsage.__struct_fields__ if name not in ("requests", "endings"))


class Truth:
    """The count of one simulator, over all its resources."""

    def __init__(self, requests_kept: int) -> None:
        """Remember the last ``requests_kept`` requests; sums are never forgotten."""
        self._requests: deque[ServedRequest] = deque(maxlen=requests_kept)
        self._resources: dict[str, ResourceUsage] = {}
        self._number = 0
        self._in_flight = 0

    def open(
        self, *, at: float, resource: str, deployment: str, api: str, request_id: str, attempt: str
    ) -> ServedRequest:
        """Note a request's arrival."""
        self._number += 1
        self._in_flight += 1
        entry = ServedRequest(
            number=self._number,
            at=at,
            resource=resource,
            deployment=deployment,
            api=api,
            request_id=request_id,
            attempt=attempt,
        )
        self._requests.append(entry)
        return entry

    def close(self, entry: ServedRequest, *, ended: Ending, status: int, usage: Usage) -> None:
        """Note how it ended and add it to the sums. Each entry is closed once."""
        assert ended != "in_flight"
        self._in_flight -= 1
        entry.ended, entry.status, entry.usage = ended, status, usage
        resource = self._resources.setdefault(entry.resource, ResourceUsage())
        sums = resource.deployments.setdefault(entry.deployment, DeploymentUsage())
        key = str(status)
        sums.requests[key] = sums.requests.get(key, 0) + 1
        sums.endings[ended] = sums.endings.get(ended, 0) + 1
        if usage is not NOTHING:
            _add(sums, usage)

    def usage(self) -> UsageReport:
        """The sums so far."""
        return UsageReport(resources=self._resources, in_flight=self._in_flight)

    def requests(self, *, since: int = 0, limit: int | None = None) -> RequestsReport:
        """The requests after number ``since``, oldest first, at most ``limit``."""
        found = [entry for entry in self._requests if entry.number > since]
        if limit is not None:
            found = found[:limit]
        return RequestsReport(requests=found, last=found[-1].number if found else max(since, self._number))

    def reset(self) -> None:
        """Forget everything; requests in flight are counted when they end."""
        self._requests.clear()
        self._resources.clear()


def _add(sums: DeploymentUsage, usage: Usage) -> None:
    for name in _SUMMED:
        if amount := getattr(usage, name):
            setattr(sums, name, getattr(sums, name) + amount)
