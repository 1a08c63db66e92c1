"""Whose conversation it is: see the rule."""

import re
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.reads import variables_read
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_OPEN = re.compile(r"!\s*(?:string|String)\.IsNullOr(?:Empty|WhiteSpace)\s*\(|!=\s*null|ContainsKey")


@rule(
    id="POL-035",
    severity="high",
    bullet="identity.isolation",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/cache-lookup-value-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def ownership_check_fails_open(seen: View, _: Graph) -> Verdict:
    """A check of who owns something lets everybody through when it knows nothing.

    Why:
        The owner is looked up in a cache that forgets: after its duration, after a restart, and on another instance there
        is no owner, and the condition that refuses strangers is not true. Responses are kept for 30 days.

    Fix (policy):
        Refuse when the owner is not known, and keep owners in a store that lasts as long as what they own:
        condition="@((string)context.Variables.GetValueOrDefault("owner", "") != user)"

    Pass:
        <policies><inbound><cache-lookup-value key="@(context.Request.Url.Path)" variable-name="owner" />
          <choose><when condition="@((string)context.Variables.GetValueOrDefault("owner", "") != (string)context.Variables["user"])">
          <return-response><set-status code="403" /></return-response></when></choose></inbound></policies>

    Fail:
        <policies><inbound><cache-lookup-value key="@(context.Request.Url.Path)" variable-name="owner" />
          <choose><when condition="@(!string.IsNullOrEmpty((string)context.Variables.GetValueOrDefault("owner", "")) && (string)context.Variables["owner"] != (string)context.Variables["user"])">
          <return-response><set-status code="403" /></return-response></when></choose></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    looked_up = {place.node.get("variable-name") for place in seen.named("cache-lookup-value")}
    refusals = [
        (place, place.guards[-1].condition)
        for place in seen.named("return-response")
        if place.guards and any(one.get("code") in {"401", "403", "404"} for one in place.node.all("set-status"))
    ]
    about = [
        (place, condition)
        for place, condition in refusals
        if any(one.name in looked_up for one in variables_read(condition, 1)) and "!=" in condition
    ]
    faults = [
        quote(seen, place, condition, place.guards[-1].line) for place, condition in about if _OPEN.search(condition)
    ]
    return conclude(
        faults,
        bad="when the cache knows no owner, nobody is refused",
        good="who is not known as the owner is refused",
        concerned=bool(about),
        beside="it compares nothing with an owner from the cache",
    )
