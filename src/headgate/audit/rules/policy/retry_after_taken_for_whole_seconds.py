"""Retry-After in all its forms: see the rule."""

import re
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.csharp import inside
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.reads import headers_read
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_WHOLE = re.compile(r"(?:Convert\.ToInt32|[iI]nt(?:32)?\.Parse)\s*\(\s*context\.Response\.Headers")


@rule(
    id="POL-036",
    severity="medium",
    bullet="capacity.throttling",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/api-management-policy-expressions",),
    reviewed=date(2026, 11, 24),
)
@of_view
def retry_after_taken_for_whole_seconds(seen: View, _: Graph) -> Verdict:
    """Retry-After is read as a whole number of seconds only.

    Why:
        It may be a fraction or a date, and Azure OpenAI also says it in milliseconds, in retry-after-ms. Convert.ToInt32 of
        a date throws in the middle of a throttled call, and whole seconds keep a backend out for longer than it asks.

    Fix (policy):
        Read retry-after-ms first, then Retry-After with double.TryParse, then as a date with DateTime.TryParse.

    Pass:
        <policies><outbound><set-variable name="wait" value="@{ double s; return double.TryParse(context.Response.Headers.GetValueOrDefault("retry-after-ms", ""), out s) ? s / 1000 : 10; }" /></outbound></policies>

    Fail:
        <policies><outbound><set-variable name="wait" value="@(Convert.ToInt32(context.Response.Headers.GetValueOrDefault("Retry-After", "10")))" /></outbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    reads = [
        (place, text, one)
        for place in seen.places
        for text, line in place.node.expressions()
        for one in headers_read(text, line)
        if not one.request and one.name in {"retry-after", "retry-after-ms"}
    ]
    faults = [
        quote(seen, place, f"{found.group()}…", one.line)
        for place, text, one in reads
        if (found := _WHOLE.search(inside(text))) and one.name == "retry-after"
    ]
    return conclude(
        faults,
        bad="anything but whole seconds throws",
        good="it is not read as a whole number",
        concerned=bool(reads),
        beside="it does not read Retry-After",
    )
