"""One frozen value holding everything that a configuration says; an exchange keeps the one it began with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from headgate.admission.limiter import Limiter
from headgate.identity.keys import KeyRing
from headgate.pipeline.ports import Backend
from headgate.routing.choice import Model


@dataclass(frozen=True, slots=True)
class UseCase:
    """A use case as the pipeline needs it."""

    name: str
    models: frozenset[str]
    limiter: Limiter
    on_disconnect: Literal["cancel", "drain"]
    deadline_seconds: float


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A configuration, resolved. Limiters and backends are the worker's own and outlive it."""

    rings: tuple[KeyRing, ...]
    use_cases: Mapping[str, UseCase]
    models: Mapping[str, Model]
    backends: Mapping[str, Backend]
