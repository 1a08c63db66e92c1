"""One list for all requests: see the rule."""

import re
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.csharp import inside
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.reads import variables_read
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_WRITTEN = re.compile(r"\b[A-Za-z_]\w*\s*(?:\[[^\]]+\]){1,2}\s*=(?![=>])")


@rule(
    id="POL-037",
    severity="medium",
    bullet="capacity.load-balancing",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/cache-lookup-value-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def shared_list_changed_in_place(seen: View, _: Graph) -> Verdict:
    """A list of backends is taken from the cache and changed in place.

    Why:
        The internal cache hands out one object to all requests of an instance: while one walks through the list, another
        writes into it. What is known about backends is lost or mixed, and each instance knows something else.

    Fix (policy):
        Leave health to the service: backends with circuitBreaker rules in a pool. Otherwise work on a copy, DeepClone().

    Pass:
        <policies><inbound><cache-lookup-value key="all" variable-name="all" />
          <set-variable name="next" value="@(((JArray)context.Variables["all"]).Count)" /></inbound></policies>

    Fail:
        <policies><inbound><cache-lookup-value key="all" variable-name="all" />
          <set-variable name="all" value="@{ JArray all = (JArray)context.Variables["all"]; JObject one = (JObject)all[0]; one["closed"] = true; return all; }" /></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    cached = {place.node.get("variable-name") for place in seen.named("cache-lookup-value")}
    uses = [
        (place, text, line)
        for place in seen.places
        for text, line in place.node.expressions()
        if any(one.name in cached for one in variables_read(text, line))
    ]
    faults = [
        quote(seen, place, found.group(), line + inside(text).count("\n", 0, found.start()))
        for place, text, line in uses
        if "DeepClone" not in text and (found := _WRITTEN.search(inside(text)))
    ]
    return conclude(
        faults,
        bad="what other requests are reading is changed",
        good="what comes from the cache is only read",
        concerned=bool(uses),
        beside="it uses nothing from the cache",
    )
