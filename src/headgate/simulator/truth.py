"""What was really served: one entry per request, and sums. Ledgers of gates are held against it."""

from collections import deque
from datetime import UTC, datetime
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
    apim_request_id: str = ""
    """As the answer says it: what a gateway notes of its backend."""


class Sums(Struct):
    """What was served, added up."""

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


class Load(Struct):
    """One second of a deployment."""

    at: int
    """Unix seconds."""
    utilization: float
    """The highest share of its capacity in use, 1.0 being full; a provisioned one may go over it."""
    requests: int = 0
    """That arrived at its limiter."""
    throttled: int = 0
    """Of these, how many it refused."""


class DeploymentUsage(Sums):
    """Sums of one deployment, all days together, and its days apart."""

    days: dict[str, Sums] = field(default_factory=dict)
    """By the day of arrival, UTC: ``2026-11-24``."""
    load: list[Load] = field(default_factory=list)
    """The last seconds in which requests arrived, oldest first."""


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


_SUMMED = tuple(name for name in Sums.__struct_fields__ if name not in ("requests", "endings"))
_LOAD_SECONDS_KEPT = 7_200
"""Per deployment: two busy hours, half a megabyte."""
_DAY_SECONDS = 86_400


class Truth:
    """The count of one simulator, over all its resources."""

    def __init__(self, requests_kept: int) -> None:
        """Remember the last ``requests_kept`` requests; sums are never forgotten."""
        self._requests: deque[ServedRequest] = deque(maxlen=requests_kept)
        self._sums: dict[tuple[str, str, int], Sums] = {}
        self._load: dict[tuple[str, str], deque[Load]] = {}
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

    def close(self, entry: ServedRequest, ended: Ending, status: int, usage: Usage) -> None:
        """Note how it ended and add it to the sums. Each entry is closed once."""
        assert ended != "in_flight"
        self._in_flight -= 1
        entry.ended, entry.status, entry.usage = ended, status, usage
        place = (entry.resource, entry.deployment, int(entry.at // _DAY_SECONDS))
        sums = self._sums.get(place)
        if sums is None:
            sums = self._sums[place] = Sums()
        key = str(status)
        sums.requests[key] = sums.requests.get(key, 0) + 1
        sums.endings[ended] = sums.endings.get(ended, 0) + 1
        if usage is not NOTHING:
            _add(sums, usage)

    def usage(self) -> UsageReport:
        """The sums so far."""
        resources: dict[str, ResourceUsage] = {}
        for (resource, deployment, day), sums in self._sums.items():
            told = resources.setdefault(resource, ResourceUsage()).deployments.setdefault(
                deployment, DeploymentUsage(load=list(self._load.get((resource, deployment), ())))
            )
            told.days[datetime.fromtimestamp(day * _DAY_SECONDS, UTC).date().isoformat()] = sums
            _add_sums(told, sums)
        return UsageReport(resources=resources, in_flight=self._in_flight)

    def note_load(self, entry: ServedRequest, *, at: float, utilization: float, throttled: bool) -> None:
        """Note what a deployment's limiter decided, and how full it was."""
        series = self._load.get((entry.resource, entry.deployment))
        if series is None:
            series = self._load[entry.resource, entry.deployment] = deque(maxlen=_LOAD_SECONDS_KEPT)
        second = int(at)
        if not series or series[-1].at != second:
            series.append(Load(at=second, utilization=utilization))
        load = series[-1]
        load.utilization = max(load.utilization, utilization)
        load.requests += 1
        load.throttled += throttled

    def request(self, name: str) -> ServedRequest | None:
        """The last request of this number, ``x-headgate-request-id`` or ``apim-request-id``, or None."""
        number = int(name) if name.isascii() and name.isdigit() and len(name) < 19 else 0
        return next((entry for entry in reversed(self._requests) if _is_named(entry, name, number)), None)

    def requests(self, *, since: int = 0, limit: int | None = None) -> RequestsReport:
        """The requests after number ``since``, oldest first, at most ``limit``."""
        found = [entry for entry in self._requests if entry.number > since]
        if limit is not None:
            found = found[:limit]
        return RequestsReport(requests=found, last=found[-1].number if found else max(since, self._number))

    def reset(self) -> None:
        """Forget everything; requests in flight are counted when they end."""
        self._requests.clear()
        self._sums.clear()
        self._load.clear()


def _is_named(entry: ServedRequest, name: str, number: int) -> bool:
    return number == entry.number or (bool(name) and name in {entry.request_id, entry.apim_request_id})


def _add_sums(total: Sums, sums: Sums) -> None:
    for counts, more in ((total.requests, sums.requests), (total.endings, sums.endings)):
        for name, count in more.items():
            counts[name] = counts.get(name, 0) + count
    for name in _SUMMED:
        setattr(total, name, getattr(total, name) + getattr(sums, name))


def _add(sums: Sums, usage: Usage) -> None:
    for name in _SUMMED:
        if amount := getattr(usage, name):
            setattr(sums, name, getattr(sums, name) + amount)
