"""What a run says of each who took part: how many were served, how fast, and what it cost."""

import statistics
from collections.abc import Sequence
from typing import NamedTuple

from examples.overflow.plan import PHASES
from examples.overflow.results import CallMade, Results

PTU_HOUR = 1.0
"""US dollars for one global PTU and hour without reservation: list price of Azure's Retail Prices API, meter
"Provisioned Managed Global Unit", as quoted in July and September 2026."""
PTU_RESERVED_MONTH = 260.0
"""The same with a reservation of a month, from the same source."""
HOURS_OF_A_MONTH = 730
INPUT_MILLION, OUTPUT_MILLION = 2.5, 10.0
"""US dollars for a million tokens of gpt-4o, Global Standard: the prices that Headgate charges by."""
OVERFLOW = {"alone": "", "retrying": "", "spilling": "spilling/gpt-4o", "headgate": "overflow/gpt-4o"}
"""The pay-as-you-go deployment of each, among what was served."""
TITLES = {
    "alone": "provisioned alone",
    "retrying": "provisioned alone, callers try twice more",
    "spilling": "provisioned with Azure's spill-over",
    "headgate": "Headgate with overflow",
}


class Latency(NamedTuple):
    """Seconds of the calls that were served, from their first sending."""

    first_token_p50: float
    first_token_p95: float
    whole_p50: float
    whole_p95: float


class Summary(NamedTuple):
    """One who took part."""

    asked: int
    served: int
    by_phase: tuple[float, ...]
    """Share served of the calls before, in and after the spike."""
    tries: int
    latency: Latency
    tokens: int
    """Prompt and completion, of the calls that were served."""
    provisioned_cost: float
    """US dollars."""
    tokens_cost: float

    @property
    def share(self) -> float:
        """Of the calls, served."""
        return self.served / self.asked

    @property
    def cost(self) -> float:
        """All of it."""
        return self.provisioned_cost + self.tokens_cost


def summary_of(results: Results, name: str) -> Summary:
    """Add up the calls of one who took part."""
    calls = results.calls[name]
    served = [call for call in calls if call.served]
    return Summary(
        asked=len(calls),
        served=len(served),
        by_phase=tuple(sum(call.served for call in part) / max(1, len(part)) for part in _phases(results, calls)),
        tries=sum(call.tries for call in calls),
        latency=_latency(served),
        tokens=sum(call.prompt_tokens + call.completion_tokens for call in served),
        provisioned_cost=results.ptu * PTU_HOUR * results.seconds * results.faster / 3600,
        tokens_cost=_tokens_cost(results, name),
    )


def pay_as_you_go_cost(results: Results, name: str) -> float:
    """US dollars for all that one was served, had all of it been paid by the token."""
    served = [call for call in results.calls[name] if call.served]
    prompt, completion = (
        sum(getattr(call, part) for call in served) for part in ("prompt_tokens", "completion_tokens")
    )
    return (prompt * INPUT_MILLION + completion * OUTPUT_MILLION) / 1e6


def _tokens_cost(results: Results, name: str) -> float:
    """By Headgate's books where there are some; else by the simulator's count, at the same prices."""
    overflow = OVERFLOW[name]
    if name == "headgate":
        return sum(float(row.charge) for row in results.books.values())
    if overflow not in results.served:
        return 0.0
    counted = results.served[overflow]
    return (counted.prompt_tokens * INPUT_MILLION + counted.completion_tokens * OUTPUT_MILLION) / 1e6


def _phases(results: Results, calls: Sequence[CallMade]) -> list[list[CallMade]]:
    parts, begin = [], 0.0
    for seconds, _share in PHASES:
        end = begin + seconds / results.faster
        parts.append([call for call in calls if begin <= call.at < end])
        begin = end
    return parts


def _latency(served: Sequence[CallMade]) -> Latency:
    first, whole = ([getattr(call, name) for call in served] for name in ("first_token", "ended"))
    return Latency(percentile(first, 50), percentile(first, 95), percentile(whole, 50), percentile(whole, 95))


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent do not exceed; 0 of none."""
    if len(values) < 2:
        return values[0] if values else 0.0
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
