"""Retries that never are: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.retries import STATUSES, matches, retries
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-006",
    severity="high",
    bullet="capacity.load-balancing",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/retry-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def retry_condition_cannot_match(seen: View, _: Graph) -> Verdict:
    """The condition of a retry is true for no answer.

    Why:
        The pool behind the gateway is never tried a second time: callers get the first 429, while other backends idle.

    Fix (policy):
        condition="@(context.Response == null || context.Response.StatusCode == 429 || context.Response.StatusCode >= 500)"

    Pass:
        <policies><backend><retry condition="@(context.Response.StatusCode == 429 || context.Response.StatusCode &gt;= 500)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Fail:
        <policies><backend><retry condition="@(context.Response.StatusCode == 429 && context.Response.StatusCode == 503)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Fail (no such status):
        <policies><backend><retry condition="@(context.Response.StatusCode >= 600)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Fail (a number is never a text):
        <policies><backend><retry condition="@(context.Response.StatusCode == "429")" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    found = retries(seen)
    dead = [place for place in found if all(matches(place.node, status) in {"no", "error"} for status in STATUSES)]
    faults = [quote(seen, place, place.node.get("condition")) for place in dead]
    return conclude(
        faults,
        bad="no status from 100 to 599 makes the condition true",
        good="some answers make the condition true",
        concerned=bool(found),
        beside="it repeats no request",
    )
