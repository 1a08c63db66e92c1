"""When none is free: see the rule."""

import re
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.csharp import inside
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_CHOOSES = re.compile(r"List<\s*(?:int|Int32|JObject|string)\s*>")
_FIRST = re.compile(r"(?:else\s*\{?|\})\s*return\s+0\s*;")


@rule(
    id="POL-039",
    severity="low",
    bullet="capacity.load-balancing",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/backends",),
    reviewed=date(2026, 11, 24),
)
@of_view
def throttled_backend_chosen(seen: View, _: Graph) -> Verdict:
    """When every backend is throttled, the first one is asked.

    Why:
        The first backend gets everything while all are throttled, and the caller gets its Retry-After, not the shortest of
        all. A selection that finds nothing should say so.

    Fix (policy):
        Return 429 with the smallest Retry-After of all backends when none is free, or leave the choice to a backend pool.

    Pass:
        <policies><backend><set-variable name="place" value="@{ List<int> free = new List<int>(); if (free.Count == 0) { return -1; } return free[0]; }" /></backend></policies>

    Fail:
        <policies><backend><set-variable name="place" value="@{ List<int> free = new List<int>(); if (free.Count > 0) { return free[0]; } else { return 0; } }" /></backend></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    choices = [
        (place, inside(place.node.get("value")))
        for place in seen.named("set-variable")
        if _CHOOSES.search(place.node.get("value"))
    ]
    faults = [
        quote(seen, place, "return 0;", place.node.line + code.count("\n", 0, found.start()))
        for place, code in choices
        if (found := _FIRST.search(code))
    ]
    return conclude(
        faults,
        bad="the first backend is chosen when none is free",
        good="that none is free is not taken for the first",
        concerned=bool(choices),
        beside="it chooses no backend from a list",
    )
