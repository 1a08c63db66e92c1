"""How long to wait: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import of_view, quote
from headgate.audit.policy.retries import matches, retries, target
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, failed, not_applicable, passed, unknown


@rule(
    id="POL-011",
    severity="medium",
    bullet="capacity.throttling",
    about="policy",
    references=(
        "https://learn.microsoft.com/azure/api-management/retry-policy",
        "https://learn.microsoft.com/azure/api-management/backends",
    ),
    reviewed=date(2026, 11, 24),
)
@of_view
def retry_after_ignored(seen: View, graph: Graph) -> Verdict:
    """Throttled requests are repeated without regard to Retry-After.

    Why:
        The backend says when it can take more. Asking earlier is refused, and counts against the rate limit once more.

    Fix (policy):
        Send to a pool whose members have a circuit breaker with acceptRetryAfter: true. A policy that chooses backends
        itself reads retry-after-ms and Retry-After, and leaves the backend out until then.

    Fix (bicep):
        circuitBreaker: { rules: [ { acceptRetryAfter: true, … } ] }

    Pass:
        <policies><backend><retry condition="@(context.Response.StatusCode == 429)" count="3" interval="0"><set-backend-service backend-id="@((string)context.Variables["next"])" /><forward-request /><set-variable name="wait" value="@(context.Response.Headers.GetValueOrDefault("Retry-After", "10"))" /></retry></backend></policies>

    Fail:
        <policies><inbound><set-backend-service backend-id="east" /></inbound><backend>
        <retry condition="@(context.Response.StatusCode == 429)" count="5" interval="2"><forward-request /></retry></backend></policies>

    Unknown (the pool is not in the evidence):
        <policies><backend><retry condition="@(context.Response.StatusCode == 429)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    found = [place for place in retries(seen) if matches(place.node, 429) in {"yes", "maybe"}]
    if not found:
        return not_applicable("it repeats no throttled request")
    text = seen.text.lower()
    if "retry-after" in text.replace("retry-after-header-name", "").replace("retry-after-variable-name", ""):
        return passed("it reads Retry-After", *(quote(seen, place) for place in found))
    targets = [target(place, seen, graph) for place in found]
    quotes = [quote(seen, place, place.node.get("condition")) for place in found]
    if any(to.kind in {"same", "chosen"} or to.honours_retry_after is False for to in targets):
        return failed("429 is repeated, and nothing reads Retry-After", *quotes)
    if all(to.honours_retry_after for to in targets):
        return passed("the breakers of every member of the pool honour Retry-After", *quotes)
    return unknown("whether the breakers of the pool honour Retry-After is not in the evidence", *quotes)
