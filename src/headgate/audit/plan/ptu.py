"""Provisioned throughput: how many PTU a load needs, and which mix with pay-as-you-go costs least.

The arithmetic is Microsoft's: input tokens a minute, less cached ones, plus output tokens times their weight, over what
one PTU carries, rounded up to a size that is sold (Microsoft Learn: provisioned throughput units, costs and sizing).
"""

import math
from collections.abc import Sequence

from msgspec import Struct

from headgate.audit.facts.throughput import Sizes, Throughput

SIZES_MAX = 10_000
"""Sizes that are tried for the cheapest mix; past it only the smallest and the largest."""


class Load(Struct, frozen=True, kw_only=True):
    """Tokens a minute that last for some hours of a month."""

    hours: float
    input_tpm: float
    output_tpm: float
    cached_tpm: float = 0.0
    """Of the input tokens, those that the prompt cache answers: they use no provisioned capacity."""


class TokenPrices(Struct, frozen=True, kw_only=True):
    """What a million tokens cost pay-as-you-go."""

    input: float
    output: float
    cached: float


class Mix(Struct, frozen=True):
    """Provisioned capacity and what overflows, with what both cost in the hours of the loads."""

    ptu: int
    provisioned_cost: float
    overflow_cost: float
    overflow_share: float
    """Of all weighted tokens, from 0 to 1."""

    @property
    def cost(self) -> float:
        """Both together."""
        return self.provisioned_cost + self.overflow_cost


def sizes_of(throughput: Throughput, kind: str) -> Sizes:
    """Return the sizes in which a kind of deployment is sold."""
    return throughput.regional if kind == "provisioned" else throughput.wide


def weighted_tpm(throughput: Throughput, load: Load) -> float:
    """Return a load in input tokens a minute, as provisioned capacity counts it."""
    return load.input_tpm - load.cached_tpm + throughput.output_weight * load.output_tpm


def ptu_needed(throughput: Throughput, kind: str, load: Load) -> int:
    """Return the smallest size that is sold and carries a load."""
    sizes = sizes_of(throughput, kind)
    raw = weighted_tpm(throughput, load) / throughput.input_tpm_per_ptu
    # Sizes are multiples of the step; the least size is one too, in every row of the table.
    return max(sizes.least, math.ceil(round(raw / sizes.step, 9)) * sizes.step)


def mix(throughput: Throughput, loads: Sequence[Load], ptu: int, ptu_hour: float, tokens: TokenPrices) -> Mix:
    """Return what a size costs, with what it cannot carry going to pay-as-you-go."""
    room = ptu * throughput.input_tpm_per_ptu
    hours = sum(load.hours for load in loads)
    overflow_cost = overflow = total = 0.0
    for load in loads:
        wanted = weighted_tpm(throughput, load)
        share = max(0.0, 1 - room / wanted) if wanted > 0 else 0.0
        minutes = load.hours * 60
        spent = (
            (load.input_tpm - load.cached_tpm) * tokens.input
            + load.cached_tpm * tokens.cached
            + load.output_tpm * tokens.output
        )
        overflow_cost += share * minutes * spent / 1e6
        overflow += share * minutes * wanted
        total += minutes * wanted
    return Mix(
        ptu=ptu,
        provisioned_cost=ptu * ptu_hour * hours,
        overflow_cost=overflow_cost,
        overflow_share=overflow / total if total else 0.0,
    )


def cheapest_mix(
    throughput: Throughput, kind: str, loads: Sequence[Load], ptu_hour: float, tokens: TokenPrices
) -> tuple[Mix, ...]:
    """Return the cheapest mix, then all pay-as-you-go, then all provisioned; each size once."""
    sizes = sizes_of(throughput, kind)
    peak = max(ptu_needed(throughput, kind, load) for load in loads)
    between = range(sizes.least, peak + 1, sizes.step)
    tried = [0, *between] if len(between) <= SIZES_MAX else [0, sizes.least, peak]
    mixes = {ptu: mix(throughput, loads, ptu, ptu_hour, tokens) for ptu in tried}
    best = min(mixes.values(), key=lambda one: (one.cost, one.ptu))
    return tuple({one.ptu: one for one in (best, mixes[0], mixes[peak])}.values())
