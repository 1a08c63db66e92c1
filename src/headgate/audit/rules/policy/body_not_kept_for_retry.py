"""Empty second attempts: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.retries import attempts, retries
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-015",
    severity="high",
    bullet="capacity.load-balancing",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/forward-request-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def body_not_kept_for_retry(seen: View, _: Graph) -> Verdict:
    """The body of a request is not kept for its second attempt.

    Why:
        Without buffer-request-body the body is sent on as it arrives, and is gone when the retry needs it again: the second
        backend gets an empty request and answers 400.

    Fix (policy):
        <forward-request buffer-request-body="true" />

    Pass:
        <policies><backend><retry condition="@(context.Response.StatusCode == 429)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Fail:
        <policies><backend><retry condition="@(context.Response.StatusCode == 429)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-response="false" /></retry></backend></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    found = [place for place in retries(seen) if attempts(place.node) != 0]
    sent = [place for place in seen.named("forward-request") if place.retry is not None]
    faults = [quote(seen, place) for place in sent if place.node.get("buffer-request-body", "false").lower() == "false"]
    return conclude(
        faults,
        bad="the body is gone at the second attempt",
        good="the body is kept for every attempt",
        concerned=bool(found),
        beside="it repeats no request",
    )
