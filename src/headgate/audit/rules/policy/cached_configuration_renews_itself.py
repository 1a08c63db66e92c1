"""Edits that never arrive: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.reads import variables_read
from headgate.audit.policy.view import Guard, Place, View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-038",
    severity="low",
    bullet="capacity.load-balancing",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/cache-store-value-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def cached_configuration_renews_itself(seen: View, _: Graph) -> Verdict:
    """A configuration in the cache is renewed by every request.

    Why:
        The list of backends is stored again, with a new duration, each time it is used. As long as there is traffic it never
        runs out, and an edit of the policy is not seen: a backend that was taken out is still called.

    Fix (policy):
        Keep the list in the policy, or in a backend pool, and only what changes (which one is throttled) in the cache.

    Pass:
        <policies><inbound><cache-lookup-value key="all" variable-name="all" /><choose><when condition="@(!context.Variables.ContainsKey("all"))">
          <cache-store-value key="all" value="@("a,b")" duration="60" /></when></choose></inbound></policies>

    Fail:
        <policies><inbound><cache-lookup-value key="all" variable-name="all" /></inbound>
          <backend><retry condition="@(context.Response.StatusCode == 429)" count="3"><cache-store-value key="all" value="@((JArray)context.Variables["all"])" duration="60" /><forward-request /></retry></backend></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    lookups = {place.node.get("key"): place.node.get("variable-name") for place in seen.named("cache-lookup-value")}
    stores = [place for place in seen.named("cache-store-value") if place.node.get("key") in lookups]
    faults = [
        quote(seen, place, f"duration {place.node.get('duration')}")
        for place in stores
        if place.retry is not None
        and any(one.name == lookups[place.node.get("key")] for one in variables_read(place.node.get("value"), 1))
        and not any("ContainsKey" in guard.condition or "null" in guard.condition for guard in _asking(place))
    ]
    return conclude(
        faults,
        bad="the same value is stored again each time it is used",
        good="a value is stored only when it was not there",
        concerned=bool(stores),
        beside="it keeps nothing in the cache that it looks up",
    )


def _asking(place: Place) -> list[Guard]:
    """Return the guards that ask whether something is there; that there was an answer is not such a question."""
    return [guard for guard in place.guards if "context.Response" not in guard.condition]
