"""Waiting in the gateway: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.retries import matches, retries, seconds, settles, target
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, unknown


@rule(
    id="POL-008",
    severity="medium",
    bullet="capacity.load-balancing",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/retry-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def sleeping_retry_on_same_backend(seen: View, graph: Graph) -> Verdict:
    """A retry sleeps, and then asks the backend that has just refused.

    Why:
        A throttled backend says how long it stays so, mostly longer than the gateway waits. The caller waits for nothing,
        the gateway holds a connection for it, and capacity elsewhere is not used.

    Fix (policy):
        Send to a pool with interval="0" (a member whose breaker is open is left out), or choose the next backend inside the
        retry. Leave the waiting to the caller, who gets Retry-After.

    Pass:
        <policies><backend><retry condition="@(context.Response.StatusCode == 429)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Pass (another backend each time):
        <policies><backend><retry condition="@(context.Response.StatusCode == 429)" count="3" interval="1"><set-backend-service backend-id="@((string)context.Variables["next"])" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Fail:
        <policies><inbound><set-backend-service backend-id="east" /></inbound><backend>
        <retry condition="@(context.Response.StatusCode == 429)" count="5" interval="2" delta="1" max-interval="10"><forward-request buffer-request-body="true" /></retry></backend></policies>

    Fail (it goes over to one other backend, and stays there):
        - policy: '<policies><backend><retry condition="@(context.Response.StatusCode == 429)" count="5" interval="1"><choose><when condition="@(context.Response != null)"><set-backend-service backend-id="west" /></when></choose><forward-request buffer-request-body="true" /></retry></backend></policies>'
        - type: Microsoft.ApiManagement/service/backends
          name: apim/west
          properties: {type: Single, url: "https://oai-west.openai.azure.com/openai"}

    Unknown (it goes over to one other backend, which may be a pool):
        <policies><backend><retry condition="@(context.Response.StatusCode == 429)" count="5" interval="1"><choose><when condition="@(context.Response != null)"><set-backend-service backend-id="west" /></when></choose><forward-request buffer-request-body="true" /></retry></backend></policies>

    Unknown (nobody says whether it is a pool):
        <policies><backend><retry condition="@(context.Response.StatusCode == 429)" count="3" interval="2"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    found = [place for place in retries(seen) if matches(place.node, 429) not in {"no", "error"}]
    sleeping = [
        (place, settles(place, seen, graph) or target(place, seen, graph))
        for place in found
        if seconds(place.node) != 0
    ]
    faults = [
        quote(seen, place, f"interval {place.node.get('interval')}, count {place.node.get('count')}")
        for place, to in sleeping
        if to.kind == "same" and seconds(place.node) is not None
    ]
    untold = [place for place, to in sleeping if to.kind == "untold" or seconds(place.node) is None]
    if untold and not faults:
        return unknown("whether it asks the same backend again cannot be told", *(quote(seen, one) for one in untold))
    return conclude(
        faults,
        bad="it sleeps in the gateway and asks the same backend again",
        good="it does not wait for a backend that has refused",
        concerned=bool(found),
        beside="it repeats no throttled request",
    )
