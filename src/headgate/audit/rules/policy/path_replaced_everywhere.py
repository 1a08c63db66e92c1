"""Paths rewritten too much: see the rule."""

import re
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.csharp import inside
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_REPLACED = re.compile(r"Url\.Path[\w.()]*\.Replace\s*\(")


@rule(
    id="POL-040",
    severity="low",
    bullet="capacity.entry-point",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/rewrite-uri-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def path_replaced_everywhere(seen: View, _: Graph) -> Verdict:
    """A part of the path is replaced wherever it occurs.

    Why:
        Replace takes every occurrence: a deployment that is called like the segment is renamed too, and the request goes to
        another one, or to none.

    Fix (policy):
        <rewrite-uri template="/openai/deployments/{deployment-id}/chat/completions" />, or cut the prefix by its length.

    Pass:
        <policies><inbound><rewrite-uri template="/openai/deployments/{deployment-id}/chat/completions" /></inbound></policies>

    Fail:
        <policies><inbound><rewrite-uri template="@(context.Request.Url.Path.Replace("chat", ""))" /></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    rewrites = [
        (place, text)
        for place in seen.named("rewrite-uri", "set-backend-service", "set-variable", "set-url")
        for text, _ in place.node.expressions()
        if "Url.Path" in text
    ]
    faults = [quote(seen, place, text) for place, text in rewrites if _REPLACED.search(inside(text))]
    return conclude(
        faults,
        bad="every occurrence in the path is replaced",
        good="paths are not rewritten by replacing text",
        concerned=bool(rewrites or seen.named("rewrite-uri")),
        beside="it rewrites no path",
    )
