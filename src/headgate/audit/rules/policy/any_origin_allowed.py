"""CORS for everybody: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, faces_models, of_view, quote
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-028",
    severity="medium",
    bullet="security.apim-route",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/cors-policy",),
    also={"psrule": ("AZR-000365",)},
    reviewed=date(2026, 11, 24),
)
@of_view
def any_origin_allowed(seen: View, graph: Graph) -> Verdict:
    """Pages of any site may call an API from a browser.

    Why:
        With the origin * every page that a user opens can call the gateway with what the browser holds.

    Fix (policy):
        <allowed-origins><origin>https://chat.example.com</origin></allowed-origins>

    Pass:
        <policies><inbound><cors><allowed-origins><origin>https://chat.example.com</origin></allowed-origins></cors></inbound></policies>

    Fail:
        <policies><inbound><cors allow-credentials="false"><allowed-origins><origin>*</origin></allowed-origins></cors></inbound></policies>

    Fail (by the header itself):
        <policies><inbound><llm-emit-token-metric /></inbound><outbound><set-header name="Access-Control-Allow-Origin" exists-action="override"><value>*</value></set-header></outbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    cors = seen.named("cors")
    headers = [
        place
        for place in seen.named("set-header")
        if place.node.get("name").lower() == "access-control-allow-origin" and faces_models(seen, graph)
    ]
    faults = [
        quote(seen, place, "<origin>*</origin>")
        for place in cors
        if any(one.text == "*" for one in place.node.all("origin"))
    ]
    faults += [
        quote(seen, place, place.node.get("name"))
        for place in headers
        if any(one.text.strip() == "*" for one in place.node.all("value"))
    ]
    return conclude(
        faults,
        bad="any origin is allowed",
        good="only named origins are allowed",
        concerned=bool(cors or headers),
        beside="it says nothing about origins",
    )
