"""Faults that pass: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.retries import matches, names_status, retries
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-012",
    severity="low",
    bullet="capacity.load-balancing",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/retry-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def passing_faults_not_repeated(seen: View, _: Graph) -> Verdict:
    """A retry leaves out answers that would pass elsewhere.

    Why:
        Besides 429, a backend answers 408, 500, 502, 503 and 504 when it is the backend that has trouble. Another backend
        would serve the request; the caller gets the error instead.

    Fix (policy):
        condition="@(context.Response == null || new [] { 408, 429, 500, 502, 503, 504 }.Contains(context.Response.StatusCode))"

    Pass:
        <policies><backend><retry condition="@(new [] { 408, 429, 500, 502, 503, 504 }.Contains(context.Response.StatusCode))" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Fail (408 is missing):
        <policies><backend><retry condition="@(context.Response.StatusCode == 429 || context.Response.StatusCode >= 500)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Fail (429 and 503 only):
        <policies><backend><retry condition="@(context.Response.StatusCode == 429 || context.Response.StatusCode == 503)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    found = [place for place in retries(seen) if names_status(place.node)]
    left_out = {
        place: [status for status in (408, 429, 500, 502, 503, 504) if matches(place.node, status) == "no"]
        for place in found
    }
    faults = [
        quote(seen, place, f"not repeated: {', '.join(map(str, statuses))}")
        for place, statuses in left_out.items()
        if statuses
    ]
    named = sorted({status for statuses in left_out.values() for status in statuses})
    return conclude(
        faults,
        bad=f"not repeated: {', '.join(map(str, named))}",
        good="408, 429 and 5xx are repeated",
        concerned=bool(found),
        beside="it repeats no request by its status",
    )
