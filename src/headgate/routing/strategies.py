"""How to choose among the deployments of a pool that are open: one function a strategy.

A strategy takes at least one candidate and the health of each, and gives one candidate. It must not change anything
but ``Health.current_weight``.
"""

from collections.abc import Callable, Sequence
from typing import Final

from headgate.core.deployment import Deployment
from headgate.routing.health import Health

Candidate = tuple[Deployment, Health]
Strategy = Callable[[Sequence[Candidate], int], Candidate]
"""Candidates in the order of the pool, and the number of choices made before (for taking turns)."""


def round_robin(candidates: Sequence[Candidate], turn: int) -> Candidate:
    """Each in turn."""
    return candidates[turn % len(candidates)]


def weighted(candidates: Sequence[Candidate], turn: int) -> Candidate:
    """In proportion to ``weight``, interleaved evenly: nginx's smooth weighted round-robin."""
    del turn
    total = 0
    best = candidates[0]
    for candidate in candidates:
        deployment, health = candidate
        health.current_weight += deployment.weight
        total += deployment.weight
        if health.current_weight > best[1].current_weight:
            best = candidate
    best[1].current_weight -= total
    return best


def least_busy(candidates: Sequence[Candidate], turn: int) -> Candidate:
    """The one with the fewest exchanges in flight for its weight; among equals, each in turn."""
    offset = turn % len(candidates)
    rotated = (*candidates[offset:], *candidates[:offset])
    return min(rotated, key=lambda candidate: candidate[1].in_flight / candidate[0].weight)


def lowest_latency(candidates: Sequence[Candidate], turn: int) -> Candidate:
    """The one whose answers have lately begun soonest; one not yet measured comes first.

    Each 20th choice looks at another in turn, so that one that has become faster is noticed.
    """
    if turn % 20 == 19:
        return candidates[(turn // 20) % len(candidates)]
    return min(candidates, key=lambda candidate: candidate[1].first_byte_average)


STRATEGIES: Final[dict[str, Strategy]] = {
    "round-robin": round_robin,
    "weighted": weighted,
    "least-busy": least_busy,
    "lowest-latency": lowest_latency,
}
