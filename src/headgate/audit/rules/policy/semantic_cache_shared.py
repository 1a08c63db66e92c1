"""Answers for somebody else: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.callers import tells_callers_apart
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-017",
    severity="high",
    bullet="chatbots.cached-answers",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/azure-openai-semantic-cache-lookup-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def semantic_cache_shared(seen: View, _: Graph) -> Verdict:
    """A semantic cache gives one caller's answers to another.

    Why:
        Without vary-by all callers share the cache: an answer made from one user's documents is given to whoever asks
        something similar.

    Fix (policy):
        <azure-openai-semantic-cache-lookup …><vary-by>@(context.Subscription.Id)</vary-by></azure-openai-semantic-cache-lookup>

    Pass:
        <policies><inbound><llm-semantic-cache-lookup score-threshold="0.05"><vary-by>@(context.Subscription.Id)</vary-by></llm-semantic-cache-lookup></inbound></policies>

    Fail:
        <policies><inbound><azure-openai-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="embeddings" /></inbound></policies>

    Fail (the same for everybody):
        <policies><inbound><llm-semantic-cache-lookup score-threshold="0.05"><vary-by>all</vary-by></llm-semantic-cache-lookup></inbound></policies>

    Fail (by what is the same for everybody):
        <policies><inbound><llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="e"><vary-by>@(context.Api.Id)</vary-by></llm-semantic-cache-lookup></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    lookups = seen.named("azure-openai-semantic-cache-lookup", "llm-semantic-cache-lookup")
    faults = [
        quote(seen, place)
        for place in lookups
        if not any(tells_callers_apart(one.text, seen) for one in place.node.all("vary-by"))
    ]
    return conclude(
        faults,
        bad="nothing in vary-by tells callers apart",
        good="vary-by keeps callers apart",
        concerned=bool(lookups),
        beside="it has no semantic cache",
    )
