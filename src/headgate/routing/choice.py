"""Choosing the deployment for an attempt: the first pool with one that is open, and a strategy within it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from headgate.core.deployment import Deployment
from headgate.core.records import Skipped
from headgate.routing.health import Health
from headgate.routing.settings import ModelSettings
from headgate.routing.strategies import STRATEGIES, Candidate


@dataclass(frozen=True, slots=True)
class Model:
    """A model as callers name it, with its pools resolved to deployments."""

    name: str
    pools: tuple[tuple[Deployment, ...], ...]
    """Those that may be chosen; a pool can be empty."""
    settings: ModelSettings
    excluded: tuple[Skipped, ...] = ()
    """Deployments that are never chosen: of another model or version than the first, where that is not allowed."""

    @property
    def first(self) -> Deployment:
        """The deployment that stands for the model: the first of the first pool."""
        return self.pools[0][0]


def resolve_model(name: str, pools: Sequence[Sequence[Deployment]], settings: ModelSettings) -> Model:
    """Resolve a model's pools; overflow to other models or versions is sorted out here, once."""
    first = pools[0][0]
    excluded: list[Skipped] = []
    kept = []
    for pool in pools:
        same = []
        for deployment in pool:
            if settings.allow_other_versions or (
                deployment.model == first.model and deployment.version == first.version
            ):
                same.append(deployment)
            else:
                reason = f"other model or version ({deployment.model} {deployment.version})"
                excluded.append(Skipped(deployment.key, reason))
        kept.append(tuple(same))
    return Model(name, tuple(kept), settings, tuple(excluded))


class Choice:
    """Where to send an attempt, and why there."""

    __slots__ = ("deployment", "health", "skipped", "why")

    def __init__(self, deployment: Deployment, health: Health, why: str, skipped: tuple[Skipped, ...] = ()) -> None:
        """Choose a deployment."""
        self.deployment = deployment
        self.health = health
        self.why = why
        self.skipped = skipped


@dataclass(frozen=True, slots=True)
class NoChoice:
    """No deployment may be sent to now."""

    skipped: tuple[Skipped, ...]
    retry_after_seconds: float
    """Until the first of them may be tried again."""


class Router:
    """Chooses deployments by their health. Lives as long as the worker: what it knows outlives a reload."""

    def __init__(self) -> None:
        """Begin knowing nothing of any deployment."""
        self._health: dict[str, Health] = {}
        self._turns: dict[str, int] = {}

    def health(self, deployment: Deployment) -> Health:
        """What is known of a deployment."""
        key = deployment.key
        health = self._health.get(key)
        if health is None:
            health = self._health[key] = Health()
        return health

    def known(self) -> Mapping[str, Health]:
        """The health of every deployment seen so far, by ``backend/deployment``."""
        return self._health

    def forget_all_but(self, keys: Collection[str]) -> None:
        """Forget deployments that a reload has removed."""
        self._health = {key: health for key, health in self._health.items() if key in keys}

    def choose(self, model: Model, now: float, tried: Collection[str] = ()) -> Choice | NoChoice:
        """Choose for the next attempt. ``tried`` are the keys this exchange has been sent to; ``now`` is monotonic."""
        skipped: list[Skipped] | None = None
        waits: list[float] = []
        for number, pool in enumerate(model.pools, start=1):
            candidates: list[Candidate] = []
            for deployment in pool:
                key = deployment.key
                health = self._health.get(key) or self.health(deployment)
                reason = "tried" if key in tried else health.closed_reason(now)
                if reason is None:
                    candidates.append((deployment, health))
                    continue
                if skipped is None:
                    skipped = list(model.excluded)
                skipped.append(Skipped(key, reason))
                waits.append(health.seconds_until_open(now))
            if candidates:
                return self._pick(model, number, candidates, model.excluded if skipped is None else tuple(skipped))
        return NoChoice(tuple(skipped or model.excluded), min(waits, default=0.0))

    def _pick(self, model: Model, number: int, candidates: list[Candidate], skipped: tuple[Skipped, ...]) -> Choice:
        if len(candidates) == 1:
            deployment, health = candidates[0]
            return Choice(deployment, health, f"pool {number}, the only one open", skipped)
        turn = self._turns.get(model.name, 0)
        self._turns[model.name] = turn + 1
        strategy = model.settings.strategy
        deployment, health = STRATEGIES[strategy](candidates, turn)
        return Choice(deployment, health, f"pool {number}, {strategy} of {len(candidates)}", skipped)
