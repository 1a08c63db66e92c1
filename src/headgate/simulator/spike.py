"""A spike on a provisioned deployment, played in virtual time: utilisation and refusals, second by second."""

import heapq
import random
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from headgate.core.errors import HeadgateError
from headgate.simulator import catalog
from headgate.simulator.exchange import Exchange, Request
from headgate.simulator.faults import Faults
from headgate.simulator.resource import Resource
from headgate.simulator.settings import SimulatorSettings
from headgate.simulator.truth import Load, Truth

PHASES = ((100, 0.5), (100, 2.0), (100, 0.5))
"""Seconds, and the load as a share of the capacity: calm, the spike, and how it recovers."""
SECONDS = sum(seconds for seconds, _ in PHASES)

_PROMPT = "Summarise the state of the canal for the keeper of the next lock. " * 10
_COMPLETION_TOKENS_MIN, _COMPLETION_TOKENS_MAX = 100, 4_000
_REQUESTS_PER_MINUTE_MAX = 2_000
"""At full load: large deployments are sent longer answers instead of more requests."""


class SpikeReport(Struct, frozen=True):
    """What came of it."""

    resource: str
    deployment: str
    ptu: int
    requests: int
    served: int
    refused: int
    utilization_max: float
    """1.0 is full."""
    longest_wait_seconds: float
    """The longest ``retry-after-ms`` of a refusal."""
    load: list[Load]
    """By the second, from 0."""


class _VirtualClock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds


def run_spike(settings: SimulatorSettings) -> SpikeReport:
    """Send half the capacity, twice the capacity, and half again, to the first provisioned deployment there is.

    Raises:
        HeadgateError: when there is none, or when it answers with something else than 200 and 429.
    """
    name, deployment = _provisioned(settings)
    resource_settings = settings.resources[name]
    per_ptu, ratio = catalog.ptu_capacity(resource_settings.deployments[deployment].model)
    ptu = resource_settings.deployments[deployment].ptu or 0
    capacity = ptu * per_ptu
    completion = capacity // (ratio * _REQUESTS_PER_MINUTE_MAX)
    completion = min(max(completion, _COMPLETION_TOKENS_MIN), _COMPLETION_TOKENS_MAX)
    clock, truth = _VirtualClock(), Truth(1)
    resource = Resource(name, resource_settings, faults=Faults(), truth=truth, clock=clock, seed=settings.seed)
    request = _request(deployment, resource_settings.keys, completion)
    cost = len(_PROMPT) // 5 + ratio * completion
    ends: list[tuple[float, int, Exchange]] = []
    waits: list[float] = []
    for number, at in enumerate(_arrivals(capacity / 60 / cost, settings.seed)):
        _end_until(at, ends, clock)
        clock.seconds = at
        exchange = resource.serve(request)
        answer = exchange.answer
        if answer.status not in {200, 429}:
            raise HeadgateError(f"{name}/{deployment} answered {answer.status}: {answer.body[:200].decode()}")
        if answer.status == 429:
            waits.append(_wait(answer.headers))
        pace = answer.first_token_seconds + answer.usage.completion_tokens * answer.between_tokens_seconds
        heapq.heappush(ends, (at + pace, number, exchange))
    _end_until(float("inf"), ends, clock)
    load = truth.usage().resources[name].deployments[deployment].load
    sent = sum(each.requests for each in load)
    refused = sum(each.throttled for each in load)
    return SpikeReport(
        resource=name,
        deployment=deployment,
        ptu=ptu,
        requests=sent,
        served=sent - refused,
        refused=refused,
        utilization_max=max(each.utilization for each in load),
        longest_wait_seconds=max(waits, default=0.0),
        load=load,
    )


def _provisioned(settings: SimulatorSettings) -> tuple[str, str]:
    for name, resource in settings.resources.items():
        for deployment, each in resource.deployments.items():
            if each.provisioned and "chat.completions" in catalog.apis_of(each.model) and not each.spillover:
                return name, deployment
    raise HeadgateError("there is no provisioned deployment of a chat model, without spill-over, to report on")


def _request(deployment: str, keys: list[str], completion: int) -> Request:
    body = {"messages": [{"role": "user", "content": _PROMPT}], "max_tokens": completion}
    return Request(
        method="POST",
        target=f"/openai/deployments/{deployment}/chat/completions?api-version=2024-10-21".encode(),
        headers={b"api-key": keys[0].encode() if keys else b""},
        body=msgspec.json.encode(body),
    )


def _arrivals(per_second: float, seed: int) -> Iterator[float]:
    """Seconds of arrival: as callers come who do not know of each other."""
    draws = random.Random(seed)  # noqa: S311 (to be repeatable)
    at, until = 0.0, 0.0
    for seconds, share in PHASES:
        at, until = max(at, until), until + seconds
        while (at := at + draws.expovariate(per_second * share)) < until:
            yield at


def _end_until(at: float, ends: list[tuple[float, int, Exchange]], clock: _VirtualClock) -> None:
    while ends and ends[0][0] <= at:
        clock.seconds, _, exchange = heapq.heappop(ends)
        exchange.end_served()


def _wait(headers: bytes) -> float:
    return int(headers.partition(b"retry-after-ms: ")[2].partition(b"\r\n")[0] or b"0") / 1000
