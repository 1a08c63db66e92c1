"""Faults on demand: what goes wrong, for which requests, how often. Seeded, so that a run can be repeated."""

import random
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

_FAULTS_MAX = 1_000
"""Faults in force at once: each is looked at for every request."""

FaultKind = Literal[
    "status",
    "delay",
    "reset_before",
    "reset_midway",
    "close_midway",
    "stall",
    "close_without_length",
    "half_open",
    "wrong_length",
    "high_demand",
    "stream_error",
    "content_filter",
    "content_filter_completion",
]
"""What goes wrong.

``status``: answered with ``status``, ``headers`` (verbatim) and ``body`` (or Azure's own for that status).
``delay``: everything begins ``seconds`` later.
``reset_before``: the connection is reset (RST) before any byte.
``reset_midway``: it is reset after ``after`` events of a stream, or bytes of a plain body.
``close_midway``: it is closed (FIN) there.
``stall``: nothing more is sent for ``seconds`` from there; then it goes on.
``close_without_length``: the body has neither length nor chunks; the end of the connection is its end.
``half_open``: nothing is sent for ``seconds``, and the connection stays open.
``wrong_length``: a plain body ends ``after`` bytes, at least one, before its length says, with the connection.
``high_demand``: 429 because the shared capacity of the region is in use, whatever the deployment's quota.
``stream_error``: a stream ends with Azure's error event after ``after`` events; plain answers are not touched.
``content_filter``: the prompt is blocked, 400.
``content_filter_completion``: a chat is stopped by the filter after ``after`` tokens; its stream ends without usage.
"""


class Fault(Struct, frozen=True, forbid_unknown_fields=True):
    """One fault, as ``POST /simulator/faults`` and the header ``x-simulator-fault`` take it, in JSON."""

    kind: FaultKind
    resource: str | None = None
    """Only on this resource; without it, on all."""
    deployment: str | None = None
    api: str | None = None
    """Only for this API: ``chat.completions``, ``responses``, …"""
    status: Annotated[int, Meta(ge=200, le=599)] = 500
    headers: dict[Annotated[str, Meta(pattern=r"^[A-Za-z0-9-]+$")], Annotated[str, Meta(pattern=r"^[ -~]*$")]] = field(
        default_factory=dict
    )
    body: dict[str, Any] | None = None
    """JSON to answer with; without it, Azure's own for that status."""
    seconds: Annotated[float, Meta(ge=0)] = 3600.0
    """How long a delay or a stall lasts."""
    after: Annotated[int, Meta(ge=0)] = 3
    """Events of a stream, or bytes of a plain body, that are still sent."""
    probability: Annotated[float, Meta(ge=0, le=1)] = 1.0
    count: Annotated[int, Meta(ge=1)] | None = None
    """How often it happens before it is over; without it, until it is deleted."""
    seed: int = 0
    """Of the draws against ``probability``."""


class FaultReport(Struct):
    """A fault in force, as ``GET /simulator/faults`` lists it."""

    id: int
    fault: Fault
    happened: int


class _Active(Struct):
    id: int
    fault: Fault
    random: random.Random
    happened: int = 0


class Faults:
    """The faults in force, of all resources of a simulator."""

    def __init__(self) -> None:
        """Start with none."""
        self._active: list[_Active] = []
        self._ids = 0

    def add(self, fault: Fault) -> int:
        """Put a fault in force; returns its id.

        Raises:
            ValueError: when there are too many.
        """
        if len(self._active) >= _FAULTS_MAX:
            raise ValueError(f"there are {_FAULTS_MAX} faults already; delete some")
        self._ids += 1
        draws = random.Random(fault.seed)  # noqa: S311 (to be repeatable)
        self._active.append(_Active(id=self._ids, fault=fault, random=draws))
        return self._ids

    def remove(self, fault_id: int | None = None) -> int:
        """Take back one fault, or all; returns how many there were."""
        kept = [active for active in self._active if fault_id is not None and active.id != fault_id]
        removed = len(self._active) - len(kept)
        self._active = kept
        return removed

    def reports(self) -> list[FaultReport]:
        """List the faults in force, and how often each has happened."""
        return [FaultReport(id=active.id, fault=active.fault, happened=active.happened) for active in self._active]

    def draw(self, resource: str, deployment: str, api: str) -> tuple[float, Fault | None]:
        """What happens to a request: seconds of delay, and the first other fault that strikes."""
        delay, striking = 0.0, None
        for active in tuple(self._active):
            fault = active.fault
            if striking is not None and fault.kind != "delay":
                continue
            if not _concerns(fault, resource, deployment, api) or active.random.random() >= fault.probability:
                continue
            active.happened += 1
            if fault.count is not None and active.happened >= fault.count:
                self._active.remove(active)
            if fault.kind == "delay":
                delay += fault.seconds
            else:
                striking = fault
        return delay, striking


def _concerns(fault: Fault, resource: str, deployment: str, api: str) -> bool:
    return fault.resource in (None, resource) and fault.deployment in (None, deployment) and fault.api in (None, api)
