"""Streams that arrive at once: see the rule."""

import re
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.csharp import inside
from headgate.audit.policy.evaluate import Facts
from headgate.audit.policy.judging import conclude, faces_models, of_view, quote
from headgate.audit.policy.view import Place, View, can_run
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, passed

_BODY = re.compile(r"context\.Response\.Body\??\.As<[^>]*>")

_WHOLE = frozenset(
    {"cache-store", "find-and-replace", "json-to-xml", "validate-content", "xml-to-json", "xsl-transform"}
)
"""Policies that take an answer whole (Microsoft Learn: "Configure API for server-sent events")."""


@rule(
    id="POL-016",
    severity="medium",
    bullet="logging.streaming",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/how-to-server-sent-events",),
    reviewed=date(2026, 11, 24),
)
@of_view
def stream_held_back(seen: View, graph: Graph) -> Verdict:
    """A policy holds a streamed answer back until it is whole.

    Why:
        Reading context.Response.Body makes the gateway wait for all of an answer, and so does buffer-response="true". Who
        asked for a stream sees nothing for a minute; long answers run into timeouts.

    Fix (policy):
        Leave the body alone when the request asked for a stream, set buffer-response="false" on <forward-request>, and take
        token counts from llm-emit-token-metric or the gateway's own log of language models.

    Pass:
        <policies><inbound><base /><llm-emit-token-metric /></inbound><backend><forward-request buffer-response="false" /></backend></policies>

    Pass (only when nothing is streamed):
        <policies><inbound><llm-emit-token-metric /></inbound><outbound><choose><when condition="@(!context.Variables.GetValueOrDefault<bool>("isStream", false))">
          <set-variable name="answer" value="@(context.Response.Body.As<string>(true))" /></when></choose></outbound></policies>

    Pass (streams are refused):
        <policies><inbound><llm-emit-token-metric /><choose><when condition="@(context.Variables.GetValueOrDefault<string>("isStream","") == "true")"><return-response><set-status code="404" /></return-response></when></choose></inbound>
          <outbound><set-variable name="answer" value="@(context.Response.Body.As<string>(true))" /></outbound></policies>

    Fail:
        <policies><inbound><llm-emit-token-metric /></inbound><outbound><base />
          <set-variable name="answer" value="@(context.Response.Body.As<string>(preserveContent: true))" /></outbound></policies>

    Fail (it waits by order):
        <policies><inbound><llm-emit-token-metric /></inbound><backend><forward-request buffer-response="true" /></backend></policies>

    Fail (a policy that takes the whole):
        <policies><inbound><llm-emit-token-metric /></inbound><outbound><base /><find-and-replace from="a" to="b" /></outbound></policies>

    Pass (of refusals alone, which are no streams):
        <policies><inbound><llm-emit-token-metric /></inbound><outbound><choose><when condition="@(context.Response.StatusCode == 429)">
          <set-variable name="answer" value="@(context.Response.Body.As<string>(true))" /></when></choose></outbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    concerned = faces_models(seen, graph)
    refused = next((place for place in seen.named("return-response") if _refuses_streams(place)), None)
    if concerned and refused is not None:
        return passed("it refuses streamed requests", quote(seen, refused))
    faults = [
        quote(seen, place, held)
        for place in seen.places
        if concerned and not any("stream" in guard.condition.lower() for guard in place.guards)
        if (held := _holding(place)) and can_run(place, Facts(status=200))
    ]
    return conclude(
        faults,
        bad="the whole answer is awaited before any of it is passed on",
        good="nothing waits for the whole of a streamed answer",
        concerned=concerned,
        beside="it has nothing to do with language models",
    )


def _refuses_streams(place: Place) -> bool:
    """Whether an answer is given in place of the models' to requests for a stream, and to all of them."""
    asked = [guard for guard in place.guards if guard.holds]
    return place.section == "inbound" and len(asked) == 1 and "stream" in asked[0].condition.lower()


def _holding(place: Place) -> str:
    """Return what in an element waits for a whole answer; empty when nothing does."""
    node = place.node
    if place.section == "outbound" and node.name in _WHOLE:
        return f"<{node.name}>"
    if node.name == "forward-request" and node.get("buffer-response").lower() == "true":
        return 'buffer-response="true"'
    for text, _ in node.expressions():
        found = _BODY.search(inside(text))
        if found and "stream" not in text.lower():
            return found.group()
    return ""
