"""One frozen value holding everything that a configuration says; an exchange keeps the one it began with."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from headgate.admission.limiter import Limiter
from headgate.identity.keys import KeyRing
from headgate.pipeline.ports import Backend
from headgate.routing.choice import Model


class UseCase(Struct, frozen=True):
    """A use case as the pipeline needs it."""

    name: str
    models: frozenset[str]
    limiter: Limiter
    on_disconnect: Literal["cancel", "drain"]
    deadline_seconds: float


class Snapshot(Struct, frozen=True):
    """A configuration, resolved. Limiters and backends are the worker's own and outlive it."""

    rings: tuple[KeyRing, ...]
    use_cases: Mapping[str, UseCase]
    models: Mapping[str, Model]
    backends: Mapping[str, Backend]
