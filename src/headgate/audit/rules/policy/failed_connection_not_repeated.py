"""No answer at all: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.retries import matches, names_status, retries
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-013",
    severity="low",
    bullet="capacity.load-balancing",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/retry-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def failed_connection_not_repeated(seen: View, _: Graph) -> Verdict:
    """A connection that fails is not repeated.

    Why:
        When a backend cannot be reached there is no response: context.Response is null. A condition that asks for a status
        then is false, or throws, and a whole region that is gone is not survived.

    Fix (policy):
        condition="@(context.Response == null || context.Response.StatusCode == 429 || context.Response.StatusCode >= 500)"

    Pass:
        <policies><backend><retry condition="@(context.Response == null || context.Response.StatusCode == 429)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Fail:
        <policies><backend><retry condition="@(context.Response != null && context.Response.StatusCode == 429)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Fail (it throws):
        <policies><backend><retry condition="@(context.Response.StatusCode == 429)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    found = [place for place in retries(seen) if names_status(place.node)]
    faults = [
        quote(seen, place, place.node.get("condition"))
        for place in found
        if matches(place.node, None) in {"no", "error"}
    ]
    return conclude(
        faults,
        bad="without a response the condition is false, or throws",
        good="a missing response is repeated",
        concerned=bool(found),
        beside="it repeats no request by its status",
    )
