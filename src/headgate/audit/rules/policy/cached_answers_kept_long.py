"""Stale answers: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, unknown


@rule(
    id="POL-019",
    severity="medium",
    bullet="chatbots.cached-answers",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/azure-openai-semantic-cache-store-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def cached_answers_kept_long(seen: View, _: Graph) -> Verdict:
    """Answers stay in the semantic cache for more than a day.

    Why:
        Nothing takes an answer out of this cache when the documents behind it change: it is right until duration is over,
        if it ever was.

    Fix (policy):
        <azure-openai-semantic-cache-store duration="3600" />

    Pass:
        <policies><outbound><azure-openai-semantic-cache-store duration="120" /></outbound></policies>

    Fail:
        <policies><outbound><llm-semantic-cache-store duration="2592000" /></outbound></policies>

    Unknown:
        <policies><outbound><llm-semantic-cache-store duration="{{seconds}}" /></outbound></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    stores = seen.named("azure-openai-semantic-cache-store", "llm-semantic-cache-store")
    faults = [
        quote(seen, place, f"duration {place.node.get('duration')}")
        for place in stores
        if place.node.get("duration").isdigit() and int(place.node.get("duration")) > 86_400
    ]
    computed = [place for place in stores if not place.node.get("duration").isdigit()]
    if computed and not faults:
        return unknown("the duration is not written as a number", *(quote(seen, place) for place in computed))
    return conclude(
        faults,
        bad="answers are kept for more than a day",
        good="answers are kept for a day at most",
        concerned=bool(stores),
        beside="it has no semantic cache",
    )
