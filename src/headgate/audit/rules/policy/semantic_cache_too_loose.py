"""Thresholds the wrong way round: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, unknown

LOOSE_FROM = 0.3
"""A distance: Microsoft Learn begins at 0.05, and 0.3 already takes neighbouring questions for the same."""


@rule(
    id="POL-018",
    severity="high",
    bullet="chatbots.cached-answers",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/azure-openai-semantic-cache-lookup-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def semantic_cache_too_loose(seen: View, _: Graph) -> Verdict:
    """A semantic cache takes questions for the same that are not.

    Why:
        score-threshold is a distance: 0 is the very same question, and lower means stricter. Who reads it as a similarity
        writes 0.8, and nearly every question then gets some other question's answer.

    Fix (policy):
        score-threshold="0.05", and raise it only while looking at what it gives back.

    Pass:
        <policies><inbound><llm-semantic-cache-lookup score-threshold="0.05" /></inbound></policies>

    Fail:
        <policies><inbound><azure-openai-semantic-cache-lookup score-threshold="0.8" /></inbound></policies>

    Unknown:
        <policies><inbound><azure-openai-semantic-cache-lookup score-threshold="{{threshold}}" /></inbound></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    lookups = seen.named("azure-openai-semantic-cache-lookup", "llm-semantic-cache-lookup")
    told = {place: _number(place.node.get("score-threshold")) for place in lookups}
    faults = [
        quote(seen, place, f"score-threshold {place.node.get('score-threshold')}")
        for place, number in told.items()
        if number is not None and number > LOOSE_FROM
    ]
    computed = [place for place, number in told.items() if number is None]
    if computed and not faults:
        return unknown("the threshold is not written as a number", *(quote(seen, place) for place in computed))
    return conclude(
        faults,
        bad="the threshold is loose: lower means stricter",
        good="the threshold is strict",
        concerned=bool(lookups),
        beside="it has no semantic cache",
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
