"""As many attempts as backends: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.retries import attempts, retries, target
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, unknown


@rule(
    id="POL-014",
    severity="medium",
    bullet="capacity.load-balancing",
    about="policy",
    references=(
        "https://learn.microsoft.com/azure/api-management/retry-policy",
        "https://learn.microsoft.com/azure/api-management/backends",
    ),
    reviewed=date(2026, 11, 24),
)
@of_view
def retry_count_does_not_fit(seen: View, graph: Graph) -> Verdict:
    """A retry tries fewer backends than there are.

    Why:
        With fewer repetitions than the other backends, a request can fail while a backend that nobody asked is free.

    Fix (policy):
        count = the number of backends, less one; with a condition that ends when none is left.

    Pass:
        - policy: <policies><backend><retry condition="@(context.Response.StatusCode == 429)" count="1" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>
        - {type: Microsoft.ApiManagement/service/backends, name: apim/pool, properties: {type: Pool, pool: {services: [{id: a}, {id: b}]}}}

    Fail:
        - policy: <policies><backend><retry condition="@(context.Response.StatusCode == 429)" count="1" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>
        - {type: Microsoft.ApiManagement/service/backends, name: apim/pool, properties: {type: Pool, pool: {services: [{id: a}, {id: b}, {id: c}]}}}

    Fail (it lists the backends itself):
        <policies><inbound><set-variable name="all" value="@{ JArray all = new JArray();
          all.Add(new JObject() { { "url", "https://a" } }); all.Add(new JObject() { { "url", "https://b" } }); all.Add(new JObject() { { "url", "https://c" } }); return all; }" /></inbound>
          <backend><retry condition="@(context.Response.StatusCode == 429)" count="1"><set-backend-service base-url="@((string)context.Variables["url"])" /><forward-request /></retry></backend></policies>

    Unknown (the pool is not in the evidence):
        <policies><backend><retry condition="@(context.Response.StatusCode == 429)" count="3" interval="0"><set-backend-service backend-id="pool" /><forward-request buffer-request-body="true" /></retry></backend></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    found = [(place, target(place, seen, graph), attempts(place.node)) for place in retries(seen)]
    several = [one for one in found if one[1].kind != "same"]
    faults = [
        quote(seen, place, f"count {count}, and {to.members} backends")
        for place, to, count in several
        if count is not None and to.members is not None and count < to.members - 1
    ]
    untold = [place for place, to, count in several if count is None or to.members is None]
    if untold and not faults:
        return unknown(
            "how many backends there are is not in the evidence",
            *(quote(seen, place, f"count {place.node.get('count')}") for place in untold),
        )
    return conclude(
        faults,
        bad="there are more backends than attempts",
        good="there are as many attempts as backends",
        concerned=bool(several),
        beside="it repeats no request on several backends",
    )
