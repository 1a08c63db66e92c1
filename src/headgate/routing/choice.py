"""Choosing the deployment for an attempt: the first pool with one that is open, and a strategy within it."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from headgate.core.deployment import Deployment
from headgate.core.records import Skipped
from headgate.routing.health import Health
from headgate.routing.settings import ModelSettings
from headgate.routing.strategies import STRATEGIES, Candidate


class Model(Struct, frozen=True):
    """A model as callers name it, with its pools resolved to deployments."""

    name: str
    pools: tuple[tuple[Deployment, ...], ...]
    settings: ModelSettings


class Choice(Struct, frozen=True):
    """Where to send an attempt, and why there."""

    deployment: Deployment
    health: Health
    why: str
    skipped: tuple[Skipped, ...] = ()


class NoChoice(Struct, frozen=True):
    """No deployment may be sent to now."""

    skipped: tuple[Skipped, ...]
    retry_after_seconds: float
    """Until the first of them may be tried again."""


class Router:
    """Chooses deployments by their health. Lives as long as the worker; the health of a deployment outlives a reload."""

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
        skipped: list[Skipped] = []
        waits: list[float] = []
        first = model.pools[0][0]
        for number, pool in enumerate(model.pools, start=1):
            candidates: list[Candidate] = []
            for deployment in pool:
                health = self.health(deployment)
                reason = self._reason_to_skip(model, first, deployment, health, now, tried)
                if reason is None:
                    candidates.append((deployment, health))
                else:
                    skipped.append(Skipped(deployment.key, reason))
                    waits.append(health.seconds_until_open(now))
            if candidates:
                return self._pick(model, number, candidates, tuple(skipped))
        return NoChoice(tuple(skipped), min(waits, default=0.0))

    def _reason_to_skip(
        self, model: Model, first: Deployment, deployment: Deployment, health: Health, now: float, tried: Collection[str]
    ) -> str | None:
        if deployment.key in tried:
            return "tried"
        same = deployment.model == first.model and deployment.version == first.version
        if not same and not model.settings.allow_other_versions:
            return f"other model or version ({deployment.model} {deployment.version})"
        return health.closed_reason(now)

    def _pick(self, model: Model, number: int, candidates: list[Candidate], skipped: tuple[Skipped, ...]) -> Choice:
        if len(candidates) == 1:
            deployment, health = candidates[0]
            return Choice(deployment, health, f"pool {number}, the only one open", skipped)
        turn = self._turns.get(model.name, 0)
        self._turns[model.name] = turn + 1
        strategy = model.settings.strategy
        deployment, health = STRATEGIES[strategy](candidates, turn)
        return Choice(deployment, health, f"pool {number}, {strategy} of {len(candidates)}", skipped)
