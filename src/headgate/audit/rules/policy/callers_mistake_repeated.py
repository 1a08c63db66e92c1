"""400 repeated: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.retries import matches, names_status, retries
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-010",
    severity="high",
    bullet="capacity.load-balancing",
    about="policy",
    references=(
        "https://learn.microsoft.com/azure/api-management/retry-policy",
        "https://learn.microsoft.com/azure/ai-services/openai/how-to/manage-costs",
    ),
    reviewed=date(2026, 11, 24),
)
@of_view
def callers_mistake_repeated(seen: View, _: Graph) -> Verdict:
    """An answer of 400 is repeated elsewhere.

    Why:
        400 is also what the content filter answers. Repeating it shops for a weaker filter, and the prompt is billed each
        time. A request that is wrong is wrong everywhere.

    Fix (policy):
        Repeat 408, 429 and 5xx only.

    Pass:
        <policies><backend><retry condition="@(context.Response.StatusCode == 429 || context.Response.StatusCode >= 500)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Fail:
        <policies><backend><retry condition="@(context.Response.StatusCode >= 400)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Fail (all but success):
        <policies><backend><retry condition="@(context.Response.StatusCode != 200)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    found = [place for place in retries(seen) if names_status(place.node)]
    faults = [
        quote(seen, place, place.node.get("condition"))
        for place in found
        if matches(place.node, 400) == "yes"
        or (matches(place.node, 400) == "maybe" and matches(place.node, 200) == "no")
    ]
    return conclude(
        faults,
        bad="400 is repeated, the refusals of content filters among them",
        good="400 is not repeated",
        concerned=bool(found),
        beside="it repeats no request by its status",
    )
