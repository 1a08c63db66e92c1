"""401 is not 429: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.retries import matches, names_status, retries
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-009",
    severity="medium",
    bullet="capacity.throttling",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/retry-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def bad_credential_taken_for_throttling(seen: View, _: Graph) -> Verdict:
    """An answer of 401 is repeated like one of 429.

    Why:
        A refused credential is a fault of the set-up: it does not pass by itself. Taken for throttling, it takes one
        backend after the other out of use, and nobody is told.

    Fix (policy):
        Leave 401 and 403 out of the condition; raise an alert on them, and let the gateway renew its token.

    Pass:
        <policies><backend><retry condition="@(context.Response.StatusCode == 429 || context.Response.StatusCode >= 500)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Fail:
        <policies><backend><retry condition="@(context.Response.StatusCode == 401 || context.Response.StatusCode == 429 || context.Response.StatusCode >= 500)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    found = [
        place for place in retries(seen) if names_status(place.node) and matches(place.node, 429) in {"yes", "maybe"}
    ]
    faults = [
        quote(seen, place, place.node.get("condition"))
        for place in found
        if matches(place.node, 401) == matches(place.node, 429)
    ]
    return conclude(
        faults,
        bad="401 is repeated as if it were throttling",
        good="401 is not repeated",
        concerned=bool(found),
        beside="it repeats no throttled request",
    )
