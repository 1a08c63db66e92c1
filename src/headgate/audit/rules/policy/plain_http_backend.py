"""Unencrypted backends: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-041",
    severity="high",
    bullet="security.private-endpoints",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/set-backend-service-policy",),
    also={"psrule": ("AZR-000044",), "checkov": ("CKV_AZURE_215",)},
    reviewed=date(2026, 11, 24),
)
@of_view
def plain_http_backend(seen: View, _: Graph) -> Verdict:
    """The gateway calls a backend without TLS.

    Why:
        Prompts, answers and the gateway's token can be read and changed on the way.

    Fix (policy):
        <set-backend-service base-url="https://…" />

    Pass:
        <policies><inbound><set-backend-service base-url="https://oai-bot.openai.azure.com/openai" /></inbound></policies>

    Fail:
        <policies><inbound><set-backend-service base-url="http://models.example.com/openai" /></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    backends = [place for place in seen.named("set-backend-service") if place.node.get("base-url")]
    faults = [
        quote(seen, place, place.node.get("base-url"))
        for place in backends
        if place.node.get("base-url").lower().startswith("http://")
    ]
    return conclude(
        faults,
        bad="the backend is called with http",
        good="backends are called with https",
        concerned=bool(backends),
        beside="it names no address of a backend",
    )
