"""One counter for everybody: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.policy import PolicyDocument
from headgate.audit.graph.value import UnknownValueError
from headgate.audit.policy.callers import tells_callers_apart
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.view import View, view
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, unknown

LIMITS = ("azure-openai-token-limit", "llm-token-limit", "rate-limit-by-key", "quota-by-key")


@rule(
    id="POL-026",
    severity="medium",
    bullet="capacity.throttling",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/llm-token-limit-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def limit_shared_by_all(seen: View, graph: Graph) -> Verdict:
    """A limit counts all callers together.

    Why:
        Without a counter-key that tells callers apart, one busy caller uses up what all have, and the others are refused.

    Fix (policy):
        counter-key="@(context.Subscription.Id)"

    Pass:
        <policies><inbound><llm-token-limit counter-key="@(context.Subscription.Id)" tokens-per-minute="1000" estimate-prompt-tokens="true" /></inbound></policies>

    Pass (an upper limit over those of each caller):
        <policies><inbound><llm-token-limit counter-key="all" tokens-per-minute="9000" /><llm-token-limit counter-key="@(context.Subscription.Id)" tokens-per-minute="1000" /></inbound></policies>

    Fail:
        <policies><inbound><azure-openai-token-limit tokens-per-minute="1000" /></inbound></policies>

    Fail (a constant):
        <policies><inbound><llm-token-limit counter-key="gateway" tokens-per-minute="1000" /></inbound></policies>

    Fail (computed, and the same for everybody):
        <policies><inbound><llm-token-limit counter-key="@(context.Api.Id)" tokens-per-minute="1000" /></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    limits = seen.named(*LIMITS)
    apart = [place for place in limits if tells_callers_apart(place.node.get("counter-key"), seen)]
    keyless = [place for place in limits if not place.node.get("counter-key")]
    elsewhere = [other.name for other in graph.policies if other is not seen.document and _tells_apart(other, graph)]
    if limits and not apart and not keyless and elsewhere:
        because = f"it counts all together, and {elsewhere[0]} counts callers; whether both hold is not in the evidence"
        return unknown(because, *(quote(seen, place) for place in limits))
    faults = [
        quote(seen, place, f"{place.node.name} counter-key {place.node.get('counter-key') or 'is missing'}")
        for place in (keyless if apart else limits)
    ]
    return conclude(
        faults,
        bad="no key tells callers apart",
        good="every caller has a counter",
        concerned=bool(limits),
        beside="it has no limit with a key",
    )


def _tells_apart(document: PolicyDocument, graph: Graph) -> bool:
    """Whether another policy has a counter for each caller."""
    try:
        other = view(document, graph)
    except UnknownValueError:
        return False
    return any(tells_callers_apart(place.node.get("counter-key"), other) for place in other.named(*LIMITS))
